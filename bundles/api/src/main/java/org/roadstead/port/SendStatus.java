package org.roadstead.port;

/**
 * The six outcomes of a send, with the numbers that Core Foundation publishes for {@code CFMessagePortSendRequest}.
 */
public enum SendStatus {
    /** One-way: the message is in the port's queue. Request: the reply is there ({@code kCFMessagePortSuccess}). */
    SUCCESS(0),
    /** The port's queue stayed full for the whole send timeout; not delivered ({@code kCFMessagePortSendTimeout}). */
    SEND_TIMEOUT(-1),
    /**
     * Sent, but no reply in time, and the port is still valid; the receiver may still process the message
     * ({@code kCFMessagePortReceiveTimeout}).
     */
    RECEIVE_TIMEOUT(-2),
    /** The remote was already invalid when the call began; nothing was sent ({@code kCFMessagePortIsInvalid}). */
    IS_INVALID(-3),
    /** The message could not be carried, or was refused ({@code kCFMessagePortTransportError}). */
    TRANSPORT_ERROR(-4),
    /**
     * The port became invalid after the call began and before its result
     * ({@code kCFMessagePortBecameInvalidError}).
     */
    BECAME_INVALID(-5);

    private final int code;

    SendStatus(int code) {
        this.code = code;
    }

    /**
     * Returns the number that Core Foundation publishes for this outcome.
     *
     * @return 0 to -5
     */
    public int code() {
        return code;
    }

    /**
     * Returns the outcome with a published number.
     *
     * @param code 0 to -5
     * @return the outcome
     * @throws IllegalArgumentException if no outcome has that number
     */
    public static SendStatus ofCode(int code) {
        for (SendStatus status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        throw new IllegalArgumentException("no outcome has the code " + code + "; allowed: 0 to -5");
    }
}
