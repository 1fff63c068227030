package org.roadstead.port;

import java.util.Objects;

/**
 * An outcome of a message port that is not success, one class for each outcome. The message names the port, its owner,
 * the transport, how long the call waited, the queue's depth, and what to do.
 */
public abstract sealed class MessagePortException extends RuntimeException
        permits SendTimeoutException,
                ReplyTimeoutException,
                PortInvalidException,
                TransportException,
                PortBecameInvalidException,
                WouldDeadlockException {
    private static final long serialVersionUID = 1L;

    private final SendStatus status;
    private final Cause cause;

    MessagePortException(SendStatus status, Cause cause, String message) {
        super(Objects.requireNonNull(message, "message"));
        this.status = Objects.requireNonNull(status, "status");
        this.cause = Objects.requireNonNull(cause, "cause");
    }

    /**
     * Returns the outcome with its published number.
     *
     * @return the outcome, never {@link SendStatus#SUCCESS}
     */
    public SendStatus status() {
        return status;
    }

    /**
     * Returns why, finer than the status. (Not {@link #getCause()}, which is Java's chained exception.)
     *
     * @return the cause
     */
    public Cause outcomeCause() {
        return cause;
    }
}
