package org.roadstead.core.mach;

import java.nio.ByteBuffer;

/** What rights look like in the messages of one link: {@link MessageCodec} writes and reads the kind, this the rest. */
public interface RightReferences {
    /** The most bytes of a reference, its kind included. */
    int LONGEST = 44;

    /** Writes a send right. */
    void write(Port port, ByteBuffer out);

    /** Writes a send-once right, which leaves for the peer. */
    void write(SendOnce right, ByteBuffer out);

    /** Reads a send right. Returns its port with one use more, to be given back; null if it is gone. */
    Port readSend(ByteBuffer in);

    /** Reads a send-once right; null if it is gone. */
    SendOnce readSendOnce(ByteBuffer in);
}
