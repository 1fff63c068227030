package org.roadstead.transport.uds.internal;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The direct buffers that frames are written through, shared by all links of a transport. A thread that writes borrows
 * one for the time of the write, so idle links cost no direct memory, and the JDK never makes a temporary direct buffer
 * as large as a message. Any thread.
 */
final class DirectBuffers {
    static final int SIZE = 64 * 1024;

    private final AtomicReferenceArray<ByteBuffer> idle = new AtomicReferenceArray<>(8);

    /** Borrows a buffer, empty, big-endian. More writers at once than idle buffers get fresh ones. */
    ByteBuffer take() {
        for (int i = 0; i < idle.length(); i++) {
            ByteBuffer buffer = idle.getAndSet(i, null);
            if (buffer != null) {
                return buffer.clear();
            }
        }
        return ByteBuffer.allocateDirect(SIZE);
    }

    /** Gives a buffer back; it is dropped if enough are idle. */
    void give(ByteBuffer buffer) {
        for (int i = 0; i < idle.length(); i++) {
            if (idle.compareAndSet(i, null, buffer)) {
                return;
            }
        }
    }
}
