package org.roadstead.mach;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A message: a header and typed items. Immutable, but for the data behind its items.
 *
 * <p>The two ports of the header change their meaning on the way, as in Mach. Sent: {@code remote} is the destination and
 * {@code local} the reply port, to which the receiver gets a send right (a send-once right moves instead). Received:
 * {@code remote} is the right to reply, or {@link PortRight#NULL}, and {@code local} the port that the message was found on.
 *
 * @param id the user's number ({@code msg_id}); the kernel does not look at it
 * @param type {@link MsgType#NORMAL}, {@link MsgType#EMERGENCY} or bits of the user's own ({@code msg_type})
 * @param remote the destination; received: the right to reply
 * @param local the reply port; received: the port it was found on
 * @param items the items
 */
public record Message(int id, int type, PortRight remote, PortRight local, List<Item> items) {
    /** The size of a header in bytes. */
    public static final int HEADER_SIZE = Layout.HEADER;

    /**
     * Checks that nothing is null.
     *
     * @param id the user's number
     * @param type the type's bits
     * @param remote the destination
     * @param local the reply port
     * @param items the items
     * @throws NullPointerException if something is missing; no port is {@link PortRight#NULL}
     */
    public Message {
        Objects.requireNonNull(remote, "the remote port is null; no port is PortRight.NULL");
        Objects.requireNonNull(local, "the local port is null; no port is PortRight.NULL");
        items = List.copyOf(items);
    }

    /**
     * Makes a message without a reply port.
     *
     * @param remote the destination
     * @param id the user's number
     * @param items the items
     * @return the message
     */
    public static Message to(PortRight remote, int id, Item... items) {
        return new Message(id, MsgType.NORMAL, remote, PortRight.NULL, List.of(items));
    }

    /**
     * Returns this message with a reply port.
     *
     * @param reply the port to reply to
     * @return a new message
     */
    public Message replyTo(PortRight reply) {
        return new Message(id, type, remote, reply, items);
    }

    /**
     * Returns this message with one item more.
     *
     * @param item the item, which comes last
     * @return a new message
     */
    public Message with(Item item) {
        List<Item> more = new ArrayList<>(items);
        more.add(item);
        return new Message(id, type, remote, local, more);
    }

    /**
     * Tells whether the message carries neither rights nor out-of-line data ({@code msg_simple}).
     *
     * @return whether all items are inline data
     */
    public boolean isSimple() {
        for (Item item : items) {
            if (!(item instanceof Inline)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the size of the message ({@code msg_size}): header, descriptors, inline data and pointers, in the layout of Mach
     * 2.5. Out-of-line bytes do not count.
     *
     * @return the size in bytes
     */
    public long size() {
        long size = Layout.HEADER;
        for (Item item : items) {
            size += item.size();
        }
        return size;
    }
}
