package org.roadstead.core.mach;

import java.nio.ByteBuffer;

/**
 * A message in a queue. Immutable but for the one use of its reply right.
 *
 * @param id the sender's number ({@code msgh_id})
 * @param data the bytes, a private copy that is never written again
 * @param reply the right to reply, or null if no reply is wanted
 * @param origin who sent it
 */
public record Message(int id, ByteBuffer data, SendOnceRight reply, Origin origin) {

    int size() {
        return data.remaining();
    }

    /** Releases what the message carries without anybody having read it: a waiting requester is told why. */
    void destroy(Failure why) {
        if (reply != null) {
            reply.fail(why);
        }
    }
}
