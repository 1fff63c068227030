package org.roadstead.core.runloop;

import java.time.Duration;

/**
 * Who may give a loop blocks: everybody, and once it is closed only its own callbacks, and these for a grace, so that one which gives
 * itself to the loop again and again does not keep the thread alive. Any thread.
 */
final class Gate {
    private volatile boolean closed;
    private volatile long graceEnd = Moment.NEVER;

    void close(Duration grace) {
        graceEnd = Moment.in(grace);
        closed = true;
    }

    boolean lets(boolean callback) {
        return !closed || (callback && !isGraceOver());
    }

    /** Tells whether nothing more is to be waited for. */
    boolean isGraceOver() {
        return closed && Moment.isPast(graceEnd);
    }
}
