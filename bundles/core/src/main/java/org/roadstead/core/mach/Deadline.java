package org.roadstead.core.mach;

import java.time.Duration;

/** Deadlines as values of {@link System#nanoTime()}; {@link #NEVER} stands for no deadline. */
public final class Deadline {
    /** No deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Longer than any machine runs; added to a clock it does not overflow. */
    private static final long LONGEST = Duration.ofDays(36_500).toNanos();

    private Deadline() {}

    /** Returns the deadline that is this long from now; a wait longer than a century is none. */
    public static long after(Duration wait) {
        return after(System.nanoTime(), wait);
    }

    /** Returns the deadline that is this long from a moment. */
    public static long after(long moment, Duration wait) {
        return wait.compareTo(Duration.ofNanos(LONGEST)) > 0 ? NEVER : moment + wait.toNanos();
    }

    /** Returns the earlier of two deadlines. */
    public static long earlier(long a, long b) {
        if (a == NEVER || b == NEVER) {
            return a == NEVER ? b : a;
        }
        return a - b < 0 ? a : b;
    }

    /** Returns the nanoseconds that are left: at most {@code Long.MAX_VALUE}, 0 or less when the deadline has passed. */
    public static long left(long deadline) {
        return deadline == NEVER ? Long.MAX_VALUE : deadline - System.nanoTime();
    }

    /** Tells whether the deadline has passed. */
    public static boolean passed(long deadline) {
        return deadline != NEVER && deadline - System.nanoTime() <= 0;
    }
}
