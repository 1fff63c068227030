package org.roadstead.port;

import org.osgi.annotation.versioning.ConsumerType;

/** Told once when a {@link MachPort} has ended: the counterpart of {@code CFMachPortInvalidationCallBack}. */
@FunctionalInterface
@ConsumerType
public interface MachPortInvalidationListener {
    /**
     * The port has ended: {@link MachPort#isValid()} is already false. Called exactly once for each registration, never under a lock.
     *
     * @param port the port
     * @param why how it ended
     */
    void invalidated(MachPort port, Invalidation why);
}
