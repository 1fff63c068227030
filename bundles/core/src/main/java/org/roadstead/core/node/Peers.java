package org.roadstead.core.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.roadstead.core.mach.Deadline;

/**
 * The nodes that this node has links with: one link for each (D18).
 *
 * <p>Two nodes that dial each other at once make two links. The node that learns of both at WELCOME keeps the dial of the
 * lower id; a node that has a link already refuses a second one at HELLO. Both rules lead both sides to the same link, since
 * a WELCOME is only ever sent by a side that has no link yet.
 */
final class Peers {
    private final NodeId self;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<NodeId, Peer> linked = new HashMap<>(); // guarded by lock
    private final Map<NodeId, Peer> accepting = new HashMap<>(); // guarded by lock

    private volatile BiConsumer<String, Boolean> told = (link, up) -> {};

    Peers(NodeId self) {
        this.self = self;
    }

    /** A HELLO has come: may the dialled link go on? */
    boolean mayAccept(Peer inbound) {
        NodeId id = inbound.info().id();
        Peer earlier;
        lock.lock();
        try {
            if (id.equals(self) || linked.containsKey(id)) {
                return false;
            }
            earlier = accepting.put(id, inbound);
        } finally {
            lock.unlock();
        }
        if (earlier != null) {
            // Its dialler has dialled again: it gave up while this node did not run, or it knows a second endpoint of
            // ours.
            earlier.refuse(Frames.DUPLICATE, self.toString());
        }
        return true;
    }

    /** A WELCOME has come: does our dial survive? */
    boolean mayKeep(Peer dial) {
        NodeId id = dial.info().id();
        Peer loser;
        lock.lock();
        try {
            boolean tie = accepting.containsKey(id);
            if (linked.containsKey(id) || (tie && self.compareTo(id) > 0)) {
                return false;
            }
            loser = accepting.remove(id);
            linked.put(id, dial);
        } finally {
            lock.unlock();
        }
        if (loser != null) {
            loser.refuse(Frames.DUPLICATE, self.toString());
        }
        return true;
    }

    void told(BiConsumer<String, Boolean> listener) {
        told = listener;
    }

    private void tell(Peer peer, boolean up) {
        NodeInfo info = peer.info();
        told.accept(info.label() + ", process " + info.pid() + ", node " + info.id(), up);
    }

    void up(Peer peer) {
        lock.lock();
        try {
            NodeId id = peer.info().id();
            accepting.remove(id, peer);
            linked.put(id, peer);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        tell(peer, true);
    }

    void down(Peer peer) {
        NodeInfo info = peer.info();
        peer.carrier().forget(peer);
        if (info == null) {
            return;
        }
        boolean wasLinked;
        lock.lock();
        try {
            accepting.remove(info.id(), peer);
            wasLinked = linked.remove(info.id(), peer);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (wasLinked) {
            tell(peer, false);
        }
    }

    /** Waits until there is a link that is up with a node; null if the deadline passed first. */
    Peer await(NodeId id, long deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Peer peer = linked.get(id);
            while (peer == null || !peer.isUp()) {
                if (changed.awaitNanos(Deadline.left(deadline)) <= 0) {
                    return null;
                }
                peer = linked.get(id);
            }
            return peer;
        } finally {
            lock.unlock();
        }
    }

    /** Returns all links that are up. */
    List<Peer> all() {
        lock.lock();
        try {
            List<Peer> up = new ArrayList<>(linked.values());
            up.removeIf(peer -> !peer.isUp());
            return up;
        } finally {
            lock.unlock();
        }
    }
}
