package org.roadstead.port;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A message that a local port received. Safe for use by several threads. */
@ProviderType
public interface IncomingMessage {
    /**
     * Returns the port that received the message ({@code local} of {@code CFMessagePortCallBack}).
     *
     * @return the port, never null; perhaps invalid by now
     */
    LocalMessagePort port();

    /**
     * Returns the context that the port keeps ({@code info} of {@code CFMessagePortCallBack}). It is held until the handler has
     * returned, also if the port ends meanwhile; see {@link ContextHooks}.
     *
     * @return the object, or empty if the port was made without one
     */
    Optional<Object> context();

    /**
     * Returns the number that the sender gave the message ({@code msgid}); the kernel gives it no meaning.
     *
     * @return any int
     */
    int id();

    /**
     * Returns the bytes. They never change: they are a copy that the sender cannot reach.
     *
     * @return a new read-only buffer over all bytes, never null, empty if the sender sent nothing
     */
    ByteBuffer data();

    /**
     * Tells whether somebody waits for a reply.
     *
     * @return false for a one-way message
     */
    boolean wantsReply();

    /**
     * Returns who sent the message.
     *
     * @return the sender as the link vouches for it
     */
    Sender sender();

    /**
     * Takes the duty to reply away from the handler's return: the handler may return, and any thread replies later.
     * If the handler throws the request fails all the same, unless it was answered before.
     *
     * @return the one responder of this message; the same object on every call
     * @throws IllegalStateException if nobody waits for a reply, or the handler has returned already
     */
    Responder responder();
}
