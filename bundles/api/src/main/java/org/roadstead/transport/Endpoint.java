package org.roadstead.transport;

import java.util.Objects;

/**
 * Where a node listens. Several names lead to one endpoint; {@code key} tells whether two endpoints are one.
 *
 * @param transport the name of the transport
 * @param address where to connect, in the transport's own form
 * @param key what identifies the listening socket itself, whatever name led to it
 */
public record Endpoint(String transport, String address, String key) {
    /**
     * Checks that nothing is null.
     *
     * @param transport the name of the transport
     * @param address where to connect, in the transport's own form
     * @param key what identifies the listening socket itself, whatever name led to it
     * @throws NullPointerException if a part is null
     */
    public Endpoint {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(key, "key");
    }

    /** Two endpoints are equal if they are the same listening socket. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoint e && transport.equals(e.transport) && key.equals(e.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
