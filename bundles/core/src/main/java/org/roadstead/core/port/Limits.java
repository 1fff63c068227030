package org.roadstead.core.port;

import java.time.Duration;

/**
 * What one kernel allows.
 *
 * @param message the largest message in bytes: 1 to 1 GiB
 * @param grace how long a running callback may take to end when its owner stops
 */
public record Limits(int message, Duration grace) {
    /** 16 MiB and 2 s. */
    public static final Limits DEFAULT = new Limits(16 << 20, Duration.ofSeconds(2));

    /** The largest message limit. */
    public static final int MAX_MESSAGE = 1 << 30;

    /** Checks the values; the message of the exception says what is allowed. */
    public Limits {
        if (message < 1 || message > MAX_MESSAGE) {
            throw new IllegalArgumentException(
                    "the message limit is " + message + "; allowed: 1 to " + MAX_MESSAGE + " bytes");
        }
        if (grace.isNegative() || grace.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("the grace is " + grace + "; allowed: zero to 5 minutes");
        }
    }
}
