package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/**
 * The reading end of one link: cuts the stream into frames. A frame that lies whole in the receive buffer is handed on
 * in place; one that does not is assembled on the heap, in memory that grows with what has come and not with what was
 * announced. Only the holder of the reader role uses it.
 */
final class FrameAssembler {
    private static final int LENGTH_BYTES = Integer.BYTES;
    private static final int FIRST_BODY = 4096;

    /** Who takes the frames. */
    interface Sink {
        /** The largest frame allowed now; asked for each frame. */
        int limit();

        /** Takes a frame, whose bytes are valid during the call only. False: no more frames are wanted. */
        boolean frame(ByteBuffer frame);
    }

    /** The stream is not one of frames. The message says what was found and what is allowed. */
    static final class MalformedFrameException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedFrameException(String message) {
            super(message);
        }
    }

    private final Sink sink;
    private final ByteBuffer header = ByteBuffer.allocate(LENGTH_BYTES);
    private int length;
    private byte[] body;
    private int filled;
    private int handed;

    FrameAssembler(Sink sink) {
        this.sink = sink;
    }

    /**
     * Reads once, at most one receive buffer full, and hands on the frames that are whole.
     *
     * @return the bytes read, -1 at the end of the stream
     */
    int read(ReadableByteChannel channel, ByteBuffer receive) throws IOException {
        handed = 0;
        int n = channel.read(receive.clear());
        if (n > 0) {
            cut(receive.flip());
        }
        return n;
    }

    /** How many frames the last read handed on. */
    int handed() {
        return handed;
    }

    /** Whether a frame was begun and not ended. */
    boolean isInsideFrame() {
        return body != null || header.position() > 0;
    }

    private void cut(ByteBuffer in) throws MalformedFrameException {
        while (in.hasRemaining()) {
            if (body == null && !readLength(in)) {
                return;
            }
            ByteBuffer frame = body == null && in.remaining() >= length ? inPlace(in) : assemble(in);
            if (frame == null) {
                return;
            }
            handed++;
            if (!sink.frame(frame)) {
                return;
            }
        }
    }

    /** False: the length itself is not whole yet. */
    private boolean readLength(ByteBuffer in) throws MalformedFrameException {
        if (header.position() == 0 && in.remaining() >= LENGTH_BYTES) {
            length = in.getInt();
        } else {
            while (header.hasRemaining() && in.hasRemaining()) {
                header.put(in.get());
            }
            if (header.hasRemaining()) {
                return false;
            }
            length = header.flip().getInt();
            header.clear();
        }
        int limit = sink.limit();
        if (length < 0 || length > limit) {
            throw new MalformedFrameException(
                    "a frame of " + length + " bytes was announced, 0 to " + limit + " are allowed");
        }
        return true;
    }

    private ByteBuffer inPlace(ByteBuffer in) {
        ByteBuffer frame = in.slice(in.position(), length);
        in.position(in.position() + length);
        return frame;
    }

    /** Null: the frame is not whole yet. */
    private ByteBuffer assemble(ByteBuffer in) {
        int n = Math.min(length - filled, in.remaining());
        if (body == null) {
            body = new byte[Math.min(length, Math.max(FIRST_BODY, n))];
        } else if (filled + n > body.length) {
            body = Arrays.copyOf(body, (int) Math.min(length, Math.max(2L * body.length, filled + (long) n)));
        }
        in.get(body, filled, n);
        filled += n;
        if (filled < length) {
            return null;
        }
        ByteBuffer frame = ByteBuffer.wrap(body, 0, length);
        body = null;
        filled = 0;
        return frame;
    }
}
