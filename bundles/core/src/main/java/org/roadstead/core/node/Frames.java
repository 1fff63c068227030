package org.roadstead.core.node;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.roadstead.core.mach.Failure;

/**
 * The frames of the node protocol, version 1, as PROTOCOL.md lists them byte by byte: a type byte, a flags byte, two zero bytes, then
 * the fields of the type, big-endian. What a frame does not need to say it leaves out.
 */
final class Frames {
    static final int MAGIC = 0x52445354; // "RDST"
    static final short VERSION = 1;

    /** What this node can do beyond the minimal profile. */
    static final int FEATURES = Frames.RIGHTS;

    static final byte HELLO = 1;
    static final byte WELCOME = 2;
    static final byte READY = 3;
    static final byte REFUSE = 4;
    static final byte GOODBYE = 5;
    static final byte PING = 6;
    static final byte PONG = 7;
    static final byte SPACE = 8;
    static final byte SPACE_GONE = 9;
    static final byte RESOLVE = 10;
    static final byte RESOLVED = 11;
    static final byte UNRESOLVED = 12;
    static final byte SUBMIT = 13;
    static final byte CANCEL = 14;
    static final byte PARKED = 15;
    static final byte ACCEPTED = 16;
    static final byte REFUSED = 17;
    static final byte REPLY = 18;
    static final byte FAILED = 19;
    static final byte DEAD = 20;
    static final byte RELEASE = 21;
    static final byte SEND = 22;
    static final byte HOLD = 23;
    static final byte HELD = 24;
    static final byte ONCE = 25;
    static final byte ONCE_GONE = 26;

    /** Feature: typed messages, rights in them, held messages. */
    static final int RIGHTS = 1;

    /** Flag of SUBMIT: a reply is wanted, and silence means accepted. */
    static final byte WANTS_REPLY = 1;
    /** Flag of SUBMIT: a full queue refuses at once. */
    static final byte TRY = 2;
    /** Flag of SEND: a full queue holds the message. */
    static final byte HOLDS = 4;
    /** Flag of ACCEPTED: the message had been held. */
    static final byte NOTICE = 1;

    /** REFUSE: there is a link between the two nodes already. */
    static final short DUPLICATE = 1;
    /** REFUSE: no common version, or not this protocol at all. */
    static final short PROTOCOL = 2;
    /** REFUSE: the dialler called itself. */
    static final short SELF = 3;
    /** REFUSE: too many links in their handshake at once; dial again. */
    static final short BUSY = 4;
    /** GOODBYE: the kernel stops. */
    static final short STOPPING = 1;

    /** The longest text in bytes; longer ones are cut. */
    static final int MAX_TEXT = 2_000;
    /** The bytes of a SUBMIT or a REPLY beyond its data, rounded up. */
    static final int OVERHEAD = 64;
    /** The bytes of a SEND beyond its data out of line: header, inline items and rights. */
    static final int RIGHTS_OVERHEAD = 65_536;

    private Frames() {}

    static ByteBuffer begin(byte type, int flags, int room) {
        return ByteBuffer.allocate(4 + room).put(type).put((byte) flags).putShort((short) 0);
    }

    /** A frame that is one call id, such as ACCEPTED. */
    static ByteBuffer call(byte type, long call) {
        return begin(type, 0, 8).putLong(call).flip();
    }

    static ByteBuffer failure(byte type, long call, Failure why) {
        byte[] text = text(why.detail());
        return begin(type, 0, 12 + text.length)
                .putLong(call)
                .putShort((short) why.kind().code())
                .putShort((short) text.length)
                .put(text)
                .flip();
    }

    static ByteBuffer dead(int port, Failure why) {
        byte[] text = text(why.detail());
        return begin(DEAD, 0, 8 + text.length)
                .putInt(port)
                .putShort((short) why.kind().code())
                .putShort((short) text.length)
                .put(text)
                .flip();
    }

    static ByteBuffer release(int port, int count) {
        return begin(RELEASE, 0, 8).putInt(port).putInt(count).flip();
    }

    /** A REFUSE or GOODBYE. */
    static ByteBuffer end(byte type, short code, String reason) {
        byte[] text = text(reason);
        return begin(type, 0, 4 + text.length)
                .putShort(code)
                .putShort((short) text.length)
                .put(text)
                .flip();
    }

    static ByteBuffer space(int space, String owner) {
        byte[] text = text(owner);
        return begin(SPACE, 0, 6 + text.length)
                .putInt(space)
                .putShort((short) text.length)
                .put(text)
                .flip();
    }

    static ByteBuffer spaceGone(int space) {
        return begin(SPACE_GONE, 0, 4).putInt(space).flip();
    }

    static ByteBuffer resolve(long call, int space, String name) {
        byte[] text = text(name);
        return begin(RESOLVE, 0, 14 + text.length)
                .putLong(call)
                .putInt(space)
                .putShort((short) text.length)
                .put(text)
                .flip();
    }

    /** The id is null where rights were not agreed on. */
    static ByteBuffer resolved(long call, int port, int queueLimit, long since, String owner, PortUid uid) {
        byte[] text = text(owner);
        ByteBuffer frame = begin(RESOLVED, 0, 42 + text.length)
                .putLong(call)
                .putInt(port)
                .putInt(queueLimit)
                .putLong(since)
                .putShort((short) text.length)
                .put(text);
        if (uid != null) {
            uid.write(frame);
        }
        return frame.flip();
    }

    static ByteBuffer submit(int flags, long call, int space, int port, int id, long deadline) {
        return begin(SUBMIT, flags, 32)
                .putLong(call)
                .putInt(space)
                .putInt(port)
                .putInt(id)
                .putInt(0)
                .putLong(deadline)
                .flip();
    }

    static ByteBuffer send(int flags, long call, int space, int port, long deadline) {
        return begin(SEND, flags, 24)
                .putLong(call)
                .putInt(space)
                .putInt(port)
                .putLong(deadline)
                .flip();
    }

    static ByteBuffer accepted(long call, boolean wasHeld) {
        return begin(ACCEPTED, wasHeld ? NOTICE : 0, 8).putLong(call).flip();
    }

    static ByteBuffer once(int space, int number) {
        return begin(ONCE, 0, 8).putInt(space).putInt(number).flip();
    }

    static ByteBuffer onceGone(int number, Failure why) {
        byte[] text = text(why.detail());
        return begin(ONCE_GONE, 0, 8 + text.length)
                .putInt(number)
                .putShort((short) why.kind().code())
                .putShort((short) text.length)
                .put(text)
                .flip();
    }

    static ByteBuffer reply(long call) {
        return call(REPLY, call);
    }

    static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_TEXT) {
            return bytes;
        }
        int end = MAX_TEXT;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--; // not in the middle of a character
        }
        return java.util.Arrays.copyOf(bytes, end);
    }

    static String readText(ByteBuffer frame) {
        int length = frame.getShort() & 0xFFFF;
        if (length > frame.remaining()) {
            throw new MalformedFrameException(
                    "a text of " + length + " bytes where " + frame.remaining() + " bytes are left");
        }
        ByteBuffer bytes = frame.slice(frame.position(), length);
        frame.position(frame.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFrameException("a text that is not UTF-8");
        }
    }

    static Failure readFailure(ByteBuffer frame) {
        Failure.Kind kind = Failure.Kind.ofCode(frame.getShort() & 0xFFFF);
        return new Failure(kind, readText(frame));
    }
}
