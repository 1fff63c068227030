package org.roadstead.runtime;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that has happened in a node. Immutable.
 *
 * @param number counts the events of the node from 1
 * @param at when
 * @param kind what
 * @param node the label of the node and its process id, for people
 * @param port the name of the port, or the empty string
 * @param owner the label of the port's bundle or program, or the empty string
 * @param detail one phrase for people
 * @param id the number that goes with the message; 0 if it is about no message
 * @param bytes the size of the message; 0 if it is about no message
 * @param payload the first bytes of the message, read-only; empty unless it was asked for
 */
public record PortEvent(
        long number,
        Instant at,
        Kind kind,
        String node,
        String port,
        String owner,
        String detail,
        int id,
        int bytes,
        ByteBuffer payload) {
    /** What happens in a node. */
    public enum Kind {
        /** A port has come. */
        PORT_OPENED,
        /** A port has ended; the detail says why. */
        PORT_ENDED,
        /** A handler service cannot be a port; the detail says why. */
        PORT_REFUSED,
        /** A link to another node has come. */
        LINK_UP,
        /** A link has ended. */
        LINK_DOWN,
        /** A transport has come. */
        TRANSPORT_UP,
        /** A transport has gone. */
        TRANSPORT_DOWN,
        /** A handler has had a message; the detail says from whom, how long it took, and whether it failed. */
        MESSAGE
    }

    /** How many bytes of a payload are kept at most. */
    public static final int MAX_PAYLOAD = 1024;

    /**
     * Checks that nothing is null.
     *
     * @param number counts the events of the node from 1
     * @param at when
     * @param kind what
     * @param node the label of the node and its process id, for people
     * @param port the name of the port, or the empty string
     * @param owner the label of the port's bundle or program, or the empty string
     * @param detail one phrase for people
     * @param id the number that goes with the message; 0 if it is about no message
     * @param bytes the size of the message; 0 if it is about no message
     * @param payload the first bytes of the message; empty unless it was asked for
     */
    public PortEvent {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(port, "port");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(detail, "detail");
        payload = payload.asReadOnlyBuffer();
    }

    /**
     * Returns the first bytes of the message.
     *
     * @return a view with a position of its own; empty unless it was asked for
     */
    @Override
    public ByteBuffer payload() {
        return payload.duplicate();
    }
}
