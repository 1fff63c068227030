package org.roadstead.itests.felix;

import java.nio.ByteBuffer;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.MessageHandler;

/** A handler that is loaded by a bundle of a test's own, so that its class loader can be watched. */
public final class EchoHandler implements MessageHandler {
    /** Made by reflection. */
    public EchoHandler() {}

    @Override
    public ByteBuffer handle(IncomingMessage message) {
        return message.data();
    }
}
