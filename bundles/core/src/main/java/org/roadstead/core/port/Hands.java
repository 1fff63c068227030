package org.roadstead.core.port;

/**
 * Whose hands the message of a request is in: those of a handler on a thread, until the handler leaves the reply to somebody else. It
 * keeps neither message nor responder, so a requester that knows it keeps no responder alive that nobody can use.
 */
final class Hands {
    private final Thread thread = Thread.currentThread();
    private volatile boolean deferred;

    /** Returns the thread of the handler. */
    Thread thread() {
        return thread;
    }

    void defer() {
        deferred = true;
    }

    /** Tells whether the reply no longer depends on the handler's return. */
    boolean isDeferred() {
        return deferred;
    }
}
