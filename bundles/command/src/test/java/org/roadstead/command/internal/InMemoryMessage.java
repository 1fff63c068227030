package org.roadstead.command.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.Responder;
import org.roadstead.port.Sender;

/**
 * A message.
 *
 * @param port who has received it
 * @param id its number
 * @param data its bytes
 * @param wantsReply whether somebody waits
 */
record InMemoryMessage(LocalMessagePort port, int id, ByteBuffer data, boolean wantsReply) implements IncomingMessage {
    @Override
    public Optional<Object> context() {
        return Optional.empty();
    }

    @Override
    public ByteBuffer data() {
        return data.duplicate();
    }

    @Override
    public Sender sender() {
        return new Sender("me", "0".repeat(32), "test");
    }

    @Override
    public Responder responder() {
        throw new IllegalStateException();
    }
}
