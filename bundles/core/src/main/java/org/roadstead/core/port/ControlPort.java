package org.roadstead.core.port;

import java.nio.ByteBuffer;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Kmsg;
import org.roadstead.core.mach.Port;
import org.roadstead.core.mach.Receiver;

/**
 * The port with index 0 on every link: a node answers other nodes of its user about itself (D21). Served by whoever puts the
 * message there, since an answer neither waits nor runs user code.
 */
final class ControlPort implements Receiver {
    /** The one question so far: a snapshot of the node, as {@link SnapshotCodec} writes it. */
    static final int SNAPSHOT = 1;

    private static final int QUEUE_LIMIT = 64;

    private final Kernel kernel;
    private final Port port;

    ControlPort(Kernel kernel, int messageLimit) {
        this.kernel = kernel;
        this.port = new Port(QUEUE_LIMIT, messageLimit);
        port.receiver(this);
    }

    Port port() {
        return port;
    }

    @Override
    public void messageArrived() {
        Kmsg question;
        while ((question = port.take(this)) != null) {
            if (question.reply() == null) {
                continue; // nobody to tell
            }
            if (question.id() == SNAPSHOT) {
                question.reply().reply(ByteBuffer.wrap(SnapshotCodec.encode(kernel.snapshot())));
            } else {
                question.reply()
                        .fail(new Failure(
                                Failure.Kind.REFUSED,
                                "the control port does not know question " + question.id() + "; it knows " + SNAPSHOT));
            }
        }
    }

    @Override
    public boolean isServedByThisThread() {
        return false;
    }
}
