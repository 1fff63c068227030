package org.roadstead.port;

/**
 * The port was already invalid when the call began; nothing was sent (CF code -3).
 */
public final class PortInvalidException extends MessagePortException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param cause why, in the words of {@link Cause}
     * @param message what happened: port, owner, transport, how long, queue depth, and what to do
     */
    public PortInvalidException(Cause cause, String message) {
        super(SendStatus.IS_INVALID, cause, message);
    }
}
