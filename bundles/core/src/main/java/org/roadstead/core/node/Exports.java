package org.roadstead.core.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.roadstead.core.mach.DeathWatch;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Port;
import org.roadstead.core.mach.SendOnce;

/**
 * The ports of this kernel that one peer may send to, by index, and the send-once rights that it has, by number. Neither is ever
 * used again on its link, so word of a death can never reach the wrong port. The index of a dead port stays until the peer gives it
 * back, so that what is still under way is refused with the reason of the death.
 *
 * <p>While the peer has grants the port has one sender more. The lock is a leaf: ports are told after it is released, and what is
 * added to a port and taken from it again commutes.
 */
final class Exports {
    private static final class Entry {
        final int index;
        final Port port;
        final PortUid uid;
        final DeathWatch watch;
        boolean watched;
        int grants;
        int onces;

        Entry(int index, Port port, PortUid uid, DeathWatch watch) {
            this.index = index;
            this.port = port;
            this.uid = uid;
            this.watch = watch;
        }
    }

    private record Once(SendOnce right, Entry entry) {}

    /** Tells the peer of the death of one port. */
    private final class Relay extends DeathWatch {
        private final int index;
        private final Port port;

        Relay(int index, Port port) {
            this.index = index;
            this.port = port;
        }

        @Override
        public void died(Failure why) {
            peer.send(Frames.dead(index, why));
            peer.incoming().died(port, why);
        }

        @Override
        public boolean isRelay() {
            return true;
        }

        @Override
        public boolean isSender() {
            return false; // that is counted by the grants
        }
    }

    private final Peer peer;
    private final Port control;
    private final Uids uids;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final Map<Integer, Entry> byIndex = new HashMap<>();
    private final IdentityHashMap<Port, Entry> byPort = new IdentityHashMap<>();
    private final Map<Integer, Once> onces = new HashMap<>();
    private int lastIndex;
    private int lastOnce;

    Exports(Peer peer, Port control, Uids uids) {
        this.peer = peer;
        this.control = control;
        this.uids = uids;
    }

    /** Grants the peer one use more of a port and returns its index; {@link #told} follows. */
    int grant(Port port) {
        Entry entry;
        boolean first;
        lock.lock();
        try {
            entry = entry(port);
            first = entry.grants++ == 0;
        } finally {
            lock.unlock();
        }
        if (first) {
            port.retain();
        }
        return entry.index;
    }

    /** Gives the peer a send-once right and returns its number; {@link #told} of its port's index follows. */
    int give(SendOnce right) {
        lock.lock();
        try {
            Entry entry = right.port() == null ? null : entry(right.port());
            if (entry != null) {
                entry.onces++;
            }
            onces.put(++lastOnce, new Once(right, entry));
            return lastOnce;
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. */
    private Entry entry(Port port) {
        Entry entry = byPort.get(port);
        if (entry == null) {
            int index = ++lastIndex;
            entry = new Entry(index, port, uids.known(port), new Relay(index, port));
            byIndex.put(index, entry);
            byPort.put(port, entry);
        }
        return entry;
    }

    /** Returns the index of a send-once right's port; 0 if it has none. */
    int indexOf(int once) {
        lock.lock();
        try {
            Once given = onces.get(once);
            return given == null || given.entry == null ? 0 : given.entry.index;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the id of the port with an index. */
    PortUid uid(int index) {
        lock.lock();
        try {
            Entry entry = byIndex.get(index);
            return entry == null ? new PortUid(0, 0) : entry.uid;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The peer was told of the index: from now on it is told of the port's death. Not before, since word of the death of a port
     * that it does not know yet would be lost on it.
     */
    void told(int index) {
        Entry entry;
        boolean again;
        lock.lock();
        try {
            entry = byIndex.get(index);
            if (entry == null) {
                return;
            }
            again = entry.watched;
            entry.watched = true;
        } finally {
            lock.unlock();
        }
        if (!again) {
            entry.port.watch(entry.watch);
        } else if (entry.port.death() != null) {
            entry.watch.died(entry.port.death()); // it may have let go of the dead port before this grant came
        }
        if (!peer.isUp()) {
            clear(peer.lostBecause()); // the link was lost meanwhile, and its end has looked already
        }
    }

    /** Returns the port with an index; index 0 is the control port; null if the peer has no such right. */
    Port get(int index) {
        if (index == 0) {
            return control;
        }
        lock.lock();
        try {
            Entry entry = byIndex.get(index);
            return entry == null ? null : entry.port;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the send-once right with a number, which the peer keeps; null if it has no such right. */
    SendOnce once(int number) {
        lock.lock();
        try {
            Once once = onces.get(number);
            return once == null ? null : once.right;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a send-once right from the peer, or back before it got it; null if it has no such right. */
    SendOnce take(int number) {
        Once once;
        boolean gone;
        lock.lock();
        try {
            once = onces.remove(number);
            gone = once != null && once.entry != null && --once.entry.onces == 0 && removed(once.entry);
        } finally {
            lock.unlock();
        }
        if (gone) {
            forget(once.entry);
        }
        return once == null ? null : once.right;
    }

    /** The peer gave back as many grants as it had seen. */
    void release(int index, int count) {
        Entry entry;
        boolean last = false;
        boolean gone = false;
        lock.lock();
        try {
            entry = byIndex.get(index);
            if (entry != null && entry.grants > 0) {
                entry.grants = Math.max(0, entry.grants - Math.max(0, count));
                last = entry.grants == 0;
                gone = removed(entry);
            }
        } finally {
            lock.unlock();
        }
        if (last) {
            entry.port.release();
        }
        if (gone) {
            forget(entry);
        }
    }

    /** Takes an entry out if the peer has nothing of it; under the lock. */
    private boolean removed(Entry entry) {
        if (entry.grants > 0 || entry.onces > 0 || byIndex.get(entry.index) != entry) {
            return false;
        }
        byIndex.remove(entry.index);
        byPort.remove(entry.port);
        return true;
    }

    private void forget(Entry entry) {
        entry.port.unwatch(entry.watch);
        uids.forgotten(entry.port);
        peer.incoming().forget(entry.index);
    }

    /** The link is lost. */
    void clear(Failure why) {
        List<Entry> all;
        List<Once> unused;
        List<Entry> senders = new ArrayList<>();
        lock.lock();
        try {
            all = new ArrayList<>(byIndex.values());
            unused = new ArrayList<>(onces.values());
            byIndex.clear();
            byPort.clear();
            onces.clear();
            for (Entry entry : all) {
                if (entry.grants > 0) {
                    entry.grants = 0;
                    senders.add(entry);
                }
            }
        } finally {
            lock.unlock();
        }
        senders.forEach(entry -> entry.port.release());
        all.forEach(this::forget);
        unused.forEach(once -> once.right.fail(why));
    }
}
