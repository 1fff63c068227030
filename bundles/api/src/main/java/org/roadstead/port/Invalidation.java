package org.roadstead.port;

import java.util.Objects;

/**
 * Why a port became invalid. It happens once and is never undone.
 *
 * @param reason the kind of end
 * @param detail one sentence for people that names the port and who ended it
 */
public record Invalidation(Reason reason, String detail) {
    /** The kinds of end. */
    public enum Reason {
        /** {@link MessagePort#invalidate()} was called on this port, or on the local port that a remote leads to. */
        EXPLICIT,
        /** The bundle or program that owns the port was stopped in good order. */
        OWNER_STOPPED,
        /** The process that owns the port ended without a word, or its link broke. */
        PEER_DIED,
        /** Roadstead itself, or the transport that led to the port, was stopped here. */
        SERVICE_STOPPED
    }

    /**
     * Checks that nothing is null.
     *
     * @param reason the kind of end
     * @param detail one sentence for people that names the port and who ended it
     * @throws NullPointerException if a part is null
     */
    public Invalidation {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
    }
}
