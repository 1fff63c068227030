package org.roadstead.mach;

import java.util.List;
import java.util.Objects;

/**
 * Rights that move or are copied with a message. {@link PortRight#NULL} among them is allowed and arrives as such.
 *
 * @param right which right of each port is sent
 * @param rights the rights
 * @param disposition what the sender is left with
 * @param outOfLine whether the array of rights is beside the message
 */
public record PortItem(Right right, List<PortRight> rights, Disposition disposition, boolean outOfLine)
        implements Item {
    /** Which right of a port an item sends. The numbers are those of {@code msg_type_name}. */
    public enum Right {
        /**
         * The right to send. Copied, it needs any right to the port. Moved, it must be all that the space has to it: who may
         * receive cannot give away the right to send.
         */
        SEND(6),
        /** The right to receive, with ownership ({@code MSG_TYPE_PORT_ALL}); copied, the sender keeps a send right. */
        RECEIVE(5),
        /** A send-once right, which always moves. Mach 2.5 has none; the number is Mach 3.0's. */
        SEND_ONCE(18);

        private final int code;

        Right(int code) {
            this.code = code;
        }

        /**
         * Returns the published number.
         *
         * @return the type name
         */
        public int code() {
            return code;
        }
    }

    /**
     * Checks that nothing is missing.
     *
     * @param right which right of each port is sent
     * @param rights the rights
     * @param disposition what the sender is left with
     * @param outOfLine whether the array of rights is beside the message
     * @throws NullPointerException if something is missing
     */
    public PortItem {
        Objects.requireNonNull(right, "right");
        rights = List.copyOf(rights);
        Objects.requireNonNull(disposition, "disposition");
    }

    /**
     * Makes an item that copies send rights.
     *
     * @param rights any rights to the ports
     * @return the item
     */
    public static PortItem send(PortRight... rights) {
        return new PortItem(Right.SEND, List.of(rights), Disposition.COPY, false);
    }

    /**
     * Makes an item that gives send rights away.
     *
     * @param rights the send rights
     * @return the item
     */
    public static PortItem moveSend(PortRight... rights) {
        return new PortItem(Right.SEND, List.of(rights), Disposition.MOVE, false);
    }

    /**
     * Makes an item that moves receive rights and leaves the sender a send right to each port.
     *
     * @param rights the receive rights
     * @return the item
     */
    public static PortItem receive(PortRight... rights) {
        return new PortItem(Right.RECEIVE, List.of(rights), Disposition.COPY, false);
    }

    /**
     * Makes an item that moves receive rights and leaves the sender nothing.
     *
     * @param rights the receive rights
     * @return the item
     */
    public static PortItem moveReceive(PortRight... rights) {
        return new PortItem(Right.RECEIVE, List.of(rights), Disposition.MOVE, false);
    }

    /**
     * Makes an item that moves send-once rights.
     *
     * @param rights the send-once rights
     * @return the item
     */
    public static PortItem sendOnce(PortRight... rights) {
        return new PortItem(Right.SEND_ONCE, List.of(rights), Disposition.MOVE, false);
    }

    @Override
    public long size() {
        int descriptor = Layout.descriptor(right.code(), 32, rights.size());
        return descriptor + (outOfLine ? Layout.POINTER : 4L * rights.size());
    }
}
