package org.roadstead.port;

import org.osgi.annotation.versioning.ConsumerType;

/** Told once when a port becomes invalid: the counterpart of {@code CFMessagePortInvalidationCallBack}. */
@FunctionalInterface
@ConsumerType
public interface InvalidationListener {
    /**
     * The port is invalid: {@link MessagePort#isValid()} is already false, and its name can no longer be resolved.
     * Called exactly once for each registration, never under a lock.
     *
     * @param port the port
     * @param why how it ended
     */
    void invalidated(MessagePort port, Invalidation why);
}
