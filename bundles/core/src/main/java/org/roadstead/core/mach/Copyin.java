package org.roadstead.core.mach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.roadstead.mach.Disposition;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Item;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.Region;
import org.roadstead.mach.SendOnceRight;
import org.roadstead.mach.SendResult;

/**
 * Takes a user's message into the kernel: looks at everything, in Mach's order, before the queue is looked at, copies data and claims
 * what is to move. Used once, by the sending thread.
 */
final class Copyin {
    /** What is wrong with the message. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient SendResult result;

        Refusal(MsgReturn code, MsgCause cause, String detail) {
            super(detail, null, false, false);
            result = new SendResult(code, cause, detail);
        }
    }

    private final RightTable space;
    private final Claims claims = new Claims();
    private Entry destination;
    private SendResult refusal;

    Copyin(RightTable space) {
        this.space = space;
    }

    /** Takes the message in. Returns null if it is refused; then nothing is claimed, and {@link #refusal} says why. */
    Kmsg take(Message message) {
        boolean done = false;
        try {
            Kmsg taken = checked(message);
            done = true;
            return taken;
        } catch (Refusal e) {
            refusal = e.result;
            return null;
        } finally {
            if (!done) {
                claims.failed();
            }
        }
    }

    SendResult refusal() {
        return refusal;
    }

    Claims claims() {
        return claims;
    }

    Entry destination() {
        return destination;
    }

    private Kmsg checked(Message message) throws Refusal {
        long size = message.size();
        int limit = space.limits().size();
        if (size > limit) {
            throw new Refusal(
                    MsgReturn.SEND_MSG_TOO_LARGE,
                    MsgCause.NONE,
                    "the message has " + size + " bytes, the limit is " + limit + "; send large data out of line");
        }
        List<ByteBuffer> inline = readInline(message.items());
        destination = destination(message.remote());
        Transit reply = reply(message.local());
        List<Part> parts = new ArrayList<>(message.items().size());
        long left = space.limits().data();
        boolean simple = message.isSimple();
        for (int i = 0; i < message.items().size(); i++) {
            Part part = part(i, message.items().get(i), inline.get(i), left);
            if (!simple) {
                checkType(i, message.items().get(i), inline.get(i));
            }
            parts.add(part);
            left -= part.isOutOfLine() ? part.bytes() : 0;
        }
        return new Kmsg(message.id(), message.type(), parts, reply, space.origin(), size);
    }

    private static List<ByteBuffer> readInline(List<Item> items) throws Refusal {
        List<ByteBuffer> read = new ArrayList<>(items.size());
        for (Item item : items) {
            read.add(item instanceof Inline data ? copy(data.data(), data.length(), "inline data") : null);
        }
        return read;
    }

    /** Copies as many bytes as are wanted, or as there are. */
    private static ByteBuffer copy(ByteBuffer from, long wanted, String what) throws Refusal {
        int length = (int) Math.min(wanted, from.remaining());
        try {
            return UserBytes.copy(from.slice(from.position(), length));
        } catch (RuntimeException | InternalError e) { // closed memory; a mapped file that was cut
            throw new Refusal(MsgReturn.SEND_INVALID_MEMORY, MsgCause.NONE, what + " cannot be read: " + e);
        }
    }

    private Entry destination(PortRight remote) throws Refusal {
        Entry entry = space.entry(remote);
        boolean sends = space.port(entry, Entry.SEND | Entry.RECEIVE) != null;
        boolean once = !sends && entry != null && space.moveOnce(entry, claims) != null;
        if (!sends && !once) {
            MsgCause cause = entry != null && entry.isDead() ? MsgCause.DIED : MsgCause.DESTINATION;
            throw new Refusal(
                    MsgReturn.SEND_INVALID_PORT,
                    cause,
                    "the destination is " + remote + ", which "
                            + (cause == MsgCause.DIED
                                    ? "has died"
                                    : "is no right of " + space.owner() + " that can be sent to"));
        }
        return entry;
    }

    private Transit reply(PortRight local) throws Refusal {
        if (local == PortRight.NULL) {
            return Transit.NULL;
        }
        Entry entry = space.entry(local);
        Transit reply =
                local instanceof SendOnceRight ? space.moveOnce(entry, claims) : space.copySend(entry, false, claims);
        if (reply == null) {
            throw new Refusal(
                    MsgReturn.SEND_INVALID_PORT,
                    MsgCause.REPLY,
                    "the reply port is " + local + ", which is no right of " + space.owner()
                            + " that can be replied to");
        }
        return reply;
    }

    private Part part(int index, Item item, ByteBuffer inline, long left) throws Refusal {
        if (item instanceof Inline data) {
            if (inline.remaining() < data.length()) {
                throw new Refusal(
                        MsgReturn.SEND_MSG_TOO_SMALL,
                        MsgCause.NONE,
                        "item " + index + " has " + inline.remaining() + " bytes, its " + data.number()
                                + " elements of " + data.bits() + " bits take " + data.length());
            }
            return new Part.Data(data.type(), data.bits(), data.number(), inline, false);
        }
        if (item instanceof OutOfLine data) {
            return new Part.Data(data.type(), data.bits(), data.number(), outOfLine(index, data, left), true);
        }
        PortItem rights = (PortItem) item;
        if (rights.outOfLine()) {
            checkRoom(index, (long) Integer.BYTES * rights.rights().size(), left);
        }
        return rights(index, rights);
    }

    /** The kernel does not look at the data of a simple message, and neither may its receiver take them for rights. */
    private static void checkType(int index, Item item, ByteBuffer inline) throws Refusal {
        if (RightTypes.isPretended(item, inline)) {
            throw new Refusal(
                    MsgReturn.SEND_INVALID_PORT,
                    MsgCause.TYPE,
                    "item " + index
                            + " is data and has the type of rights, or bytes with it; send rights as a PortItem");
        }
    }

    private void checkRoom(int index, long length, long left) throws Refusal {
        if (length > left) {
            throw new Refusal(
                    MsgReturn.SEND_MSG_TOO_LARGE,
                    MsgCause.NONE,
                    "item " + index + " has " + length + " bytes out of line, where " + left
                            + " are left of the limit of " + space.limits().data());
        }
    }

    private ByteBuffer outOfLine(int index, OutOfLine item, long left) throws Refusal {
        long length = item.length();
        if (length == 0) {
            return ByteBuffer.allocate(0);
        }
        checkRoom(index, length, left);
        ByteBuffer data = read(item.region(), item.disposition(), length);
        if (data == null || data.remaining() < length) {
            throw new Refusal(
                    MsgReturn.SEND_INVALID_MEMORY,
                    MsgCause.NONE,
                    "item " + index + ": " + length + " bytes of " + item.region() + " are wanted, "
                            + (data == null ? "which cannot be read" : "of which there are " + data.remaining()));
        }
        return data.limit((int) length).slice();
    }

    /** Returns the bytes, fewer if there are fewer, or null if they cannot be read. */
    private ByteBuffer read(Region region, Disposition disposition, long length) throws Refusal {
        if (region instanceof Region.File file) {
            return read(file, (int) length);
        } else if (region instanceof Region.Buffer buffer) {
            return copy(buffer.data(), length, "out-of-line data");
        } else if (disposition == Disposition.MOVE) {
            return region instanceof MemoryBlock block ? block.claim(claims) : null;
        }
        try {
            return copy(((Memory) region).buffer(), length, "out-of-line data");
        } catch (RuntimeException e) { // released or moved away
            return null;
        }
    }

    /** Reads without the thread's interrupt, which would close the user's file. */
    private static ByteBuffer read(Region.File region, int length) throws Refusal {
        boolean interrupted = Thread.interrupted();
        try {
            long there = Math.min(region.length(), region.file().size() - region.position());
            if (there < length) {
                return ByteBuffer.allocate(0); // known before memory is taken
            }
            ByteBuffer data = ByteBuffer.allocate(length);
            FileChannel file = region.file();
            while (data.hasRemaining() && file.read(data, region.position() + data.position()) > 0) {
                // until all is read, or the file ends
            }
            return data.flip();
        } catch (IOException | RuntimeException e) {
            throw new Refusal(MsgReturn.SEND_INVALID_MEMORY, MsgCause.NONE, "a file cannot be read: " + e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Part rights(int index, PortItem item) throws Refusal {
        List<Transit> rights = new ArrayList<>(item.rights().size());
        for (PortRight right : item.rights()) {
            rights.add(right == PortRight.NULL ? Transit.NULL : right(index, item, right));
        }
        return new Part.Rights(item.right(), rights, item.outOfLine());
    }

    private Transit right(int index, PortItem item, PortRight right) throws Refusal {
        Entry entry = space.entry(right);
        boolean move = item.disposition() == Disposition.MOVE;
        Transit taken = switch (item.right()) {
            case SEND -> space.copySend(entry, move, claims);
            case RECEIVE -> space.moveReceive(entry, !move, claims);
            case SEND_ONCE -> space.moveOnce(entry, claims);
        };
        if (taken == null) {
            MsgCause cause = space.whyNot(entry, item.right());
            throw new Refusal(
                    MsgReturn.SEND_INVALID_PORT,
                    cause,
                    "item " + index + " sends " + item.right() + " (" + item.disposition() + ") of " + right
                            + ", which " + space.owner() + " cannot give: " + cause);
        }
        return taken;
    }
}
