package org.roadstead.port;

/**
 * A blocking request was refused since its wait could only have ended in a deadlock: the port is served by the very
 * thread that would wait (CF code -4). Use {@link RemoteMessagePort#requestAsync} in handlers.
 */
public final class WouldDeadlockException extends MessagePortException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what would have waited for what, and what to do
     */
    public WouldDeadlockException(String message) {
        super(SendStatus.TRANSPORT_ERROR, Cause.WOULD_DEADLOCK, message);
    }
}
