package org.roadstead.core.port;

import java.time.Duration;
import org.roadstead.core.mach.MachLimits;
import org.roadstead.runtime.LimitsSnapshot;

/**
 * What one kernel allows.
 *
 * @param message the largest message in bytes: 1 to 1 GiB
 * @param grace how long a running callback may take to end when its owner stops
 * @param backlog the highest backlog that a Mach port may be given: 1 to 65534
 */
public record Limits(int message, Duration grace, int backlog) {
    /** 16 MiB, 2 s, 1024 messages. */
    public static final Limits DEFAULT = new Limits(16 << 20, Duration.ofSeconds(2), MachLimits.DEFAULT.backlog());

    /** The largest message limit. */
    public static final int MAX_MESSAGE = 1 << 30;

    /** The largest limit of a backlog. */
    public static final int MAX_BACKLOG = 65_534;

    /** Checks the values; the message of the exception says what is allowed. */
    public Limits {
        if (message < 1 || message > MAX_MESSAGE) {
            throw new IllegalArgumentException(
                    "the message limit is " + message + "; allowed: 1 to " + MAX_MESSAGE + " bytes");
        }
        if (grace.isNegative() || grace.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("the grace is " + grace + "; allowed: zero to 5 minutes");
        }
        if (backlog < 1 || backlog > MAX_BACKLOG) {
            throw new IllegalArgumentException(
                    "the highest backlog is " + backlog + "; allowed: 1 to " + MAX_BACKLOG + " messages");
        }
    }

    LimitsSnapshot snapshot() {
        return new LimitsSnapshot(message, grace.toMillis(), backlog);
    }

    /** Returns what they mean for the Mach calls of a space that is made now. */
    MachLimits mach() {
        return new MachLimits(backlog, MachLimits.DEFAULT.size(), message);
    }
}
