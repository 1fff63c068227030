package org.roadstead.core.mach;

import java.nio.ByteBuffer;
import java.util.List;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.Notification;

/** A send-once right to a port of this kernel: what is sent with it enters the queue, full or not. */
final class PortOnce extends SendOnce {
    private final Port port;

    PortOnce(Port port) {
        this.port = port;
    }

    @Override
    public Port port() {
        return port;
    }

    @Override
    protected void replied(ByteBuffer data) {
        ByteBuffer copy =
                ByteBuffer.allocate(data.remaining()).put(data.duplicate()).flip();
        port.post(new Kmsg(0, copy, null, Notices.KERNEL));
    }

    @Override
    protected void replied(Kmsg message) {
        if (!port.post(message)) {
            message.destroy(port.death());
        }
    }

    @Override
    protected void failed(Failure why) {
        port.post(new Kmsg(
                Notification.Kind.SEND_ONCE.id(),
                MsgType.EMERGENCY,
                List.of(),
                Transit.NULL,
                Notices.KERNEL,
                Message.HEADER_SIZE));
    }
}
