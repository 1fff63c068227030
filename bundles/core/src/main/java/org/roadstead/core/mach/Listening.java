package org.roadstead.core.mach;

import java.util.concurrent.Executor;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.RightListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A user's listener for what happens to a port.
 *
 * @param right the right that it was registered for
 * @param listener what is told
 * @param on who tells it
 */
record Listening(PortRight right, RightListener listener, Executor on) {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    /** Tells whether the right that it was registered for is the one of an entry. */
    boolean isFor(Entry entry) {
        return right instanceof Held held && held.entry == entry;
    }

    /** Tells whether that right was given up; read without the lock. */
    boolean isOver() {
        return right instanceof Held held && held.entry.isGone();
    }

    /** Under no lock. */
    void tell(String what) {
        try {
            on.execute(() -> listener.told(right, what));
        } catch (Throwable e) { // executor and listener are the user's, also their errors; others are still to be told
            LOG.warn("a listener of {} could not be told that {}", right, what, e);
        }
    }
}
