package org.roadstead.core.mach;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The queue of one port with its limit, and the one line in which waiting senders and held messages wait for a slot. Everything
 * here but {@link #decide} and what it is made of is called under the lock of the port, and tells nobody: the verdicts are told after the
 * lock is released.
 */
abstract class BoundedInbox extends Inbox {
    /** How many bytes may wait; an empty queue takes one message of any legal size all the same. */
    public static final long BYTE_LIMIT = 32L << 20;

    static final Failure REMOVED = new Failure(Failure.Kind.REMOVED, "a right was given up by its space");
    private static final Failure HELD_ALREADY =
            new Failure(Failure.Kind.HELD_ALREADY, "a message of this space is held for the port already");

    // Made with the first use.
    private LinkedHashSet<Submission> waiting;
    private List<Listening> whenRoom;
    private List<Listening> whenNoSenders;

    private int limit;
    private int senders;
    private int count;
    private long bytes;
    private long accepted;
    private long sequence;

    BoundedInbox(int limit) {
        this.limit = limit;
    }

    /** Returns the queue that the messages are in: the port itself, or its set. */
    abstract Inbox inbox();

    /** Takes a step under the lock, and tells what it decided after the lock is released. */
    final <T> T decide(Function<Verdicts, T> step) {
        Verdicts verdicts = new Verdicts();
        T result = locked(step, verdicts);
        verdicts.tell();
        return result;
    }

    final void change(Consumer<Verdicts> step) {
        decide(verdicts -> {
            step.accept(verdicts);
            return null;
        });
    }

    final <T> T locked(Function<Verdicts, T> step, Verdicts verdicts) {
        for (; ; ) {
            Inbox at = inbox();
            synchronized (at) {
                synchronized (this) {
                    if (at == inbox()) {
                        return step.apply(verdicts);
                    }
                }
            }
        }
    }

    /** Hands a message to a receiver or to the queue that the port's messages are in; sees to it that the receiver is woken. */
    abstract void enqueue(Kmsg message, Verdicts verdicts);

    /** Accepts, holds or refuses a submission; refuses it if the gate is closed. Returns true if it has to wait instead. */
    final boolean admit(Submission submission, Failure gate, Verdicts verdicts) {
        if (gate != null) {
            verdicts.refuse(submission, gate);
        } else if (submission.isWithdrawn()) {
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
        whenRoom = without(sender, whenRoom);
        whenNoSenders = without(sender, whenNoSenders);
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
        List<Kmsg> held = new ArrayList<>();
        for (Submission submission : waiting == null ? List.<Submission>of() : waiting) {
            if (submission.isHeld()) {
                submission.sender().letGo(submission); // its dead name may be kept for long
                held.add(submission.message());
            }
        }
        waiting = null;
        return held;
    }

    /** Changes how many messages may wait; a raised limit lets the oldest waiting senders in. Returns true. */
    final boolean limit(int messages, Verdicts verdicts) {
        limit = messages;
        grant(verdicts);
        return true;
    }

    /** Queues a message of the kernel or a reply, full or not. Returns true. */
    final boolean force(Kmsg message, Verdicts verdicts) {
        accepted++;
        enqueue(message, verdicts);
        return true;
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
        if (isDeserted()) {
            deserted(verdicts);
        }
    }

    /** Returns the number that the next message will be given. */
    final long nextNumber() {
        return sequence;
    }

    /** Tells whether nobody but the receiver can send, and nothing is queued. */
    private boolean isDeserted() {
        return count == 0 && !hasSenders();
    }

    @Override
    final boolean hasSenders() {
        return senders > 0 || someoneWaits();
    }

    final void senderCame() {
        senders++;
    }

    final void senderGone(Verdicts verdicts) {
        senders--;
        if (isDeserted()) {
            deserted(verdicts);
        }
    }

    private void deserted(Verdicts verdicts) {
        endReceiversWithoutSenders(verdicts);
        List<Listening> told = whenNoSenders;
        whenNoSenders = null;
        tell(told, "nobody else has a right to send", verdicts);
    }

    /** Adds a listener for room, or for the end of the last sender, and tells it if it is so already. */
    final void listen(Listening listener, boolean forRoom, Verdicts verdicts) {
        if (forRoom) {
            whenRoom = add(whenRoom, listener);
            room(verdicts);
        } else {
            whenNoSenders = add(whenNoSenders, listener);
            if (isDeserted()) {
                deserted(verdicts);
            }
        }
    }

    /** Tells who asked for it if a send would not wait now. */
    private void room(Verdicts verdicts) {
        if (whenRoom != null && !someoneWaits() && count < limit && (count == 0 || bytes < BYTE_LIMIT)) {
            List<Listening> told = whenRoom;
            whenRoom = null;
            tell(told, "there is room in the queue", verdicts);
        }
    }

    /** Nobody is told of anything any more. */
    final void forgetListeners() {
        whenRoom = null;
        whenNoSenders = null;
    }

    private static List<Listening> add(List<Listening> listeners, Listening listener) {
        List<Listening> all = listeners == null ? new ArrayList<>(1) : listeners;
        all.add(listener);
        return all;
    }

    private static List<Listening> without(Entry entry, List<Listening> listeners) {
        if (listeners != null) {
            listeners.removeIf(listener -> listener.isFor(entry));
        }
        return listeners == null || listeners.isEmpty() ? null : listeners;
    }

    private static void tell(List<Listening> told, String what, Verdicts verdicts) {
        if (told != null) {
            told.forEach(listener -> verdicts.then(() -> listener.tell(what)));
        }
    }

    /** Numbers start anew. */
    final void restartNumbers() {
        sequence = 0;
    }

    final boolean someoneWaits() {
        return waiting != null && !waiting.isEmpty();
    }

    /** Returns the numbers of the port at one moment. */
    abstract Status status();

    public boolean isFull() {
        return status().isFull();
    }

    public String queue() {
        return status().text();
    }

    final Status status(boolean closed) {
        return new Status(count, limit, bytes, waiting == null ? 0 : waiting.size(), accepted, closed);
    }

    private Set<Submission> waiting() {
        if (waiting == null) {
            waiting = new LinkedHashSet<>();
        }
        return waiting;
    }

    private boolean hasRoom(Kmsg message) {
        return count == 0 || (count < limit && bytes + message.bytes() <= BYTE_LIMIT);
    }

    private Failure full() {
        return new Failure(Failure.Kind.FULL, status(false).text());
    }

    /** Gives free slots to the oldest who wait, and tells of those that are left. */
    private void grant(Verdicts verdicts) {
        if (someoneWaits()) {
            grantToOldest(verdicts);
        }
        room(verdicts);
    }

    /** Looks at the oldest anew each time, since a receiver that waits may take a granted message at once and free its slot again. */
    private void grantToOldest(Verdicts verdicts) {
        while (someoneWaits()) {
            Submission next = waiting.iterator().next();
            boolean late = !next.isHeld() && Deadline.passed(next.deadline());
            if (!late && !hasRoom(next.message())) {
                break;
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
        }
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
    public record Status(int depth, int limit, long bytes, int blocked, long accepted, boolean closed) {
        /** Tells whether a message would have to wait. */
        boolean isFull() {
            return depth >= limit || blocked > 0;
        }

        /** Returns the queue in one phrase. */
        String text() {
            return "queue " + depth + " of " + limit + " messages, " + bytes + " bytes, " + blocked
                    + " senders waiting";
        }
    }
}
