package org.roadstead.mach25;

import java.nio.ByteBuffer;
import org.roadstead.mach.Disposition;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Item;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.Region;

/** Writes messages. Immutable; any thread. */
final class Encoder {
    private static final int PORT_BITS = 32;

    private final Addresses addresses;
    private final boolean received;

    /** For a received message no deallocate bit is set. */
    Encoder(Addresses addresses, boolean received) {
        this.addresses = addresses;
        this.received = received;
    }

    ByteBuffer encoded(Message message) {
        long size = Mach25.MSG_HEADER_SIZE;
        for (Item item : message.items()) {
            size += item instanceof Inline inline ? size(inline) : item.size();
        }
        if (size > Integer.MAX_VALUE - Long.BYTES) {
            throw new IllegalArgumentException(
                    "a message of " + size + " bytes; the kernel takes " + Mach25.MSG_SIZE_MAX + " at most");
        }
        ByteBuffer to = ByteBuffer.allocate((int) size);
        to.putInt(message.isSimple() ? 1 : 0).putInt((int) size).putInt(message.type());
        to.putInt(message.local().name()).putInt(message.remote().name()).putInt(message.id());
        for (Item item : message.items()) {
            if (item instanceof Inline inline) {
                put(to, inline);
            } else if (item instanceof OutOfLine data) {
                put(to, data);
            } else {
                put(to, (PortItem) item);
            }
        }
        return to.flip();
    }

    /** Returns an inline item as it is in a message. */
    static ByteBuffer bytes(Inline item) {
        ByteBuffer to = ByteBuffer.allocate((int) size(item));
        put(to, item);
        return to.flip();
    }

    private static long size(Inline item) {
        return (item.type() == MsgType.RAW ? 0 : descriptor(item).size()) + Descriptor.padded(there(item));
    }

    private static Descriptor descriptor(Inline item) {
        return Descriptor.of(item.type(), item.bits(), item.number(), true, false);
    }

    /** Returns how many bytes there are to write; an item that says more than it has is the kernel's to refuse. */
    private static long there(Inline item) {
        return Math.min(item.length(), item.data().remaining());
    }

    private static void put(ByteBuffer to, Inline item) {
        if (item.type() != MsgType.RAW) {
            descriptor(item).put(to);
        }
        int length = (int) there(item);
        ByteBuffer data = item.data();
        to.put(data.slice(data.position(), length));
        to.position(to.position() + (int) Descriptor.padded(length) - length);
    }

    private void put(ByteBuffer to, OutOfLine item) {
        descriptor(item.type(), item.bits(), item.number(), false, item.disposition())
                .put(to);
        to.putInt(item.length() == 0 ? 0 : addresses.address(item.region()));
    }

    private void put(ByteBuffer to, PortItem item) {
        int number = item.rights().size();
        descriptor(item.right().code(), PORT_BITS, number, !item.outOfLine(), item.disposition())
                .put(to);
        if (!item.outOfLine()) {
            item.rights().forEach(right -> to.putInt(right.name()));
        } else if (number == 0) {
            to.putInt(0);
        } else {
            ByteBuffer names = ByteBuffer.allocate(PORT_BITS / Byte.SIZE * number);
            for (PortRight right : item.rights()) {
                names.putInt(right.name());
            }
            to.putInt(addresses.address(Region.of(names.flip())));
        }
    }

    private Descriptor descriptor(int name, int bits, int number, boolean inline, Disposition disposition) {
        return Descriptor.of(name, bits, number, inline, disposition == Disposition.MOVE && !received);
    }

    /**
     * Returns the bytes of memory that has an address.
     *
     * @throws IllegalStateException if it is not held any more
     * @throws IllegalArgumentException if it is a file
     */
    static ByteBuffer contents(Region region) {
        if (region instanceof Memory memory) {
            return memory.buffer();
        } else if (region instanceof Region.Buffer buffer) {
            return buffer.data().duplicate();
        }
        throw new IllegalArgumentException("a file has no address; read it into memory first: " + region);
    }
}
