package org.roadstead.core.node;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.roadstead.core.mach.DeathWatch;
import org.roadstead.core.mach.DeathWatches;
import org.roadstead.core.mach.Destination;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.FarPort;
import org.roadstead.core.mach.Home;
import org.roadstead.core.mach.Sender;
import org.roadstead.core.mach.Submission;
import org.roadstead.core.mach.WaitPoint;

/**
 * A port whose home is another node: no queue, only the way there. One for each port and link; {@link Imports} counts its
 * uses. Message ports send through it as it is; rights to the port are rights to its {@link #face}. Any thread; nothing blocks but
 * {@link #await}.
 *
 * <p>The face has one use of the proxy. A face is written before the death is read, and the death before the face, so no face of a
 * dead port is left alive.
 */
final class ProxyPort implements Destination, Home {
    private final Peer peer;
    private final int index;
    private final ReentrantLock lock = new ReentrantLock();
    private final DeathWatches watches = new DeathWatches(); // guarded by lock
    private final AtomicReference<FarPort> face = new AtomicReference<>();
    private volatile PortUid uid;
    private volatile Failure death;

    ProxyPort(Peer peer, int index) {
        this.peer = peer;
        this.index = index;
    }

    int index() {
        return index;
    }

    Peer peer() {
        return peer;
    }

    void release() {
        peer.imports().release(this);
    }

    /** Returns the port's id; null if its home did not tell. */
    PortUid uid() {
        return uid;
    }

    void uid(PortUid known) {
        uid = known;
    }

    /** Returns the port as spaces know it, with one use more, for the caller to give back. Only by who has a use of the proxy. */
    FarPort face() {
        while (true) {
            FarPort known = face.get();
            if (known != null && known.use()) {
                return known;
            }
            peer.imports().use(this); // the face's own
            FarPort made = new FarPort(this);
            if (face.compareAndSet(known, made)) {
                Failure dead = death;
                if (dead != null) {
                    made.kill(dead);
                }
                return made;
            }
            release();
        }
    }

    @Override
    public void unused() {
        release();
    }

    @Override
    public void hold(Submission submission) {
        peer.outgoing().hold(submission);
    }

    @Override
    public void withdraw(Sender sender) {
        peer.outgoing().withdraw(sender);
    }

    @Override
    public void callOut(Runnable code) {
        peer.node().runOutsideReading(code);
    }

    @Override
    public Duration verdictPatience() {
        return peer.node().verdictPatience();
    }

    @Override
    public void submit(Submission submission) {
        Failure dead = death;
        if (dead != null) {
            submission.refused(dead);
        } else {
            peer.outgoing().submit(index, submission);
        }
    }

    @Override
    public void cancel(Submission submission) {
        peer.outgoing().cancel(submission);
    }

    @Override
    public void forget(Submission submission) {
        peer.outgoing().forget(submission);
    }

    @Override
    public boolean await(WaitPoint point, long deadline) throws InterruptedException {
        return peer.role().await(point, deadline);
    }

    /** The home says that the port is dead, or the link is lost. The reader calls this. */
    void die(Failure why) {
        List<DeathWatch> told;
        lock.lock();
        try {
            if (death != null) {
                return;
            }
            death = why;
            told = watches.drain();
        } finally {
            lock.unlock();
        }
        told.forEach(watch -> watch.died(why));
        FarPort known = face.get();
        if (known != null) {
            known.kill(why);
        }
    }

    @Override
    public void watch(DeathWatch watch) {
        lock.lock();
        try {
            if (death == null) {
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
            watches.remove(watch);
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
        return peer.messageLimit();
    }

    @Override
    public boolean isFull() {
        return false; // only the home knows
    }

    @Override
    public String queue() {
        return "its queue is at " + peer.label();
    }

    @Override
    public boolean isServedByThisThread() {
        return false; // the home is another kernel; chains of calls across nodes are not followed yet
    }
}
