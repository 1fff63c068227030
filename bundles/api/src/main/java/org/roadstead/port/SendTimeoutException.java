package org.roadstead.port;

/**
 * The port's queue stayed full for the whole send timeout; the message was not delivered (CF code -1).
 */
public final class SendTimeoutException extends MessagePortException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param cause why, in the words of {@link Cause}
     * @param message what happened: port, owner, transport, how long, queue depth, and what to do
     */
    public SendTimeoutException(Cause cause, String message) {
        super(SendStatus.SEND_TIMEOUT, cause, message);
    }
}
