package org.roadstead.core.port;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Kmsg;
import org.roadstead.core.mach.Port;
import org.roadstead.core.mach.Receiver;
import org.roadstead.core.mach.SendOnce;

/**
 * The port with index 0 on every link: a node answers other nodes of its user about itself (D21). Served by whoever puts the
 * message there, since an answer neither waits nor runs user code.
 */
final class ControlPort implements Receiver {
    /** The question for a snapshot of the node, as {@link SnapshotCodec} writes it. */
    static final int SNAPSHOT = 1;
    /** The question for events, as {@link EventCodec} writes it; answered when there are some, or after a while. */
    static final int EVENTS = 2;

    private static final Duration WHILE = Duration.ofSeconds(2);

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
            } else if (question.id() == EVENTS) {
                events(EventCodec.question(question.data()), question.reply());
            } else {
                refuse(
                        question.reply(),
                        "the control port does not know question " + question.id() + "; it knows " + SNAPSHOT + " and "
                                + EVENTS);
            }
        }
    }

    private void events(EventCodec.Question question, SendOnce reply) {
        EventLog log = kernel.events();
        if (question == null || log.isCrowded()) {
            refuse(reply, question == null ? "this is no question for events" : "too many wait for events here");
            return;
        }
        log.asked(question.options());
        Runnable answer =
                () -> reply.reply(ByteBuffer.wrap(EventCodec.encode(log.after(question.after(), question.options()))));
        if (!log.whenMore(question.after(), answer)) {
            answer.run();
            return;
        }
        try {
            var unused = kernel.timer()
                    .schedule(
                            () -> {
                                log.forget(answer);
                                answer.run(); // a second reply does nothing
                            },
                            WHILE.toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) { // the kernel ends, and with it the link
            log.forget(answer);
        }
    }

    private static void refuse(SendOnce reply, String why) {
        reply.fail(new Failure(Failure.Kind.REFUSED, why));
    }

    @Override
    public boolean isServedByThisThread() {
        return false;
    }
}
