package org.roadstead.core.mach;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A port at its home: a bounded queue of messages, the senders that wait for a slot, and the end of both.
 *
 * <p><b>Why it is right.</b> Queue, waiting senders, gate and death change only under the one lock, so whether a submission
 * is accepted, parked, cancelled or refused is decided by whether it is in {@code waiting} at that moment. A freed slot
 * goes to the oldest waiting sender by the hand of whoever freed it, which puts the message into the queue under the same
 * lock, so nobody barges in, no wake-up is needed to make progress, and order is kept. All verdicts and wake-ups are given
 * after the lock is released.
 *
 * <p>Any thread. Nothing here blocks but for the lock, which is never held for longer than a few steps.
 */
public final class Port implements Destination {
    /** How many bytes may wait; an empty queue takes one message of any legal size all the same. */
    public static final long BYTE_LIMIT = 32L << 20;

    private final int messageLimit;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock; the collections are made with the first use.
    private ArrayDeque<Message> queue;
    private LinkedHashSet<Submission> waiting;
    private List<DeathWatch> watches;
    private int limit;
    private long bytes;
    private long accepted;
    private Failure gate;

    private volatile Receiver receiver;
    private volatile Failure death;

    /**
     * Makes a port.
     *
     * @param limit how many messages may wait (Mach: the backlog)
     * @param messageLimit the largest message in bytes
     */
    public Port(int limit, int messageLimit) {
        this.limit = limit;
        this.messageLimit = messageLimit;
    }

    /** Says who is woken by messages; messages that wait already are announced at once. */
    public void receiver(Receiver served) {
        receiver = served;
        if (served != null && depth() > 0) {
            served.messageArrived();
        }
    }

    @Override
    public void submit(Submission submission) {
        Message message = submission.message();
        Failure refusal = null;
        boolean parked = false;
        lock.lock();
        try {
            if (gate != null) {
                refusal = gate;
            } else if ((waiting == null || waiting.isEmpty()) && hasRoom(message)) {
                enqueue(message);
            } else if (submission.tryOnly()) {
                refusal = full();
            } else {
                if (waiting == null) {
                    waiting = new LinkedHashSet<>();
                }
                waiting.add(submission);
                parked = true;
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            submission.refused(refusal);
        } else if (parked) {
            submission.parked();
        } else {
            submission.accepted();
            wakeReceiver();
        }
    }

    @Override
    public void cancel(Submission submission) {
        Failure verdict = null;
        Grants grants = null;
        lock.lock();
        try {
            if (waiting != null && waiting.remove(submission)) {
                verdict = full();
                grants = grant();
            }
        } finally {
            lock.unlock();
        }
        if (verdict != null) {
            submission.refused(verdict);
            grants.tell();
        }
    }

    @Override
    public void forget(Submission submission) {
        // The reply right of a forgotten submission drops what still comes.
    }

    @Override
    public boolean await(WaitPoint point, long deadline) throws InterruptedException {
        return point.park(deadline);
    }

    /** Takes the oldest message; its slot goes to the oldest waiting sender. Returns null if none waits. */
    public Message take() {
        Message message;
        Grants grants;
        lock.lock();
        try {
            message = queue == null ? null : queue.poll();
            if (message == null) {
                return null;
            }
            bytes -= message.size();
            grants = grant();
        } finally {
            lock.unlock();
        }
        grants.tell();
        return message;
    }

    /** Refuses new messages and lets go of waiting senders; messages in the queue stay. */
    public void closeGate(Failure why) {
        LinkedHashSet<Submission> refused = null;
        lock.lock();
        try {
            if (gate == null) {
                gate = why;
                refused = waiting;
                waiting = null;
            }
        } finally {
            lock.unlock();
        }
        if (refused != null) {
            refused.forEach(submission -> submission.refused(why));
        }
    }

    /**
     * Ends the port. Links are told first, so that whoever hears over one that its message has ended finds the port dead there;
     * then the waiting senders, the messages nobody read, and the other watches, each told once.
     *
     * @return false if it was dead before
     */
    public boolean kill(Failure why) {
        LinkedHashSet<Submission> refused;
        ArrayDeque<Message> unread;
        List<DeathWatch> told;
        lock.lock();
        try {
            if (death != null) {
                return false;
            }
            death = why;
            if (gate == null) {
                gate = why;
            }
            refused = waiting;
            waiting = null;
            unread = queue;
            queue = null;
            bytes = 0;
            told = watches;
            watches = null;
        } finally {
            lock.unlock();
        }
        receiver = null; // whoever keeps a right to the dead port must not keep its owner's classes with it
        tell(told, true, why);
        if (refused != null) {
            refused.forEach(submission -> submission.refused(why));
        }
        if (unread != null) {
            unread.forEach(message -> message.destroy(why));
        }
        tell(told, false, why);
        return true;
    }

    private static void tell(List<DeathWatch> watches, boolean relays, Failure why) {
        if (watches != null) {
            watches.stream().filter(watch -> watch.isRelay() == relays).forEach(watch -> watch.died(why));
        }
    }

    @Override
    public void watch(DeathWatch watch) {
        lock.lock();
        try {
            if (death == null) {
                if (watches == null) {
                    watches = new ArrayList<>(2);
                }
                watches.add(watch);
                return;
            }
        } finally {
            lock.unlock();
        }
        watch.died(death);
    }

    @Override
    public void unwatch(DeathWatch watch) {
        lock.lock();
        try {
            if (watches != null) {
                watches.remove(watch);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Failure death() {
        return death;
    }

    @Override
    public int messageLimit() {
        return messageLimit;
    }

    @Override
    public boolean isFull() {
        Status status = status();
        return status.depth() >= status.limit() || status.blocked() > 0;
    }

    @Override
    public boolean isServedByThisThread() {
        Receiver served = receiver;
        return served != null && served.isServedByThisThread();
    }

    /** Returns how many messages wait. */
    public int depth() {
        return status().depth();
    }

    /** Returns the numbers of the port at one moment. */
    public Status status() {
        lock.lock();
        try {
            return new Status(
                    queue == null ? 0 : queue.size(),
                    limit,
                    bytes,
                    waiting == null ? 0 : waiting.size(),
                    accepted,
                    gate != null);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What {@code port_status} tells.
     *
     * @param depth how many messages wait
     * @param limit how many may
     * @param bytes how many bytes wait
     * @param blocked how many senders wait
     * @param accepted how many messages were ever accepted
     * @param closed whether new messages are refused
     */
    public record Status(int depth, int limit, long bytes, int blocked, long accepted, boolean closed) {}

    private boolean hasRoom(Message message) {
        int depth = queue == null ? 0 : queue.size();
        return depth == 0 || (depth < limit && bytes + message.size() <= BYTE_LIMIT);
    }

    private void enqueue(Message message) {
        if (queue == null) {
            queue = new ArrayDeque<>(4);
        }
        queue.add(message);
        bytes += message.size();
        accepted++;
    }

    private Failure full() {
        int depth = queue == null ? 0 : queue.size();
        int blocked = waiting == null ? 0 : waiting.size();
        return new Failure(
                Failure.Kind.FULL,
                "queue " + depth + " of " + limit + " messages, " + bytes + " bytes, " + blocked + " senders waiting");
    }

    /** Gives free slots to the oldest waiting senders; under the lock. */
    private Grants grant() {
        Grants grants = Grants.NONE;
        if (waiting != null && !waiting.isEmpty()) {
            Iterator<Submission> oldest = waiting.iterator();
            while (oldest.hasNext()) {
                Submission next = oldest.next();
                boolean expired = Deadline.passed(next.deadline());
                if (!expired && !hasRoom(next.message())) {
                    break;
                }
                oldest.remove();
                grants = grants == Grants.NONE ? new Grants(this) : grants;
                if (expired) {
                    grants.expired.add(next);
                } else {
                    enqueue(next.message());
                    grants.accepted.add(next);
                }
            }
        }
        return grants;
    }

    private void wakeReceiver() {
        Receiver served = receiver;
        if (served != null) {
            served.messageArrived();
        }
    }

    /** The verdicts that a freed slot brought, to be told after the lock is released. */
    private static final class Grants {
        static final Grants NONE = new Grants(null);

        private final Port port;
        private final List<Submission> accepted = new ArrayList<>(1);
        private final List<Submission> expired = new ArrayList<>(0);

        Grants(Port port) {
            this.port = port;
        }

        void tell() {
            for (Submission late : expired) {
                late.refused(new Failure(Failure.Kind.FULL, "no slot before the deadline"));
            }
            for (Submission lucky : accepted) {
                lucky.accepted();
            }
            if (!accepted.isEmpty()) {
                port.wakeReceiver();
            }
        }
    }
}
