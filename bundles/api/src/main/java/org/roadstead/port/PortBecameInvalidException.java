package org.roadstead.port;

/**
 * The port became invalid after the call began, before there was a result (CF code -5).
 */
public final class PortBecameInvalidException extends MessagePortException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param cause why, in the words of {@link Cause}
     * @param message what happened: port, owner, transport, how long, queue depth, and what to do
     */
    public PortBecameInvalidException(Cause cause, String message) {
        super(SendStatus.BECAME_INVALID, cause, message);
    }
}
