package org.roadstead.core.port;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.port.Reply;
import org.roadstead.port.SendOptions;

/** A request that nobody waits for: the timer keeps its deadlines, and its future completes on the run loop. */
final class AsyncCall extends Call {
    private final RemotePort port;
    private final CompletableFuture<Reply> future;
    private volatile Future<?> alarm;

    AsyncCall(RemotePort port, int id, ByteBuffer data, SendOptions options, CompletableFuture<Reply> future) {
        super(port.destination(), id, data, true, true, port.space().origin(), options);
        this.port = port;
        this.future = future;
    }

    /** Sets the timer for the next deadline. */
    void arm() {
        long deadline = nextDeadline();
        if (deadline == Deadline.NEVER || result() != null) {
            return;
        }
        Future<?> before = alarm;
        Future<?> next = port.space()
                .kernel()
                .timer()
                .schedule(this::rung, Math.max(0, Deadline.left(deadline)), TimeUnit.NANOSECONDS);
        alarm = next;
        if (before != null) {
            before.cancel(false);
        }
        if (result() != null) {
            next.cancel(false); // settled in between, and its end has not seen this alarm
        }
    }

    private void rung() {
        if (result() == null) {
            deadlinePassed();
            arm();
        }
    }

    @Override
    void settled() {
        Future<?> set = alarm;
        if (set != null) {
            set.cancel(false);
        }
        port.ended(this);
        Object result = result();
        if (result instanceof Failure why && why.kind() == Failure.Kind.UNDECIDED) {
            port.space().kernel().undecided();
        }
        port.space().kernel().completions(port.space()).execute(() -> {
            if (result instanceof Failure why) {
                future.completeExceptionally(Outcomes.exception(port, why, waited(), options()));
            } else {
                future.complete((Reply) result);
            }
        });
    }

    @Override
    void deadlineMoved() {
        arm();
    }

    @Override
    void lateReply() {
        port.space().kernel().node().lateReply();
    }
}
