package org.roadstead.mach;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** Where out-of-line data are. A region of a received message is always {@link Memory} of the receiver. */
public sealed interface Region permits Region.Buffer, Region.File, Memory {
    /**
     * Returns how long it is.
     *
     * @return the length in bytes
     */
    long length();

    /**
     * Makes a region of a buffer. It is read when it is sent.
     *
     * @param data the bytes from position to limit
     * @return the region
     */
    static Region of(ByteBuffer data) {
        return new Buffer(data.slice());
    }

    /**
     * Makes a region of a part of a file. It is read when it is sent; a file that is shorter then makes the send fail with
     * {@link MsgReturn#SEND_INVALID_MEMORY}.
     *
     * @param file open for reading, not closed by the send
     * @param position where the region begins
     * @param length how long it is
     * @return the region
     */
    static Region of(FileChannel file, long position, long length) {
        return new File(file, position, length);
    }

    /**
     * A region of a buffer.
     *
     * @param data the bytes from position to limit
     */
    record Buffer(ByteBuffer data) implements Region {
        /**
         * Checks that there is a buffer.
         *
         * @param data the bytes from position to limit
         */
        public Buffer {
            Objects.requireNonNull(data, "data");
        }

        @Override
        public long length() {
            return data.remaining();
        }
    }

    /**
     * A part of a file.
     *
     * @param file open for reading
     * @param position where the region begins
     * @param length how long it is
     */
    record File(FileChannel file, long position, long length) implements Region {
        /**
         * Checks the range.
         *
         * @param file open for reading
         * @param position where the region begins
         * @param length how long it is
         * @throws IllegalArgumentException if the position or the length is negative
         */
        public File {
            Objects.requireNonNull(file, "file");
            if (position < 0 || length < 0) {
                throw new IllegalArgumentException(
                        "a region of " + length + " bytes from " + position + "; allowed: 0 or more for both");
            }
        }
    }
}
