package org.roadstead.core.runloop;

import java.time.Duration;

/** Moments as values of {@link System#nanoTime()}; {@link #NEVER} stands for none. */
final class Moment {
    static final long NEVER = Long.MAX_VALUE;

    /** Longer than any machine runs; added to a clock it does not overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Moment() {}

    /** Returns the moment that is this long from now: never, if that is longer than a century; now, if it is negative. */
    static long in(Duration wait) {
        return wait.compareTo(LONGEST) > 0 ? NEVER : System.nanoTime() + nanos(wait);
    }

    /** Returns a duration in nanoseconds, from zero to a century. */
    static long nanos(Duration duration) {
        return duration.isNegative() ? 0 : duration.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : duration.toNanos();
    }

    static long earlier(long a, long b) {
        if (a == NEVER || b == NEVER) {
            return a == NEVER ? b : a;
        }
        return a - b < 0 ? a : b;
    }

    static boolean isPast(long moment) {
        return moment != NEVER && moment - System.nanoTime() <= 0;
    }

    /** Returns the nanoseconds until a moment: at most {@code Long.MAX_VALUE}, zero or less if it is past. */
    static long left(long moment) {
        return moment == NEVER ? Long.MAX_VALUE : moment - System.nanoTime();
    }
}
