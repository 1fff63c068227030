package org.roadstead.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One ordered, reliable channel of frames to one peer. Frames come by push ({@link LinkListener#onFrame}) whoever reads;
 * a thread that holds the reader role may also look at this one link with {@link #poll()}.
 */
@ConsumerType
public interface Link extends AutoCloseable {
    /** The largest frame that a new link takes, until {@link #limitFrames} allows more. */
    int INITIAL_FRAME_LIMIT = 4096;

    /**
     * Sends the parts as one frame. Never blocks: what the channel does not take at once is copied and sent later, in
     * order. Any thread; frames of one thread keep their order, and no two frames mix.
     *
     * @param parts the frame's bytes, each from position to limit; positions are not changed, and the bytes are not
     *     needed after the call
     * @return false if the link is closed: the frame is lost
     */
    boolean send(ByteBuffer... parts);

    /**
     * Reads what has come on this link, on this thread, without waiting. Only by the holder of the reader role.
     *
     * @return how many frames were handed to the listener
     * @throws IOException if the transport is closed
     */
    int poll() throws IOException;

    /**
     * Returns how many bytes wait to be written since the peer does not read.
     *
     * @return 0 while the peer keeps up
     */
    long pendingBytes();

    /**
     * Sets the largest frame that is taken from the peer. A larger one closes the link before memory is taken for it.
     *
     * @param bytes the limit, without the transport's own framing
     */
    void limitFrames(int bytes);

    /**
     * Returns the user of the peer's process, as the operating system tells; checked before the link was handed out.
     *
     * @return the principal's name
     */
    String principal();

    /**
     * Tells whether frames can be sent.
     *
     * @return false once the link is closed from either side
     */
    boolean isOpen();

    /**
     * Closes the link after writing what the channel takes at once. {@link LinkListener#onClosed} is called by the next
     * holder of the reader role. A second call does nothing.
     */
    @Override
    void close();
}
