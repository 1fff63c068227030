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

/**
 * The ports of this kernel that one peer may send to, by index. An index is given once and never used again on its link, so
 * word of a death can never reach the wrong port. The index of a dead port stays until the peer gives it back, so that what is
 * still under way is refused with the reason of the death.
 */
final class Exports {
    private static final class Entry {
        final int index;
        final Port port;
        DeathWatch watch;
        boolean watched;
        int grants;

        Entry(int index, Port port) {
            this.index = index;
            this.port = port;
        }
    }

    /** Tells the peer of the death of one port. */
    private final class Relay extends DeathWatch {
        private final int index;

        Relay(int index) {
            this.index = index;
        }

        @Override
        public void died(Failure why) {
            peer.send(Frames.dead(index, why));
        }

        @Override
        public boolean isRelay() {
            return true;
        }
    }

    private final Peer peer;
    private final Port control;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private final Map<Integer, Entry> byIndex = new HashMap<>();
    private final IdentityHashMap<Port, Entry> byPort = new IdentityHashMap<>();
    private int lastIndex;

    Exports(Peer peer, Port control) {
        this.peer = peer;
        this.control = control;
    }

    /** Grants the peer one use more of a port and returns its index; {@link #told} follows. */
    int grant(Port port) {
        Entry entry;
        lock.lock();
        try {
            entry = byPort.get(port);
            if (entry == null) {
                entry = new Entry(++lastIndex, port);
                entry.watch = new Relay(entry.index);
                byIndex.put(entry.index, entry);
                byPort.put(port, entry);
            }
            entry.grants++;
            return entry.index;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The peer was told of the grant: from now on it is told of the port's death. Not before, since word of the death of a port
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

    /** The peer gave back as many grants as it had seen. */
    void release(int index, int count) {
        Entry gone = null;
        lock.lock();
        try {
            Entry entry = byIndex.get(index);
            if (entry != null) {
                entry.grants -= count;
                if (entry.grants <= 0) {
                    gone = entry;
                    byIndex.remove(index);
                    byPort.remove(entry.port);
                }
            }
        } finally {
            lock.unlock();
        }
        if (gone != null) {
            gone.port.unwatch(gone.watch);
        }
    }

    /** The link is lost. */
    void clear() {
        List<Entry> all;
        lock.lock();
        try {
            all = new ArrayList<>(byIndex.values());
            byIndex.clear();
            byPort.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(entry -> entry.port.unwatch(entry.watch));
    }
}
