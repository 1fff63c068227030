package org.roadstead.core.port;

import java.nio.ByteBuffer;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.WaitPoint;
import org.roadstead.port.SendOptions;

/** A call whose sender's thread waits for it. */
final class BlockingCall extends Call {
    /** No number is there yet; the one that comes may have been drawn already. */
    static final long NOT_DRAWN = Long.MAX_VALUE;

    private final RemotePort port;
    private final WaitPoint point = new WaitPoint();
    private volatile long number = NOT_DRAWN;

    BlockingCall(RemotePort port, int id, ByteBuffer data, boolean wantsReply, SendOptions options) {
        super(port.destination(), id, data, false, wantsReply, port.space().origin(), options);
        this.port = port;
    }

    RemotePort port() {
        return port;
    }

    /** Gives the call its place in the order in which waits were entered. */
    void number(long drawn) {
        number = drawn;
    }

    long number() {
        return number;
    }

    /** Waits for a moment, or until the result is there. */
    void pause(long deadline) throws InterruptedException {
        point.again();
        point.park(deadline);
    }

    /**
     * Waits for the result.
     *
     * @return a reply or a failure
     * @throws InterruptedException if the thread was interrupted first; the message was then not taken, or nobody waits for
     *     its reply any more
     */
    Object await() throws InterruptedException {
        try {
            while (result() == null) {
                point.again();
                if (!destination().await(point, nextDeadline())) {
                    deadlinePassed();
                }
            }
        } catch (InterruptedException e) {
            interrupted(e);
        }
        if (result() instanceof Failure why && why.kind() == Failure.Kind.UNDECIDED) {
            port.space().kernel().undecided();
        }
        return result();
    }

    /** A one-way message may just be taken: its home is asked once, and if it is, the send has succeeded. */
    private void interrupted(InterruptedException e) throws InterruptedException {
        cancel();
        if (reply() == null) {
            awaitVerdict();
        }
        end(Failure.Kind.INTERRUPTED, "interrupted");
        if (result() instanceof Failure why && why.kind() != Failure.Kind.PEER_DIED) {
            throw e;
        }
        Thread.currentThread().interrupt();
    }

    private void awaitVerdict() {
        long deadline = System.nanoTime() + VERDICT_NANOS;
        boolean again = false;
        while (result() == null && !Deadline.passed(deadline)) {
            try {
                destination().await(point, deadline);
            } catch (InterruptedException e) {
                again = true;
            }
        }
        if (again) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    void settled() {
        port.ended(this);
        point.signal();
    }

    @Override
    void deadlineMoved() {
        point.nudge();
    }

    @Override
    void lateReply() {
        port.space().kernel().node().lateReply();
    }
}
