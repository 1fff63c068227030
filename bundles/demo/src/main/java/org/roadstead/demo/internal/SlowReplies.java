package org.roadstead.demo.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.Responder;

/**
 * Replies some seconds later without a thread that waits: the handler takes the responder and returns, and a timer
 * replies.
 */
final class SlowReplies implements MessageHandler, AutoCloseable {
    static final Duration DELAY = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor timer;
    private final Duration delay;

    SlowReplies() {
        this(DELAY);
    }

    SlowReplies(Duration delay) {
        this.delay = delay;
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "demo-slow-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public ByteBuffer handle(IncomingMessage message) {
        if (message.wantsReply()) {
            Responder responder = message.responder();
            ByteBuffer data = message.data();
            var unused = timer.schedule(() -> responder.reply(data), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
        return null;
    }

    /** Drops what is due. Those who wait for it are told by the end of the port. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
