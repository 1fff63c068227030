package org.roadstead.port;

import java.util.Objects;

/**
 * The answer of {@link PortRegistry#openOrGet}: a port, and whether it is the one that was asked for. CF says the same with
 * {@code shouldFreeInfo} of {@code CFMessagePortCreateLocal}, the other way round.
 *
 * @param port the port that has the name
 * @param adopted true if the port was made now and has taken handler and context of the options; false if it was there before, so
 *     that both were left alone
 */
public record LocalPortLease(LocalMessagePort port, boolean adopted) {
    /**
     * Checks that there is a port.
     *
     * @param port the port that has the name
     * @param adopted whether it was made now
     * @throws NullPointerException if {@code port} is null
     */
    public LocalPortLease {
        Objects.requireNonNull(port, "port");
    }
}
