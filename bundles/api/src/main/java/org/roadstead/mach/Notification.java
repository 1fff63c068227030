package org.roadstead.mach;

import java.util.Optional;

/**
 * A message of the kernel to a space's {@link PortSpace#notifyPort}, or to whom it concerns, read.
 *
 * @param kind what has happened
 * @param name the name, in the space that is told, of the port that it happened to; 0 for {@link Kind#SEND_ONCE} and
 *     {@link Kind#PORT_DESTROYED}
 */
public record Notification(Kind kind, int name) {
    /** What can happen, with the published numbers, which are the ids of the messages. */
    public enum Kind {
        /** A port has died; the name stands for nothing any more. */
        PORT_DELETED(65),
        /** A message that was held for a full port has been queued. */
        MSG_ACCEPTED(66),
        /** Ownership has come to the receiver. Never sent: here ownership is a part of the receive right. */
        OWNERSHIP_RIGHTS(67),
        /** The receive right has come to the owner. Never sent: here ownership is a part of the receive right. */
        RECEIVE_RIGHTS(68),
        /** To a backup port: a port would have died; the message carries its receive right. */
        PORT_DESTROYED(69),
        /** To a receiver: nobody but the receiver has a right to send any more. */
        NO_MORE_SENDERS(70),
        /** To the port of a send-once right: the right was destroyed unused. */
        SEND_ONCE(71);

        private final int id;

        Kind(int id) {
            this.id = id;
        }

        /**
         * Returns the published number.
         *
         * @return the id of the message
         */
        public int id() {
            return id;
        }
    }

    /**
     * Reads a message of the kernel. The id alone decides, as in Mach; who must not be fooled reads a port to which nobody else
     * has a right.
     *
     * @param message the message
     * @return the notification, or nothing if the message is none
     */
    public static Optional<Notification> of(Message message) {
        for (Kind kind : Kind.values()) {
            if (kind.id == message.id()) {
                return Optional.of(new Notification(kind, name(message)));
            }
        }
        return Optional.empty();
    }

    private static int name(Message message) {
        if (!message.items().isEmpty()
                && message.items().get(0) instanceof Inline item
                && item.type() == MsgType.PORT_NAME
                && item.data().remaining() >= Integer.BYTES) {
            return item.data().getInt();
        }
        return 0;
    }
}
