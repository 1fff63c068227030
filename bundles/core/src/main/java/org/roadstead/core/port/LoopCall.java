package org.roadstead.core.port;

import java.nio.ByteBuffer;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.runloop.Loop;
import org.roadstead.port.SendOptions;
import org.roadstead.runloop.RunLoopMode;

/**
 * A request whose sender's thread runs its loop while it waits. Whoever ends the call, or moves its deadline, writes that
 * first and wakes the loop then; the loop looks at both before it waits.
 */
final class LoopCall extends Call {
    private final RemotePort port;
    private final Loop loop;
    private volatile boolean moved;

    LoopCall(RemotePort port, int id, ByteBuffer data, SendOptions options, Loop loop) {
        super(port.destination(), id, data, false, true, port.space().origin(), options);
        this.port = port;
        this.loop = loop;
    }

    /**
     * Runs the loop until the result is there. By the loop's thread.
     *
     * @return a reply or a failure
     * @throws InterruptedException if the thread was interrupted first; nobody waits for the reply any more
     */
    Object await(RunLoopMode mode) throws InterruptedException {
        try {
            while (result() == null) {
                moved = false;
                long deadline = nextDeadline();
                loop.runUntil(mode, deadline, port.space().kernel().node().idle(), () -> result() != null || moved);
                if (result() == null && Deadline.passed(deadline)) {
                    deadlinePassed();
                }
            }
        } catch (InterruptedException e) {
            cancel();
            end(Failure.Kind.INTERRUPTED, "interrupted");
            if (result() instanceof Failure why && why.kind() != Failure.Kind.PEER_DIED) {
                throw e;
            }
            Thread.currentThread().interrupt();
        }
        if (result() instanceof Failure why && why.kind() == Failure.Kind.UNDECIDED) {
            port.space().kernel().undecided();
        }
        return result();
    }

    @Override
    void settled() {
        port.ended(this);
        loop.wakeUp();
    }

    @Override
    void deadlineMoved() {
        moved = true;
        loop.wakeUp();
    }

    @Override
    void lateReply() {
        port.space().kernel().node().lateReply();
    }
}
