package org.roadstead.core.mach;

import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.SendResult;

/**
 * One {@code msg_send}: the sending thread waits for the port's verdict, which comes once. Deadline and interrupt do not end it by
 * themselves, they ask the port to take the message back or to hold it, and the port's answer is the outcome.
 */
final class MachSend extends Submission {
    private final Entry sender;
    private final Claims claims;
    private final MsgOptions options;
    private final long until;
    private final WaitPoint point = new WaitPoint();

    private volatile SendResult result;
    /** When it began to wait, for people; 0 if it does not. */
    private volatile long began;

    private boolean interrupted; // written and read by the sending thread, and by the port's answer to it

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

    /** With a notice the message is held at the deadline, and only the sender can ask for that. */
    private static long portDeadline(MsgOptions options) {
        return options.has(MsgOption.SEND_TIMEOUT) && !options.has(MsgOption.SEND_NOTIFY)
                ? Deadline.after(options.sendTimeout())
                : Deadline.NEVER;
    }

    /** Sends, waiting as long as the options say. */
    SendResult run() {
        claims.waiter(this);
        sender.port().submit(this);
        began = result == null ? System.nanoTime() : 0;
        boolean copies = result == null && !claims.copied().isEmpty();
        if (copies) {
            sender.space().copying().add(claims);
        }
        if (claims.why() != null) {
            giveUp(); // it failed before there was anybody to wake
        }
        boolean restore = false;
        while (result == null) {
            point.again();
            try {
                if (!sender.port().await(point, until)) {
                    deadlinePassed();
                }
            } catch (InterruptedException e) {
                restore = true;
                if (options.has(MsgOption.SEND_INTERRUPT)) {
                    interrupted = true;
                    giveUp();
                }
            }
        }
        if (copies) {
            sender.space().copying().remove(claims);
        }
        if (restore) {
            Thread.currentThread().interrupt();
        }
        return result;
    }

    private void deadlinePassed() {
        if (options.has(MsgOption.SEND_NOTIFY)) {
            sender.port().hold(this);
        } else {
            giveUp();
        }
    }

    /** Asks for the message back; the answer has come when this returns. */
    void giveUp() {
        sender.port().cancel(this);
    }

    @Override
    Entry sender() {
        return sender;
    }

    @Override
    boolean isWithdrawn() {
        return sender.isGone();
    }

    @Override
    boolean holdsWhenFull() {
        return options.has(MsgOption.SEND_NOTIFY) && (!options.has(MsgOption.SEND_TIMEOUT) || isPoll(options));
    }

    @Override
    boolean commit() {
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
    void held() {
        claims.committed(sender.port());
        sender.space().notices().promised();
        end(new SendResult(
                MsgReturn.SEND_WILL_NOTIFY, MsgCause.QUEUE_FULL, "the queue is full; a notification will follow"));
    }

    @Override
    public void refused(Failure why) {
        claims.failed();
        end(result(claims.why() == null ? why : claims.why()));
    }

    private void end(SendResult outcome) {
        result = outcome;
        point.signal();
    }

    private SendResult result(Failure why) {
        MsgReturn full = interrupted ? MsgReturn.SEND_INTERRUPTED : MsgReturn.SEND_TIMED_OUT;
        return switch (why.kind()) {
            case FULL ->
                new SendResult(full, MsgCause.QUEUE_FULL, detail(why) + "; wait longer, or let it be received");
            case HELD_ALREADY -> new SendResult(MsgReturn.SEND_NOTIFY_IN_PROGRESS, MsgCause.QUEUE_FULL, detail(why));
            case REMOVED -> removed(why);
            case INVALIDATED, OWNER_STOPPED, PEER_DIED, SERVICE_STOPPED ->
                new SendResult(MsgReturn.SEND_INVALID_PORT, MsgCause.DIED, detail(why));
            default -> new SendResult(MsgReturn.SEND_KERNEL_REFUSED, MsgCause.NONE, detail(why));
        };
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
