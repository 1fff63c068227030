package org.roadstead.port;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The answer to a request. Immutable; may be read on any thread.
 *
 * <p>A handler that returned null gives an empty reply, as in CF.
 */
public final class Reply {
    private final ByteBuffer data;

    /**
     * Makes a reply that shares the bytes of the buffer between its position and limit; the kernel calls this.
     *
     * @param data the reply's bytes, which nobody changes any more
     */
    public Reply(ByteBuffer data) {
        this.data = Objects.requireNonNull(data, "data").asReadOnlyBuffer().slice();
    }

    /**
     * Returns the bytes.
     *
     * @return a new read-only buffer over all bytes, never null
     */
    public ByteBuffer data() {
        return data.duplicate();
    }

    /**
     * Tells whether the reply has no bytes.
     *
     * @return true if the handler returned null or nothing
     */
    public boolean isEmpty() {
        return !data.hasRemaining();
    }

    /**
     * Copies the bytes.
     *
     * @return a new array, as long as the reply
     */
    public byte[] toByteArray() {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return bytes;
    }

    /** Returns the size, never the content. */
    @Override
    public String toString() {
        return "Reply[" + data.remaining() + " bytes]";
    }
}
