package org.roadstead.mach;

/**
 * What a send, a receive or a call results in: {@code msg_return_t}, with its published numbers. The gaps are Mach's.
 * {@code SEND_SUCCESS}, {@code RCV_SUCCESS} and {@code RPC_SUCCESS} are one number in Mach and one constant here.
 */
public enum MsgReturn {
    /** Sent: the message is in the queue. Received: it is here. Called: the reply is here. */
    SUCCESS(0),
    /** The message, or memory that it refers to, could not be read. Nothing was sent. */
    SEND_INVALID_MEMORY(-101),
    /**
     * A right in the header or in an item is not one that the space holds; or the port died, or the right to it was given up,
     * while the message waited for room. Nothing was sent.
     */
    SEND_INVALID_PORT(-102),
    /** The queue was still full when the timeout ended. Nothing was sent. */
    SEND_TIMED_OUT(-103),
    /**
     * The queue is full and the kernel holds the message, which has been taken: it enters the queue when there is room, and a
     * {@link Notification.Kind#MSG_ACCEPTED} notification says so.
     */
    SEND_WILL_NOTIFY(-105),
    /** A message of this space is held for this port already. Nothing was sent. */
    SEND_NOTIFY_IN_PROGRESS(-106),
    /** The home of the port or a policy would not take the message. Nothing was sent. */
    SEND_KERNEL_REFUSED(-107),
    /** The thread was interrupted while the message waited for room. Nothing was sent. */
    SEND_INTERRUPTED(-108),
    /** The message is larger than the limit; out-of-line data do not count in it. Nothing was sent. */
    SEND_MSG_TOO_LARGE(-109),
    /** The message is shorter than its header, or than an item says. Nothing was sent. */
    SEND_MSG_TOO_SMALL(-110),
    /** The receiver's memory could not be written; only the byte-exact face returns it. */
    RCV_INVALID_MEMORY(-201),
    /**
     * The space cannot receive from what was named: no receive right, a member of a set, or the right or the port went while
     * the thread waited.
     */
    RCV_INVALID_PORT(-202),
    /** No message came before the timeout ended. */
    RCV_TIMED_OUT(-203),
    /** The message that is next does not fit; it stays in the queue, and {@link ReceiveResult#size} says what it needs. */
    RCV_TOO_LARGE(-204),
    /** No room for out-of-line data; only the byte-exact face returns it. */
    RCV_NOT_ENOUGH_MEMORY(-205),
    /** Nobody but the receiver has a right to send, and the queue is empty. */
    RCV_ONLY_SENDER(-206),
    /** The thread was interrupted while it waited. */
    RCV_INTERRUPTED(-207),
    /** The port was put into a set while the thread waited for it alone. */
    RCV_PORT_CHANGE(-208);

    private final int code;

    MsgReturn(int code) {
        this.code = code;
    }

    /**
     * Returns the published number.
     *
     * @return 0, -110 to -101 or -208 to -201
     */
    public int code() {
        return code;
    }

    /**
     * Tells whether a send ended with this ({@code msg_return_send}).
     *
     * @return whether the number is one of -110 to -101
     */
    public boolean isSend() {
        return code <= -101 && code >= -110;
    }

    /**
     * Tells whether a receive ended with this ({@code msg_return_rcv}).
     *
     * @return whether the number is one of -208 to -201
     */
    public boolean isReceive() {
        return code <= -201 && code >= -208;
    }

    /**
     * Returns the outcome with a published number.
     *
     * @param code the number
     * @return the outcome
     * @throws IllegalArgumentException if no outcome has that number
     */
    public static MsgReturn ofCode(int code) {
        for (MsgReturn outcome : values()) {
            if (outcome.code == code) {
                return outcome;
            }
        }
        throw new IllegalArgumentException(
                "no outcome has the code " + code + "; allowed: 0, -101 to -103, -105 to -110, -201 to -208");
    }
}
