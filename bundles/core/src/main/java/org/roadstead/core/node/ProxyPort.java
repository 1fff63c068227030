package org.roadstead.core.node;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.roadstead.core.mach.DeathWatch;
import org.roadstead.core.mach.DeathWatches;
import org.roadstead.core.mach.Destination;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Submission;
import org.roadstead.core.mach.WaitPoint;

/**
 * A port whose home is another node: no queue, only the way there. One for each port and link; {@link Imports} counts its
 * uses. Any thread; nothing blocks but {@link #await}.
 */
final class ProxyPort implements Destination {
    private final Peer peer;
    private final int index;
    private final ReentrantLock lock = new ReentrantLock();
    private final DeathWatches watches = new DeathWatches(); // guarded by lock
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
