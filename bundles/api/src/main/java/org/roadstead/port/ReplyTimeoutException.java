package org.roadstead.port;

/**
 * The message was sent, but no reply came in time and the port is still valid (CF code -2).
 */
public final class ReplyTimeoutException extends MessagePortException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param cause why, in the words of {@link Cause}
     * @param message what happened: port, owner, transport, how long, queue depth, and what to do
     */
    public ReplyTimeoutException(Cause cause, String message) {
        super(SendStatus.RECEIVE_TIMEOUT, cause, message);
    }
}
