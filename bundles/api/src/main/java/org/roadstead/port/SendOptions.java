package org.roadstead.port;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a send may take, in two parts as in {@code CFMessagePortSendRequest}: to be taken by the port's queue, and
 * then to be answered. The reply's clock starts when the queue has taken the message. Immutable.
 *
 * @param sendTimeout how long to wait for room in the queue; zero: do not wait; {@link #FOREVER}: no limit
 * @param replyTimeout how long to wait for the reply once the message is taken; ignored by a one-way send
 */
public record SendOptions(Duration sendTimeout, Duration replyTimeout) {

    /** No limit. To wait for ever must be written out. */
    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /** The longest finite timeout: 10,000 days. */
    public static final Duration MAX_TIMEOUT = Duration.ofDays(10_000);

    /** 30 seconds for each part. */
    public static final SendOptions DEFAULT = new SendOptions(Duration.ofSeconds(30), Duration.ofSeconds(30));

    /**
     * Checks the timeouts.
     *
     * @param sendTimeout how long to wait for room in the queue; zero: do not wait; {@link #FOREVER}: no limit
     * @param replyTimeout how long to wait for the reply once the message is taken; ignored by a one-way send
     * @throws NullPointerException if a timeout is null
     * @throws IllegalArgumentException if a timeout is negative, or longer than {@link #MAX_TIMEOUT} and not
     *     {@link #FOREVER}
     */
    public SendOptions {
        check("send timeout", sendTimeout);
        check("reply timeout", replyTimeout);
    }

    /**
     * Makes options with the same timeout for both parts.
     *
     * @param each how long each part may take
     * @return the options
     * @throws IllegalArgumentException if the timeout is not allowed
     */
    public static SendOptions timeout(Duration each) {
        return new SendOptions(each, each);
    }

    /**
     * Returns these options with another send timeout.
     *
     * @param timeout how long to wait for room in the queue
     * @return new options
     * @throws IllegalArgumentException if the timeout is not allowed
     */
    public SendOptions withSendTimeout(Duration timeout) {
        return new SendOptions(timeout, replyTimeout);
    }

    /**
     * Returns these options with another reply timeout.
     *
     * @param timeout how long to wait for the reply
     * @return new options
     * @throws IllegalArgumentException if the timeout is not allowed
     */
    public SendOptions withReplyTimeout(Duration timeout) {
        return new SendOptions(sendTimeout, timeout);
    }

    private static void check(String what, Duration timeout) {
        Objects.requireNonNull(timeout, () -> "the " + what + " must not be null");
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("the " + what + " is negative (" + timeout + "); allowed: zero to "
                    + MAX_TIMEOUT.toDays() + " days, or SendOptions.FOREVER");
        }
        if (timeout.compareTo(MAX_TIMEOUT) > 0 && !timeout.equals(FOREVER)) {
            throw new IllegalArgumentException("the " + what + " is absurd (" + timeout + "); allowed: zero to "
                    + MAX_TIMEOUT.toDays() + " days, or SendOptions.FOREVER");
        }
    }
}
