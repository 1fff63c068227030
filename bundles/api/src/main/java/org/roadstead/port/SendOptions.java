package org.roadstead.port;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a send may take, in two parts as in {@code CFMessagePortSendRequest}: to be taken by the port's queue, and
 * then to be answered. The reply's clock starts when the queue has taken the message, so a call may take as long as both together;
 * who wants one deadline for the whole call says so with {@link #withTotal}. Immutable.
 *
 * @param sendTimeout how long to wait for room in the queue; zero: do not wait; {@link #FOREVER}: no limit
 * @param replyTimeout how long to wait for the reply once the message is taken; ignored by a one-way send
 * @param total how long the whole call may take; {@link #FOREVER}: as long as its parts
 */
public record SendOptions(Duration sendTimeout, Duration replyTimeout, Duration total) {

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
     * @param total how long the whole call may take; {@link #FOREVER}: as long as its parts
     * @throws NullPointerException if a timeout is null
     * @throws IllegalArgumentException if a timeout is negative, or longer than {@link #MAX_TIMEOUT} and not
     *     {@link #FOREVER}
     */
    public SendOptions {
        check("send timeout", sendTimeout);
        check("reply timeout", replyTimeout);
        check("total", total);
    }

    /**
     * Makes options with a timeout for each part and no other for the whole.
     *
     * @param sendTimeout how long to wait for room in the queue; zero: do not wait; {@link #FOREVER}: no limit
     * @param replyTimeout how long to wait for the reply once the message is taken; ignored by a one-way send
     * @throws IllegalArgumentException if a timeout is not allowed
     */
    public SendOptions(Duration sendTimeout, Duration replyTimeout) {
        this(sendTimeout, replyTimeout, FOREVER);
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
     * Makes options with one deadline for the whole call, whichever part takes how much of it. If it passes while the message waits for
     * room the outcome is {@link SendStatus#SEND_TIMEOUT}, later {@link SendStatus#RECEIVE_TIMEOUT}.
     *
     * @param total how long the call may take
     * @return the options
     * @throws IllegalArgumentException if the timeout is not allowed
     */
    public static SendOptions within(Duration total) {
        return new SendOptions(total, total, total);
    }

    /**
     * Returns these options with one more limit, for the whole call.
     *
     * @param timeout how long the call may take, from its beginning
     * @return new options
     * @throws IllegalArgumentException if the timeout is not allowed
     */
    public SendOptions withTotal(Duration timeout) {
        return new SendOptions(sendTimeout, replyTimeout, timeout);
    }

    /**
     * Returns these options with another send timeout.
     *
     * @param timeout how long to wait for room in the queue
     * @return new options
     * @throws IllegalArgumentException if the timeout is not allowed
     */
    public SendOptions withSendTimeout(Duration timeout) {
        return new SendOptions(timeout, replyTimeout, total);
    }

    /**
     * Returns these options with another reply timeout.
     *
     * @param timeout how long to wait for the reply
     * @return new options
     * @throws IllegalArgumentException if the timeout is not allowed
     */
    public SendOptions withReplyTimeout(Duration timeout) {
        return new SendOptions(sendTimeout, timeout, total);
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
