package org.roadstead.core.mach;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.PortItem;

/** Typed messages as bytes, in the layout of chapter 7 of PROTOCOL.md. Any thread. */
public final class MessageCodec {
    static final int NONE = 0;
    static final int SEND = 1;
    static final int SEND_ONCE = 2;
    static final int DEAD = 4;

    private static final int HEAD = 24;
    private static final int NO_RIGHT = 4;
    private static final int DATA_HEAD = 16;
    private static final int RIGHTS_HEAD = 8;
    private static final int INLINE_DATA = 1;
    private static final int INLINE_RIGHTS = 3;

    private MessageCodec() {}

    /**
     * Writes a message.
     *
     * @param references how its rights are written
     * @return the bytes, in several pieces, so that data are not copied
     */
    public static List<ByteBuffer> write(Kmsg message, RightReferences references) {
        List<Part> parts = message.parts() == null ? List.of(bytes(message.data())) : message.parts();
        List<ByteBuffer> out = new ArrayList<>(1 + 2 * parts.size());
        ByteBuffer head = ByteBuffer.allocate(HEAD + RightReferences.LONGEST)
                .putInt(message.id())
                .putInt(message.type())
                .putLong(message.size())
                .putInt(parts.size());
        write(message.replyRight(), references, head);
        out.add(head.flip());
        for (Part part : parts) {
            if (part instanceof Part.Data data) {
                out.add(ByteBuffer.allocate(DATA_HEAD)
                        .put((byte) (data.outOfLine() ? INLINE_DATA + 1 : INLINE_DATA))
                        .put((byte) 0)
                        .putShort((short) data.bits())
                        .putInt(data.type())
                        .putInt(data.number())
                        .putInt(data.data().limit())
                        .flip());
                out.add(data.bytes(0));
            } else {
                out.add(write((Part.Rights) part, references));
            }
        }
        return out;
    }

    private static Part.Data bytes(ByteBuffer data) {
        ByteBuffer bytes = data.slice();
        return new Part.Data(
                MsgType.BYTE, 8, bytes.limit(), bytes, Copyout.item(data) instanceof org.roadstead.mach.OutOfLine);
    }

    private static ByteBuffer write(Part.Rights rights, RightReferences references) {
        ByteBuffer out = ByteBuffer.allocate(
                        RIGHTS_HEAD + RightReferences.LONGEST * rights.rights().size())
                .put((byte) (rights.outOfLine() ? INLINE_RIGHTS + 1 : INLINE_RIGHTS))
                .put((byte) rights.right().code())
                .putShort((short) 0)
                .putInt(rights.rights().size());
        rights.rights().forEach(right -> write(right, references, out));
        return out.flip();
    }

    private static void write(Transit right, RightReferences references, ByteBuffer out) {
        if (right instanceof Transit.Send send) {
            out.put((byte) SEND);
            references.write(send.port(), out);
        } else if (right instanceof Transit.Once once) {
            out.put((byte) SEND_ONCE);
            references.write(once.right(), out);
        } else {
            out.putInt(right == Transit.NULL ? NONE : DEAD << 24);
        }
    }

    /**
     * Reads a message. The peer is not trusted: what does not fit together, or looks like rights without being any, is refused.
     *
     * @param origin who sent it
     * @param references how its rights are read
     * @throws IllegalArgumentException if the bytes are no message; nothing of it is kept
     */
    public static Kmsg read(ByteBuffer in, Origin origin, RightReferences references) {
        int id = in.getInt();
        int type = in.getInt();
        long size = in.getLong();
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / RIGHTS_HEAD || size < Message.HEADER_SIZE) {
            throw new IllegalArgumentException("a message of " + count + " items and size " + size);
        }
        Transit reply = readRight(in, references);
        List<Part> parts = new ArrayList<>(count);
        Kmsg message = new Kmsg(id, type, parts, reply, origin, size);
        try {
            for (int i = 0; i < count; i++) {
                parts.add(readPart(in, references));
            }
            check(parts);
            return new Kmsg(id, type, List.copyOf(parts), reply, origin, size);
        } catch (RuntimeException e) {
            message.handedOver();
            throw e;
        }
    }

    private static Part readPart(ByteBuffer in, RightReferences references) {
        int tag = in.get();
        if (tag == INLINE_DATA || tag == INLINE_DATA + 1) {
            return readData(in, tag != INLINE_DATA);
        } else if (tag == INLINE_RIGHTS || tag == INLINE_RIGHTS + 1) {
            return readRights(in, references, tag != INLINE_RIGHTS);
        }
        throw new IllegalArgumentException("an item with the tag " + tag);
    }

    private static Part readData(ByteBuffer in, boolean outOfLine) {
        in.get();
        int bits = in.getShort() & 0xFFFF;
        int type = in.getInt();
        int number = in.getInt();
        int length = in.getInt();
        if (number < 0 || length < 0 || length > in.remaining() || ((long) bits * number + 7) / 8 != length) {
            throw new IllegalArgumentException(number + " elements of " + bits + " bits in " + length + " bytes, where "
                    + in.remaining() + " are left");
        }
        ByteBuffer data =
                ByteBuffer.allocate(length).put(in.slice(in.position(), length)).flip();
        in.position(in.position() + length);
        return new Part.Data(type, bits, number, data, outOfLine);
    }

    private static Part readRights(ByteBuffer in, RightReferences references, boolean outOfLine) {
        int code = in.get();
        in.getShort();
        int number = in.getInt();
        if (number < 0 || number > in.remaining() / NO_RIGHT) {
            throw new IllegalArgumentException(number + " rights in " + in.remaining() + " bytes");
        }
        List<Transit> rights = new ArrayList<>(number);
        Part part = new Part.Rights(right(code), rights, outOfLine);
        try {
            for (int i = 0; i < number; i++) {
                rights.add(readRight(in, references));
            }
        } catch (RuntimeException e) {
            part.handedOver();
            throw e;
        }
        return part;
    }

    private static PortItem.Right right(int code) {
        for (PortItem.Right right : PortItem.Right.values()) {
            if (right.code() == code) {
                return right;
            }
        }
        throw new IllegalArgumentException("an item of rights with the code " + code);
    }

    private static Transit readRight(ByteBuffer in, RightReferences references) {
        int kind = in.get();
        if (kind == SEND) {
            Port port = references.readSend(in);
            return port == null ? Transit.GONE : new Transit.Send(port);
        } else if (kind == SEND_ONCE) {
            SendOnce once = references.readSendOnce(in);
            return once == null ? Transit.GONE : new Transit.Once(once);
        } else if (kind == NONE || kind == DEAD) {
            in.get();
            in.getShort();
            return kind == NONE ? Transit.NULL : Transit.GONE;
        }
        throw new IllegalArgumentException("a right of the kind " + kind);
    }

    /** The data of a message with rights or memory in it must not look like rights. */
    private static void check(List<Part> parts) {
        boolean simple = parts.stream().allMatch(part -> part instanceof Part.Data data && !data.outOfLine());
        if (!simple
                && parts.stream().anyMatch(part -> part instanceof Part.Data data && RightTypes.isPretended(data))) {
            throw new IllegalArgumentException("data that have the type of rights");
        }
    }
}
