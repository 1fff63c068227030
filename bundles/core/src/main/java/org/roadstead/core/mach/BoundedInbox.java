package org.roadstead.core.mach;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The queue of one port with its limit, and the one line in which waiting senders and held messages wait for a slot. Everything
 * here is called under the lock of the port, and tells nobody: the verdicts are told after the lock is released.
 */
abstract class BoundedInbox extends Inbox {
    /** How many bytes may wait; an empty queue takes one message of any legal size all the same. */
    public static final long BYTE_LIMIT = 32L << 20;

    static final Failure REMOVED = new Failure(Failure.Kind.REMOVED, "a right was given up by its space");
    private static final Failure HELD_ALREADY =
            new Failure(Failure.Kind.HELD_ALREADY, "a message of this space is held for the port already");

    private LinkedHashSet<Submission> waiting; // made with the first use
    private int limit;
    private int count;
    private long bytes;
    private long accepted;
    private long sequence;
    private boolean granting;

    BoundedInbox(int limit) {
        this.limit = limit;
    }

    /** Hands a message to a receiver or to the queue that the port's messages are in; sees to it that the receiver is woken. */
    abstract void enqueue(Kmsg message, Verdicts verdicts);

    /** Accepts, holds or refuses a submission. Returns true if it has to wait instead. */
    final boolean admit(Submission submission, Verdicts verdicts) {
        if (submission.isWithdrawn()) {
            verdicts.refuse(submission, REMOVED);
        } else if ((waiting == null || waiting.isEmpty()) && hasRoom(submission.message())) {
            accept(submission, verdicts);
        } else if (submission.holdsWhenFull()) {
            hold(submission, verdicts);
        } else if (submission.tryOnly()) {
            verdicts.refuse(submission, full());
        } else {
            waiting().add(submission);
            return true;
        }
        return false;
    }

    private void accept(Submission submission, Verdicts verdicts) {
        if (submission.commit()) {
            accepted++;
            enqueue(submission.message(), verdicts);
            verdicts.accept(submission);
        } else {
            verdicts.refuse(submission, REMOVED);
        }
    }

    /** Takes the message over for its sender, which will not wait any longer; a sender that waits keeps its place. */
    private void hold(Submission submission, Verdicts verdicts) {
        if (!submission.sender().hold(submission)) {
            waiting().remove(submission);
            verdicts.refuse(submission, HELD_ALREADY);
        } else if (!submission.commit()) {
            submission.sender().letGo(submission);
            waiting().remove(submission);
            verdicts.refuse(submission, REMOVED);
        } else {
            submission.markHeld();
            waiting().add(submission);
            verdicts.then(submission::held);
        }
    }

    final void holdWaiting(Submission submission, Verdicts verdicts) {
        if (isWaiting(submission)) {
            hold(submission, verdicts);
            grant(verdicts);
        }
    }

    final void cancel(Submission submission, Verdicts verdicts) {
        takeBack(submission, full(), verdicts);
    }

    final void withdraw(Entry sender, Verdicts verdicts) {
        sender.forgetHeld();
        for (Submission submission : waiting == null ? List.<Submission>of() : List.copyOf(waiting)) {
            if (submission.sender() == sender) {
                takeBack(submission, REMOVED, verdicts);
            }
        }
    }

    private void takeBack(Submission submission, Failure why, Verdicts verdicts) {
        if (isWaiting(submission)) {
            waiting.remove(submission);
            verdicts.refuse(submission, why);
            grant(verdicts);
        }
    }

    private boolean isWaiting(Submission submission) {
        return waiting != null && !submission.isHeld() && waiting.contains(submission);
    }

    /** Lets go of the senders that wait; held messages have been taken and stay. */
    final void refuseWaiting(Failure why, Verdicts verdicts) {
        if (waiting != null) {
            for (Iterator<Submission> all = waiting.iterator(); all.hasNext(); ) {
                Submission next = all.next();
                if (!next.isHeld()) {
                    all.remove();
                    verdicts.refuse(next, why);
                }
            }
        }
    }

    /** Takes the messages that are held out of the line. */
    final List<Kmsg> takeHeld() {
        List<Kmsg> held = waiting == null
                ? List.of()
                : waiting.stream()
                        .filter(Submission::isHeld)
                        .map(Submission::message)
                        .toList();
        waiting = null;
        return held;
    }

    /** Changes how many messages may wait; a raised limit lets the oldest waiting senders in. */
    final void limit(int messages, Verdicts verdicts) {
        limit = messages;
        grant(verdicts);
    }

    /** Queues a message of the kernel or a reply, full or not. */
    final void force(Kmsg message, Verdicts verdicts) {
        accepted++;
        enqueue(message, verdicts);
    }

    /** The message is in the queue. */
    final void queued(Kmsg message) {
        count++;
        bytes += message.bytes();
    }

    /** The message was taken out of the queue, by a receiver or with its port. */
    final void unqueued(Kmsg message) {
        count--;
        bytes -= message.bytes();
    }

    /** Gives a message that is received its number, and its slot to the oldest who waits. */
    final void received(Kmsg message, Verdicts verdicts) {
        message.sequence(sequence++);
        grant(verdicts);
    }

    /** Numbers start anew. */
    final void restartNumbers() {
        sequence = 0;
    }

    final boolean someoneWaits() {
        return waiting != null && !waiting.isEmpty();
    }

    final Status status(boolean closed) {
        return new Status(count, limit, bytes, waiting == null ? 0 : waiting.size(), accepted, closed);
    }

    private LinkedHashSet<Submission> waiting() {
        if (waiting == null) {
            waiting = new LinkedHashSet<>();
        }
        return waiting;
    }

    private boolean hasRoom(Kmsg message) {
        return count == 0 || (count < limit && bytes + message.bytes() <= BYTE_LIMIT);
    }

    private Failure full() {
        int blocked = waiting == null ? 0 : waiting.size();
        return new Failure(
                Failure.Kind.FULL,
                "queue " + count + " of " + limit + " messages, " + bytes + " bytes, " + blocked + " senders waiting");
    }

    /** Gives free slots to the oldest who wait. One of them may go on to a waiting receiver at once, and so come back to here. */
    private void grant(Verdicts verdicts) {
        if (waiting == null || granting) {
            return;
        }
        granting = true;
        while (!waiting.isEmpty() && grantNext(waiting.iterator().next(), verdicts)) {
            // the next one is the oldest now
        }
        granting = false;
    }

    private boolean grantNext(Submission next, Verdicts verdicts) {
        boolean late = !next.isHeld() && Deadline.passed(next.deadline());
        if (!late && !hasRoom(next.message())) {
            return false;
        }
        waiting.remove(next);
        if (late) {
            verdicts.refuse(next, new Failure(Failure.Kind.FULL, "no slot before the deadline"));
        } else if (next.isHeld()) {
            next.sender().letGo(next);
            force(next.message(), verdicts);
            verdicts.accept(next);
        } else {
            accept(next, verdicts);
        }
        return true;
    }

    /**
     * What {@code port_status} tells.
     *
     * @param depth how many messages wait
     * @param limit how many may
     * @param bytes how many bytes wait
     * @param blocked how many senders and held messages wait
     * @param accepted how many messages were ever accepted
     * @param closed whether new messages are refused
     */
    public record Status(int depth, int limit, long bytes, int blocked, long accepted, boolean closed) {}
}
