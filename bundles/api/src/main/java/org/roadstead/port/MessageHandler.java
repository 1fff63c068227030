package org.roadstead.port;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/** What a local port does with a message: the counterpart of {@code CFMessagePortCallBack}. */
@FunctionalInterface
@ConsumerType
public interface MessageHandler {
    /**
     * Handles one message. The kernel calls it on the thread that the port's {@link Dispatch} names, one message at a
     * time and in the order in which the port's queue took them, never under a lock.
     *
     * <p>It may block (but a {@link Dispatch#direct() direct} one must not), and holds up only the ports of the same
     * dispatch while it does. For a one-way message the returned bytes are dropped.
     *
     * @param message the message, valid for as long as anybody wants
     * @return the reply; null means an empty reply, or, after {@link IncomingMessage#responder()}, that it comes later.
     *     The bytes from position to limit are copied or sent before the next message is handled
     * @throws Exception anything: a requester then gets {@link TransportException} with {@link Cause#HANDLER_FAILED}
     *     at once, and the port goes on
     */
    ByteBuffer handle(IncomingMessage message) throws Exception;
}
