package org.roadstead.port;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The duty to reply to one request: a Mach send-once right. Exactly one of {@link #reply}, {@link #fail} and
 * {@link #close()} counts; when the owner of the port stops, its open responders are closed. Safe for use by several
 * threads; nothing here blocks.
 */
@ProviderType
public interface Responder extends AutoCloseable {
    /**
     * Replies.
     *
     * @param data the bytes from position to limit, or null for none; copied or sent before the call returns
     * @return false if the request was answered, failed or closed before; the bytes are then dropped
     */
    boolean reply(ByteBuffer data);

    /**
     * Tells the requester that the request failed: {@link TransportException} with {@link Cause#HANDLER_FAILED}.
     *
     * @param why what went wrong, for people
     * @return false if the request was answered, failed or closed before
     */
    boolean fail(String why);

    /** Drops the request unanswered, if it still waits: the requester is told at once. */
    @Override
    void close();
}
