package org.roadstead.core.runloop;

import org.slf4j.Logger;

/**
 * What a program's callback threw. Its text is the program's own code too and may throw, also in the log; here that harms nobody, since
 * who catches it has a port or a loop to keep alive. Any thread.
 */
public final class ThrownByUser {
    private ThrownByUser() {}

    /**
     * Warns in a log.
     *
     * @param what a phrase with one pair of braces
     * @param whose what stands for the braces
     */
    public static void warn(Logger log, String what, Object whose, Throwable thrown) {
        try {
            log.warn(what, whose, thrown);
        } catch (Throwable e) {
            log.warn(
                    what + ": {}, which cannot be told",
                    whose,
                    thrown.getClass().getName());
        }
    }

    /** Returns what {@link Throwable#toString()} says, or the name of the class if that throws. */
    public static String text(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (Throwable e) {
            return thrown.getClass().getName();
        }
    }
}
