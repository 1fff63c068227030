package org.roadstead.core.node;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Sender;
import org.roadstead.core.mach.Submission;

/**
 * The submissions of this kernel that are under way to one peer: sent and without a verdict or a reply, or not sent yet since
 * too many bytes wait for the peer.
 *
 * <p><b>Why each ends exactly once.</b> A submission that was sent is in {@code pending} until the frame that ends it, its
 * forgetting, or the loss of the link takes it out, and taking it out of the concurrent map is the one atomic decision. One
 * that is not sent is in {@code unsent} instead, and whoever takes it out there, the sender's cancel, the drain or the loss,
 * decides. A submission that enters {@code pending} after the loss finds the link closed and takes itself out again.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // of backlog, which is written under the lock only
final class Outgoing {
    /** How many bytes may wait in the link's outbox before submissions wait here. */
    private static final long OUTBOX_LIMIT = 64L << 20;

    private final Peer peer;
    private final AtomicLong calls = new AtomicLong();
    private final Map<Long, Submission> pending = new ConcurrentHashMap<>();
    private final TypedSends typed;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Submission, Integer> unsent = new LinkedHashMap<>(); // guarded by lock; value: the port's index
    private boolean draining; // guarded by lock
    /** The size of {@code unsent} and the one that is being sent from it; so nobody overtakes. */
    private volatile int backlog;

    Outgoing(Peer peer) {
        this.peer = peer;
        this.typed = new TypedSends(peer, this);
    }

    long nextCall() {
        return calls.incrementAndGet();
    }

    int inFlight() {
        return pending.size() + backlog;
    }

    void submit(int port, Submission submission) {
        if (backlog == 0 && hasRoom(submission)) {
            transmit(port, submission);
            return;
        }
        if (submission.tryOnly()) {
            submission.refused(linkFull());
            return;
        }
        lock.lock();
        try {
            unsent.put(submission, port);
            backlog++;
        } finally {
            lock.unlock();
        }
        submission.parked();
        if (hasRoom(submission)) {
            drain(); // the outbox ran empty in between, and nobody else will say so
        }
    }

    void cancel(Submission submission) {
        if (takeUnsent(submission)) {
            submission.refused(linkFull());
        } else if (submission.takeBack()) {
            peer.send(Frames.call(Frames.CANCEL, submission.ticket()));
        }
    }

    private boolean takeUnsent(Submission submission) {
        lock.lock();
        try {
            if (unsent.remove(submission) == null) {
                return false;
            }
            backlog--;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Asks for a message to be held whose sender will not wait any longer. */
    void hold(Submission submission) {
        if (takeUnsent(submission)) {
            submission.refused(linkFull());
        } else {
            peer.send(Frames.call(Frames.HOLD, submission.ticket()));
        }
    }

    /** A sender has given its right up. */
    void withdraw(Sender sender) {
        List<Submission> all = new ArrayList<>(pending.values());
        lock.lock();
        try {
            all.addAll(unsent.keySet());
        } finally {
            lock.unlock();
        }
        for (Submission submission : all) {
            if (submission.sender() == sender) {
                if (submission.isHeld()) {
                    pending.remove(submission.ticket());
                }
                cancel(submission);
            }
        }
    }

    void forget(Submission submission) {
        pending.remove(submission.ticket(), submission);
    }

    /** Sends what waits, oldest first, as far as the outbox has room. */
    void drain() {
        while (true) {
            Map.Entry<Submission, Integer> next;
            lock.lock();
            try {
                Iterator<Map.Entry<Submission, Integer>> oldest =
                        unsent.entrySet().iterator();
                if (draining || !oldest.hasNext()) {
                    return;
                }
                next = oldest.next();
                if (peer.isUp() && !hasRoom(next.getKey())) {
                    return;
                }
                next = Map.entry(next.getKey(), next.getValue());
                oldest.remove();
                draining = true;
            } finally {
                lock.unlock();
            }
            transmit(next.getValue(), next.getKey());
            lock.lock();
            try {
                draining = false;
                backlog--;
            } finally {
                lock.unlock();
            }
        }
    }

    void accepted(long call, boolean wasHeld) {
        Submission submission = pending.get(call);
        if (submission != null && submission.typed() != null) {
            typed.accepted(call, submission, wasHeld);
        } else if (submission != null) {
            if (submission.reply() == null) {
                pending.remove(call);
            }
            submission.accepted();
        }
    }

    void parked(long call) {
        Submission submission = pending.get(call);
        if (submission != null) {
            submission.parked();
        }
    }

    void held(long call) {
        Submission submission = pending.get(call);
        if (submission != null && submission.typed() != null) {
            typed.held(call, submission);
        }
    }

    void refused(long call, Failure why) {
        Submission submission = pending.remove(call);
        if (submission != null) {
            refuse(submission, why);
        }
    }

    /** What is held was taken, and its sender has heard of that. */
    private void refuse(Submission submission, Failure why) {
        typed.notTaken(submission.ticket());
        if (!submission.isHeld()) {
            submission.refused(why);
        }
    }

    boolean keep(long call, Submission submission) {
        return pending.putIfAbsent(call, submission) == null;
    }

    /** Returns false if somebody else has decided the call. */
    boolean drop(long call, Submission submission) {
        return pending.remove(call, submission);
    }

    /** Returns false if nobody waits for the reply any more. */
    boolean replied(long call, ByteBuffer data) {
        Submission submission = take(call);
        return submission != null && submission.reply().reply(data);
    }

    void failed(long call, Failure why) {
        Submission submission = take(call);
        if (submission != null) {
            submission.reply().fail(why);
        }
    }

    /** The link is lost: everything under way ends. */
    @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // the map is a concurrent one
    void lost(Failure why) {
        List<Submission> all = new ArrayList<>();
        lock.lock();
        try {
            all.addAll(unsent.keySet());
            backlog -= unsent.size();
            unsent.clear();
        } finally {
            lock.unlock();
        }
        for (Long call : pending.keySet()) {
            Submission submission = pending.remove(call);
            if (submission != null) {
                all.add(submission);
            }
        }
        all.forEach(submission -> refuse(submission, why));
    }

    private Submission take(long call) {
        Submission submission = pending.remove(call);
        if (submission != null && submission.reply() == null) {
            throw new MalformedFrameException("a reply to a message that wants none");
        }
        return submission;
    }

    private boolean hasRoom(Submission submission) {
        long waiting = peer.pendingBytes();
        return waiting == 0 || waiting + submission.bytes() <= OUTBOX_LIMIT;
    }

    private void transmit(int port, Submission submission) {
        if (submission.typed() != null) {
            typed.transmit(port, submission);
            return;
        }
        long call = nextCall();
        submission.ticket(call);
        pending.put(call, submission);
        int flags = (submission.reply() != null ? Frames.WANTS_REPLY : 0) | (submission.tryOnly() ? Frames.TRY : 0);
        long deadline = peer.theirs(submission.deadline());
        ByteBuffer header = Frames.submit(flags, call, submission.origin().space(), port, submission.id(), deadline);
        sent(call, submission, peer.send(header, submission.data()));
    }

    /** A submission was handed to the link, or the link would not have it. */
    void sent(long call, Submission submission, boolean sent) {
        if (submission.sent()) {
            peer.send(Frames.call(Frames.CANCEL, call)); // asked for back while it was being sent: never before it
        }
        if ((!sent || !peer.isUp()) && pending.remove(call, submission)) {
            refuse(submission, peer.lostBecause());
        }
    }

    private Failure linkFull() {
        return new Failure(
                Failure.Kind.LINK_FULL,
                peer.pendingBytes() + " bytes wait for " + peer.label() + ", which does not read; limit "
                        + OUTBOX_LIMIT);
    }
}
