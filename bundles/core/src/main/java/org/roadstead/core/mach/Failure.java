package org.roadstead.core.mach;

import java.util.Objects;

/**
 * Why a message was not taken, a request not answered, or a port died. Crosses links by {@link Kind#code}.
 *
 * @param kind the kind
 * @param detail one phrase for people: what, where, how much
 */
public record Failure(Kind kind, String detail) {
    /** The kinds of failure. The codes are part of the node protocol and never change. */
    public enum Kind {
        /** The queue had no room until the deadline. */
        FULL(1),
        /** The home gave no verdict in time. Only ever made by the sending side. */
        UNDECIDED(2),
        /** Taken, but not answered in time. Only ever made by the sending side. */
        NO_REPLY(3),
        /** The sender's thread was interrupted. Only ever made by the sending side. */
        INTERRUPTED(4),
        /** The sender's space gave up the right to send, or one that the message was to carry. Only made by the sending side. */
        REMOVED(6),
        /** A message of the same space is held for the port already. Only made by the sending side. */
        HELD_ALREADY(7),
        /** The link's outbox had no room until the deadline. Only ever made by the sending side. */
        LINK_FULL(5),
        /** The port was invalidated. */
        INVALIDATED(10),
        /** The port's owner was stopped in good order. */
        OWNER_STOPPED(11),
        /** The port's process ended, or its link broke. */
        PEER_DIED(12),
        /** The kernel or the transport was stopped. */
        SERVICE_STOPPED(13),
        /** Refused: not understood or not allowed. */
        REFUSED(20),
        /** The message exceeds the limit. */
        TOO_LARGE(21),
        /** The request was dropped unanswered though its port lives. */
        DROPPED(30),
        /** The handler threw, or its responder failed the request. */
        HANDLER_FAILED(31),
        /** The reply exceeds the limit. */
        REPLY_TOO_LARGE(32);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** Returns the number that stands for the kind in frames. */
        public int code() {
            return code;
        }

        /** Returns the kind with a number; a number that this version does not know is {@link #REFUSED}. */
        public static Kind ofCode(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            return REFUSED;
        }
    }

    /** Checks that nothing is null. */
    public Failure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detail, "detail");
    }

    /** Tells whether this is the end of a port, not of one message. */
    public boolean isDeath() {
        return switch (kind) {
            case INVALIDATED, OWNER_STOPPED, PEER_DIED, SERVICE_STOPPED -> true;
            default -> false;
        };
    }
}
