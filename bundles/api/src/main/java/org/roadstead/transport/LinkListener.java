package org.roadstead.transport;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the kernel does with the events of one link. Called by the holder of the reader role, one call at a time and in
 * order, never under a lock of the transport.
 */
@ProviderType
public interface LinkListener {
    /**
     * A frame has come.
     *
     * @param frame the frame from position to limit, big-endian; the bytes are valid only during the call
     */
    void onFrame(ByteBuffer frame);

    /** All that waited to be written has been written. */
    void onDrained();

    /**
     * The link is at its end. Called exactly once, after the last frame.
     *
     * @param why what ended it, in one phrase: such as end of stream, or what was wrong with the input
     */
    void onClosed(String why);
}
