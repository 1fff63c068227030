package org.roadstead.port;

/**
 * The message could not be carried, or was refused (CF code -4). {@link #outcomeCause()} tells which.
 */
public final class TransportException extends MessagePortException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param cause why, in the words of {@link Cause}
     * @param message what happened: port, owner, transport, how long, queue depth, and what to do
     */
    public TransportException(Cause cause, String message) {
        super(SendStatus.TRANSPORT_ERROR, cause, message);
    }
}
