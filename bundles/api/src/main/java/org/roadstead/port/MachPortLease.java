package org.roadstead.port;

import java.util.Objects;

/**
 * The answer of {@link PortRegistry#openMachPort}: a listener, and whether it is the one that was asked for. CF says the same with
 * {@code shouldFreeInfo} of {@code CFMachPortCreateWithPort}, the other way round.
 *
 * @param port the listener of the native port
 * @param adopted true if it was made now and has taken listener and context of the options; false if there was one before, so that
 *     both were left alone
 */
public record MachPortLease(MachPort port, boolean adopted) {
    /**
     * Checks that there is a port.
     *
     * @param port the listener of the native port
     * @param adopted whether it was made now
     * @throws NullPointerException if {@code port} is null
     */
    public MachPortLease {
        Objects.requireNonNull(port, "port");
    }
}
