package org.roadstead.core.mach;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.SendResult;

/**
 * One {@code msg_send}: the sending thread waits for the port's verdict, which comes once. Deadline and interrupt do not end it by
 * themselves, they ask the port to take the message back or to hold it, and the port's answer is the outcome. Only if the port's home
 * is elsewhere and does not run, there is no answer; the send then ends undecided, and what it carries is decided when the home is
 * heard of again, or is lost.
 */
final class MachSend extends Submission {
    private final Entry sender;
    private final Claims claims;
    private final MsgOptions options;
    private long until; // touched by the sending thread only
    private final WaitPoint point = new WaitPoint();

    private final AtomicReference<SendResult> result = new AtomicReference<>();
    /** When it began to wait, for people; 0 if it does not. */
    private volatile long began;

    private boolean asked; // for the message back, or to hold it; touched by the sending thread only
    private volatile boolean interrupted; // written and read by the sending thread, and by the port's answer to it

    MachSend(Kmsg message, Entry sender, Claims claims, MsgOptions options) {
        super(message, isPoll(options) && !options.has(MsgOption.SEND_NOTIFY), portDeadline(options));
        this.sender = sender;
        this.claims = claims;
        this.options = options;
        this.until = options.has(MsgOption.SEND_TIMEOUT) ? Deadline.after(options.sendTimeout()) : Deadline.NEVER;
    }

    private static boolean isPoll(MsgOptions options) {
        return options.has(MsgOption.SEND_TIMEOUT) && options.sendTimeout().isZero();
    }

    /** With a notice the message is held at the deadline, and only the sender can ask for that. A poll is decided when it is read. */
    private static long portDeadline(MsgOptions options) {
        return options.has(MsgOption.SEND_TIMEOUT) && !options.has(MsgOption.SEND_NOTIFY) && !isPoll(options)
                ? Deadline.after(options.sendTimeout())
                : Deadline.NEVER;
    }

    /** Sends, waiting as long as the options say. */
    SendResult run() {
        claims.waiter(this);
        sender.port().submit(this);
        began = result.get() == null ? System.nanoTime() : 0;
        boolean copies = result.get() == null && !claims.copied().isEmpty();
        if (copies) {
            sender.space().copying().add(claims);
        }
        if (claims.why() != null) {
            giveUp(); // it failed before there was anybody to wake
        }
        if (tryOnly() || holdsWhenFull()) {
            awaitVerdict();
        }
        boolean restore = false;
        while (result.get() == null) {
            point.again();
            try {
                if (!sender.port().await(point, until)) {
                    timeIsOver();
                }
            } catch (InterruptedException e) {
                restore = true;
                if (options.has(MsgOption.SEND_INTERRUPT) && !asked) {
                    interrupted = true;
                    giveUp();
                    awaitVerdict();
                }
            }
        }
        if (copies) {
            sender.space().copying().remove(claims);
        }
        if (restore) {
            Thread.currentThread().interrupt();
        }
        return result.get();
    }

    private void timeIsOver() {
        if (asked) {
            end(undecided());
            return;
        }
        if (options.has(MsgOption.SEND_NOTIFY)) {
            sender.port().hold(this);
        } else {
            giveUp();
        }
        awaitVerdict();
    }

    /** A port of this kernel has given it already. */
    private void awaitVerdict() {
        asked = true;
        until = Deadline.after(sender.port() instanceof FarPort far ? far.home().verdictPatience() : Duration.ZERO);
    }

    /** Asks for the message back; a port of this kernel has answered when this returns. */
    void giveUp() {
        sender.port().cancel(this);
    }

    @Override
    public Entry sender() {
        return sender;
    }

    @Override
    boolean isWithdrawn() {
        return sender.isGone();
    }

    @Override
    public boolean holdsWhenFull() {
        return options.has(MsgOption.SEND_NOTIFY) && (!options.has(MsgOption.SEND_TIMEOUT) || isPoll(options));
    }

    @Override
    public boolean setOut() {
        return claims.setOut();
    }

    @Override
    public boolean commit() {
        return claims.commit();
    }

    @Override
    public void parked() {
        // it waits
    }

    @Override
    public void accepted() {
        if (isHeld()) {
            sender.space().notices().accepted(sender);
        } else {
            claims.committed(sender.port());
            end(SendResult.SUCCESS);
        }
    }

    @Override
    public void held() {
        claims.committed(sender.port());
        sender.space().notices().promised();
        end(new SendResult(
                MsgReturn.SEND_WILL_NOTIFY, MsgCause.QUEUE_FULL, "the queue is full; a notification will follow"));
    }

    @Override
    public void refused(Failure why) {
        claims.failed();
        Failure taken = claims.why() == null && sender.isGone() && !why.isDeath() ? BoundedInbox.REMOVED : claims.why();
        end(result(taken == null ? why : taken));
    }

    private void end(SendResult outcome) {
        if (result.compareAndSet(null, outcome)) {
            point.signal();
        }
    }

    private SendResult result(Failure why) {
        MsgReturn full = interrupted ? MsgReturn.SEND_INTERRUPTED : MsgReturn.SEND_TIMED_OUT;
        return switch (why.kind()) {
            case FULL, LINK_FULL ->
                new SendResult(full, MsgCause.QUEUE_FULL, detail(why) + "; wait longer, or let it be received");
            case HELD_ALREADY -> new SendResult(MsgReturn.SEND_NOTIFY_IN_PROGRESS, MsgCause.QUEUE_FULL, detail(why));
            case REMOVED -> removed(why);
            case TOO_LARGE -> new SendResult(MsgReturn.SEND_MSG_TOO_LARGE, MsgCause.NONE, detail(why));
            case INVALIDATED, OWNER_STOPPED, PEER_DIED, SERVICE_STOPPED ->
                new SendResult(MsgReturn.SEND_INVALID_PORT, MsgCause.DIED, detail(why));
            default -> new SendResult(MsgReturn.SEND_KERNEL_REFUSED, MsgCause.NONE, detail(why));
        };
    }

    private SendResult undecided() {
        Failure why = new Failure(
                Failure.Kind.UNDECIDED,
                "no word of whether it was taken from where " + sender.port().queue()
                        + "; see whether that process runs");
        MsgReturn code = interrupted ? MsgReturn.SEND_INTERRUPTED : MsgReturn.SEND_TIMED_OUT;
        return new SendResult(code, MsgCause.UNDECIDED, detail(why));
    }

    private String detail(Failure why) {
        long since = began;
        String waited = since == 0 ? "" : ", which waited " + (System.nanoTime() - since) / 1_000_000 + " ms";
        return "a send of " + sender.space().owner() + " to its port " + sender.name() + waited + ": " + why.detail();
    }

    /** The destination, or something that the message was to carry, was taken away meanwhile. */
    @SuppressWarnings("ReferenceEquality") // RELEASED is a mark
    static SendResult removed(Failure why) {
        MsgReturn code = why == MemoryBlock.RELEASED ? MsgReturn.SEND_INVALID_MEMORY : MsgReturn.SEND_INVALID_PORT;
        return new SendResult(code, MsgCause.REMOVED, why.detail());
    }
}
