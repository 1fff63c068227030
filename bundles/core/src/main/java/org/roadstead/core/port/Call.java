package org.roadstead.core.port;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Destination;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Origin;
import org.roadstead.core.mach.SendOnce;
import org.roadstead.core.mach.Submission;
import org.roadstead.port.Reply;
import org.roadstead.port.SendOptions;

/**
 * One request or one-way send under way, from its sender's side.
 *
 * <p><b>Why it ends exactly once.</b> {@code result} goes from null to a reply or a failure by one compare-and-set, whoever
 * comes first: the verdict, the reply, the loss of the link, the deadline or the interrupt. The phase only moves deadlines:
 * a slip in it can make a wait a little longer or shorter, never a result wrong. At the send deadline the sender asks for the
 * message back and the home's verdict decides (D16); only if there is none within {@link #VERDICT_NANOS} the send is undecided.
 */
abstract class Call extends Submission {
    /** How long the home may take to give the verdict that was asked for at the send deadline. */
    static final long VERDICT_NANOS = 50_000_000;

    private enum Phase {
        /** Handed in; silence means accepted, if there is a reply to come. */
        SENT,
        /** The home said that the queue is full. */
        PARKED,
        /** The home was asked to give the message back. */
        CANCELLING,
        /** In the queue. */
        ACCEPTED
    }

    /** What a one-way send results in. */
    static final Reply TAKEN = new Reply(ByteBuffer.allocate(0));

    private final Destination destination;
    private final long began = System.nanoTime();
    private final long sendDeadline;
    private final SendOptions options;
    private final AtomicReference<Object> result = new AtomicReference<>();

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.SENT);
    private volatile long replyDeadline;
    private volatile Hands taken;
    private volatile long verdictDeadline;

    Call(
            Destination destination,
            int id,
            ByteBuffer data,
            boolean isPrivate,
            boolean wantsReply,
            Origin origin,
            SendOptions options) {
        super(id, data, isPrivate, wantsReply ? new Answer() : null, origin, isTry(options), sendDeadline(options));
        this.destination = destination;
        this.options = options;
        this.sendDeadline = deadline();
        this.replyDeadline = replyDeadline(began);
        if (wantsReply) {
            ((Answer) reply()).call = this;
        }
    }

    /** A try has no time to wait for a slot, but its message needs time to get there. */
    private static long sendDeadline(SendOptions options) {
        return isTry(options)
                ? System.nanoTime() + VERDICT_NANOS
                : Deadline.earlier(Deadline.after(options.sendTimeout()), Deadline.after(options.total()));
    }

    private static boolean isTry(SendOptions options) {
        return options.sendTimeout().isZero() || options.total().isZero();
    }

    /** The end of the reply's clock if it starts at a moment. */
    private long replyDeadline(long moment) {
        return Deadline.earlier(Deadline.after(moment, options.replyTimeout()), Deadline.after(began, options.total()));
    }

    /** The result is there; called once. Must not block. */
    abstract void settled();

    /** The next deadline is another one, perhaps an earlier one. Must not block. */
    abstract void deadlineMoved();

    /** A reply has come that nobody waits for any more. */
    abstract void lateReply();

    final Destination destination() {
        return destination;
    }

    /** The message of a request is in a handler's hands. */
    static void taken(SendOnce reply, Hands by) {
        if (reply instanceof Answer answer) {
            answer.call.taken = by;
        }
    }

    /** Returns whose hands the message is in; null while it is in the queue, and if its handler is elsewhere. */
    final Hands taken() {
        return taken;
    }

    /** Returns null, a {@link Reply} or a {@link Failure}. */
    final Object result() {
        return result.get();
    }

    final Duration waited() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    final SendOptions options() {
        return options;
    }

    final boolean settle(Object outcome) {
        if (!result.compareAndSet(null, outcome)) {
            return false;
        }
        settled();
        return true;
    }

    /** Returns when {@link #deadlinePassed()} is to be called next. */
    final long nextDeadline() {
        return switch (phase.get()) {
            case SENT -> reply() == null ? sendDeadline : Deadline.earlier(sendDeadline, replyDeadline);
            case PARKED -> sendDeadline;
            case CANCELLING -> verdictDeadline;
            case ACCEPTED -> replyDeadline;
        };
    }

    /** The deadline of the phase has passed: ends the call, or asks for the message back. */
    final void deadlinePassed() {
        if (!Deadline.passed(nextDeadline())) {
            return; // the phase has moved on meanwhile
        }
        switch (phase.get()) {
            case ACCEPTED -> end(Failure.Kind.NO_REPLY, "no reply");
            case CANCELLING -> end(Failure.Kind.UNDECIDED, "no verdict from the port's home, which does not run");
            case SENT -> {
                if (Deadline.passed(sendDeadline)) {
                    cancel();
                } else {
                    end(Failure.Kind.NO_REPLY, "no reply");
                }
            }
            case PARKED -> cancel();
        }
    }

    /** Asks for the message back; the verdict, or the lack of one, ends the call soon. */
    final void cancel() {
        verdictDeadline = System.nanoTime() + VERDICT_NANOS;
        Phase before;
        do {
            before = phase.get();
            if (before == Phase.ACCEPTED) {
                return;
            }
        } while (!phase.compareAndSet(before, Phase.CANCELLING));
        destination.cancel(this);
    }

    final void end(Failure.Kind kind, String detail) {
        if (settle(new Failure(kind, detail))) {
            destination.forget(this);
        }
    }

    /** Ends the call since its sender is gone: a message that still waits for room is taken back and never delivered. */
    final void abandon(Failure why) {
        if (settle(why)) {
            if (phase.get() != Phase.ACCEPTED) {
                destination.cancel(this);
            }
            destination.forget(this);
        }
    }

    @Override
    public final void accepted() {
        Phase before = phase.get();
        if (before == Phase.PARKED || before == Phase.CANCELLING) {
            replyDeadline = replyDeadline(System.nanoTime()); // the reply's clock starts when the send has ended
        }
        phase.set(Phase.ACCEPTED);
        if (before != Phase.SENT) {
            deadlineMoved();
        }
        if (reply() == null) {
            settle(TAKEN);
        }
    }

    @Override
    public final void parked() {
        phase.compareAndSet(Phase.SENT, Phase.PARKED);
    }

    @Override
    public final void refused(Failure why) {
        settle(why);
    }

    private static final class Answer extends SendOnce {
        private Call call; // set before the submission is handed in

        @Override
        protected void replied(ByteBuffer data) {
            ByteBuffer copy =
                    ByteBuffer.allocate(data.remaining()).put(data.duplicate()).flip();
            if (!call.settle(new Reply(copy))) {
                call.lateReply();
            }
        }

        @Override
        protected void failed(Failure why) {
            call.settle(why);
        }
    }
}
