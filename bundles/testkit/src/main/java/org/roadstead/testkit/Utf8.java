package org.roadstead.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of messages as text, for tests that look at them. */
public final class Utf8 {
    private Utf8() {}

    /**
     * Returns a text as the bytes of a message.
     *
     * @param text the text
     * @return a new buffer with it
     */
    public static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns what is left in a buffer as text, and leaves the buffer as it is.
     *
     * @param bytes the buffer
     * @return the text
     */
    public static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
