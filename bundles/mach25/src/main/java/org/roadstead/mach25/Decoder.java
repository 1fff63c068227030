package org.roadstead.mach25;

import static org.roadstead.mach25.Mach25.MSG_HEADER_SIZE;
import static org.roadstead.mach25.Mach25.MSG_ID_OFFSET;
import static org.roadstead.mach25.Mach25.MSG_LOCAL_PORT_OFFSET;
import static org.roadstead.mach25.Mach25.MSG_REMOTE_PORT_OFFSET;
import static org.roadstead.mach25.Mach25.MSG_SIMPLE_OFFSET;
import static org.roadstead.mach25.Mach25.MSG_TYPE_OFFSET;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.Disposition;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Item;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.Region;

/** Reads one message, whose size is in order. Used once, by one thread. */
final class Decoder {
    private static final int PORT_BITS = 32;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    // Items that the kernel refuses with the code for what is wrong; none is larger than the item that it stands for
    // can be.
    private static final Item OVERRUNS = raw(4, NOTHING);
    private static final Item OF_WRONG_WIDTH = PortItem.send(new DeadName(DeadName.IN_TRANSIT));

    private final ByteBuffer bytes;
    private final IntFunction<PortRight> rights;
    private final Addresses addresses;
    private final List<Item> items = new ArrayList<>();
    private final List<Integer> leaving = new ArrayList<>();
    private boolean broken;

    /** The bytes are a whole message, and nobody else's; a multiple of 4. */
    Decoder(ByteBuffer bytes, IntFunction<PortRight> rights, Addresses addresses) {
        this.bytes = bytes;
        this.rights = rights;
        this.addresses = addresses;
    }

    WireCodec.Decoded decoded() {
        if (bytes.get(MSG_SIMPLE_OFFSET) != 0) {
            readSimple();
        } else {
            read();
        }
        Message message = new Message(
                bytes.getInt(MSG_ID_OFFSET),
                bytes.getInt(MSG_TYPE_OFFSET),
                rights.apply(bytes.getInt(MSG_REMOTE_PORT_OFFSET)),
                rights.apply(bytes.getInt(MSG_LOCAL_PORT_OFFSET)),
                items);
        return new WireCodec.Decoded(MsgReturn.SUCCESS, message, leaving);
    }

    /** The kernel does not look at the body of a simple message, so nothing is wrong here; what is no inline item stays as it is. */
    private void readSimple() {
        int at = MSG_HEADER_SIZE;
        while (at < bytes.limit()) {
            Descriptor descriptor = Descriptor.read(bytes, at);
            if (descriptor == null || !descriptor.inline() || isPort(descriptor) || !fits(descriptor, at)) {
                items.add(raw(at, bytes.limit()));
                return;
            }
            at = readInline(descriptor, at);
        }
    }

    private void read() {
        int at = MSG_HEADER_SIZE;
        while (at < bytes.limit() && !broken) {
            Descriptor descriptor = Descriptor.read(bytes, at);
            if (descriptor == null || !fits(descriptor, at)) {
                refuse(OVERRUNS);
            } else if (isPort(descriptor)) {
                readRights(descriptor, at + descriptor.size());
                at = next(descriptor, at);
            } else if (descriptor.inline()) {
                at = readInline(descriptor, at);
            } else {
                readOutOfLine(descriptor, bytes.getInt(at + descriptor.size()));
                at = next(descriptor, at);
            }
        }
    }

    private void refuse(Item item) {
        items.add(item);
        broken = true;
    }

    private boolean fits(Descriptor descriptor, int at) {
        return descriptor.follows() <= bytes.limit() - at - descriptor.size();
    }

    private static int next(Descriptor descriptor, int at) {
        return at + descriptor.size() + (int) descriptor.follows();
    }

    private static boolean isPort(Descriptor descriptor) {
        return right(descriptor) != null;
    }

    /** Returns which right of its ports an item sends; null if it sends none. */
    private static PortItem.Right right(Descriptor descriptor) {
        return switch (descriptor.name()) {
            case Mach25.MSG_TYPE_PORT -> PortItem.Right.SEND;
            case Mach25.MSG_TYPE_PORT_OWNERSHIP, Mach25.MSG_TYPE_PORT_RECEIVE, Mach25.MSG_TYPE_PORT_ALL ->
                PortItem.Right.RECEIVE;
            case Mach25.MSG_TYPE_SEND_ONCE -> PortItem.Right.SEND_ONCE;
            default -> null;
        };
    }

    /** Reads an inline item, raw unless it would be written again as it is. Returns where the next one begins. */
    private int readInline(Descriptor descriptor, int at) {
        int end = next(descriptor, at);
        if (descriptor.name() != MsgType.RAW && descriptor.number() <= Integer.MAX_VALUE) {
            ByteBuffer data = bytes.slice(at + descriptor.size(), (int) descriptor.length());
            Inline item = new Inline(descriptor.name(), descriptor.bits(), (int) descriptor.number(), data);
            if (Encoder.bytes(item).equals(bytes.slice(at, end - at))) {
                items.add(item);
                return end;
            }
        }
        items.add(raw(at, end));
        return end;
    }

    private Item raw(int from, int to) {
        return raw(to - from, bytes.slice(from, to - from));
    }

    private static Item raw(int length, ByteBuffer data) {
        return new Inline(MsgType.RAW, 8, length, data);
    }

    private static Item data(int name, int bits, int number, Region region, Disposition disposition) {
        return new OutOfLine(name, bits, number, region, disposition);
    }

    private void readOutOfLine(Descriptor descriptor, int address) {
        Region region = Region.of(NOTHING);
        boolean moves = descriptor.deallocate() && descriptor.length() > 0;
        if (descriptor.length() > 0) {
            region = addresses.region(address, descriptor.length(), moves);
        }
        boolean readable = region != null && (!moves || region instanceof Memory);
        if (!readable || descriptor.number() > Integer.MAX_VALUE) {
            refuse(unreadable(descriptor));
            return;
        }
        Disposition disposition = moves ? Disposition.MOVE : Disposition.COPY;
        items.add(data(descriptor.name(), descriptor.bits(), (int) descriptor.number(), region, disposition));
        if (moves) {
            leaving.add(address);
        }
    }

    /** Returns an item of as many bytes as are wanted, or nearly, none of which is there: the kernel says which is worse. */
    private static Item unreadable(Descriptor descriptor) {
        int number = (int) Math.min(descriptor.number(), Integer.MAX_VALUE);
        int name = isPort(descriptor) ? MsgType.BYTE : descriptor.name(); // data are no rights
        return data(name, Math.max(descriptor.bits(), 1), number, Region.of(NOTHING), Disposition.COPY);
    }

    private void readRights(Descriptor descriptor, int at) {
        if (descriptor.bits() != PORT_BITS) {
            refuse(OF_WRONG_WIDTH);
            return;
        }
        ByteBuffer names = bytes.slice(at, bytes.limit() - at);
        if (!descriptor.inline() && descriptor.number() > 0) {
            int address = bytes.getInt(at);
            names = contents(addresses.region(address, descriptor.length(), false), descriptor.length());
            if (names == null) {
                refuse(unreadable(descriptor));
                return;
            } else if (descriptor.deallocate()) {
                leaving.add(address);
            }
        }
        List<PortRight> ports = new ArrayList<>();
        for (int i = 0; i < descriptor.number(); i++) {
            ports.add(rights.apply(names.getInt()));
        }
        Disposition disposition = descriptor.deallocate() ? Disposition.MOVE : Disposition.COPY;
        items.add(new PortItem(right(descriptor), ports, disposition, !descriptor.inline()));
    }

    /** Returns a region's bytes; null if they cannot be read, or are not there. */
    private static ByteBuffer contents(Region region, long length) {
        try {
            ByteBuffer found = region == null ? NOTHING : Encoder.contents(region);
            return found.remaining() < length ? null : found;
        } catch (RuntimeException | InternalError e) {
            return null;
        }
    }
}
