package org.roadstead.mach;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * The options of a send, a receive or both, with their values. Immutable. {@link #NONE} waits for ever.
 *
 * @param options which options are given
 * @param sendTimeout how long a send may wait for room; ignored without {@link MsgOption#SEND_TIMEOUT}
 * @param receiveTimeout how long a receive may wait; ignored without {@link MsgOption#RCV_TIMEOUT}
 * @param maxSize the largest message in bytes that is received, counted as {@link Message#size} counts
 */
public record MsgOptions(Set<MsgOption> options, Duration sendTimeout, Duration receiveTimeout, long maxSize) {
    /** {@code MSG_OPTION_NONE}: every wait is for ever. */
    public static final MsgOptions NONE = new MsgOptions(Set.of(), Duration.ZERO, Duration.ZERO, Long.MAX_VALUE);

    /** Neither a send nor a receive waits. */
    public static final MsgOptions POLL = NONE.withSendTimeout(Duration.ZERO).withReceiveTimeout(Duration.ZERO);

    /**
     * Checks the values.
     *
     * @param options which options are given
     * @param sendTimeout how long a send may wait for room
     * @param receiveTimeout how long a receive may wait
     * @param maxSize the largest message in bytes that is received
     * @throws NullPointerException if a value is null
     * @throws IllegalArgumentException if a timeout or the size is negative
     */
    public MsgOptions {
        options = Set.copyOf(options);
        check("send timeout", sendTimeout);
        check("receive timeout", receiveTimeout);
        if (maxSize < 0) {
            throw new IllegalArgumentException("the largest size is negative (" + maxSize + "); allowed: 0 or more");
        }
    }

    /**
     * Returns these options with {@link MsgOption#SEND_TIMEOUT} and its value.
     *
     * @param timeout how long a send may wait for room; zero does not wait
     * @return new options
     */
    public MsgOptions withSendTimeout(Duration timeout) {
        return new MsgOptions(with(MsgOption.SEND_TIMEOUT), timeout, receiveTimeout, maxSize);
    }

    /**
     * Returns these options with {@link MsgOption#RCV_TIMEOUT} and its value.
     *
     * @param timeout how long a receive may wait; zero does not wait
     * @return new options
     */
    public MsgOptions withReceiveTimeout(Duration timeout) {
        return new MsgOptions(with(MsgOption.RCV_TIMEOUT), sendTimeout, timeout, maxSize);
    }

    /**
     * Returns these options with one more, without a value.
     *
     * @param option the option
     * @return new options
     */
    public MsgOptions and(MsgOption option) {
        return new MsgOptions(with(option), sendTimeout, receiveTimeout, maxSize);
    }

    /**
     * Returns these options with a limit to the size of a received message.
     *
     * @param bytes the largest size in bytes
     * @return new options
     */
    public MsgOptions withMaxSize(long bytes) {
        return new MsgOptions(options, sendTimeout, receiveTimeout, bytes);
    }

    /**
     * Tells whether an option is given.
     *
     * @param option the option
     * @return whether it is
     */
    public boolean has(MsgOption option) {
        return options.contains(option);
    }

    private Set<MsgOption> with(MsgOption option) {
        EnumSet<MsgOption> more = EnumSet.of(option);
        more.addAll(options);
        return more;
    }

    private static void check(String what, Duration timeout) {
        Objects.requireNonNull(timeout, () -> "the " + what + " must not be null");
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("the " + what + " is negative (" + timeout + "); allowed: zero or more");
        }
    }
}
