package org.roadstead.core.runloop;

/** What can be in a mode of a loop. All of it is called under the lock of {@link Modes}. */
interface ModeItem {
    /** Enters a mode; false if it was there. */
    boolean enter(Mode mode);

    /** Leaves a mode; false if it was not there. */
    boolean leave(Mode mode);

    boolean isIn(Mode mode);
}
