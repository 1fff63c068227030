package org.roadstead.core.node;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * What a node says of itself in its handshake.
 *
 * @param id its id
 * @param label what it calls itself
 * @param pid its process id, for people
 * @param since when it started
 * @param messageLimit the largest message that it takes
 * @param features what it can do beyond the minimal profile, as bits
 */
record NodeInfo(NodeId id, String label, long pid, Instant since, int messageLimit, int features) {

    private static final int MAGIC_AND_VERSION = Integer.BYTES + Short.BYTES;

    /** Makes a HELLO, or a WELCOME that echoes the clock of one. */
    ByteBuffer greeting(byte type, long clock, long echo) {
        byte[] text = Frames.text(label);
        ByteBuffer frame = Frames.begin(type, 0, 64 + text.length)
                .putInt(Frames.MAGIC)
                .putShort(Frames.VERSION)
                .putShort((short) features)
                .putLong(id.high())
                .putLong(id.low())
                .putLong(clock)
                .putInt(messageLimit)
                .putLong(pid)
                .putLong(since.toEpochMilli())
                .putShort((short) text.length)
                .put(text);
        if (type == Frames.WELCOME) {
            frame.putLong(echo);
        }
        return frame.flip();
    }

    /** Tells why nobody here understands a greeting, which is at its beginning; null if it is of this protocol and version. */
    static String foreign(ByteBuffer frame) {
        if (frame.getInt(frame.position()) != Frames.MAGIC) {
            return "the peer does not speak the Roadstead node protocol";
        }
        short version = frame.getShort(frame.position() + Integer.BYTES);
        return version == Frames.VERSION
                ? null
                : "the peer speaks version " + version + " of the node protocol, this node " + Frames.VERSION
                        + "; use the same release on both sides";
    }

    /** Reads a greeting up to the label; {@code clock} is left for the caller in {@code clockOut[0]}. */
    static NodeInfo read(ByteBuffer frame, long[] clockOut) {
        String foreign = foreign(frame);
        if (foreign != null) {
            throw new MalformedFrameException(foreign);
        }
        frame.position(frame.position() + MAGIC_AND_VERSION);
        int features = frame.getShort() & 0xFFFF;
        NodeId id = new NodeId(frame.getLong(), frame.getLong());
        clockOut[0] = frame.getLong();
        int messageLimit = frame.getInt();
        if (messageLimit < 0) {
            throw new MalformedFrameException("a negative message limit");
        }
        long pid = frame.getLong();
        Instant since = Instant.ofEpochMilli(frame.getLong());
        return new NodeInfo(id, Frames.readText(frame), pid, since, messageLimit, features);
    }
}
