package org.roadstead.core.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.roadstead.core.mach.Failure;

/**
 * The proxies of one peer's ports, counted. A RELEASE says how many grants of the index this side has seen, so that one
 * which crosses a new grant on the link is harmless: the home keeps the difference.
 */
final class Imports {
    private static final class Entry {
        final ProxyPort proxy;
        int grants;
        int uses;

        Entry(ProxyPort proxy) {
            this.proxy = proxy;
        }
    }

    private final Peer peer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Entry> entries = new HashMap<>(); // guarded by lock

    Imports(Peer peer) {
        this.peer = peer;
    }

    /** The home granted an index: returns its proxy, with one use more. */
    ProxyPort granted(int index) {
        return used(index, 1);
    }

    /** The home spoke of an index without granting it: returns its proxy, with one use more. */
    ProxyPort mentioned(int index) {
        return used(index, 0);
    }

    private ProxyPort used(int index, int grants) {
        ProxyPort proxy;
        lock.lock();
        try {
            Entry entry = entries.computeIfAbsent(index, i -> new Entry(new ProxyPort(peer, i)));
            entry.grants += grants;
            entry.uses++;
            proxy = entry.proxy;
        } finally {
            lock.unlock();
        }
        if (!peer.isUp()) {
            allDead(peer.lostBecause()); // lost after the frame came, before the proxy was known
        }
        return proxy;
    }

    /** Adds a use to a proxy that the caller uses already. */
    void use(ProxyPort proxy) {
        lock.lock();
        try {
            Entry entry = entries.get(proxy.index());
            if (entry != null && entry.proxy == proxy) {
                entry.uses++;
            }
        } finally {
            lock.unlock();
        }
    }

    void release(ProxyPort proxy) {
        int grants = 0;
        lock.lock();
        try {
            Entry entry = entries.get(proxy.index());
            if (entry != null && entry.proxy == proxy && --entry.uses == 0) {
                entries.remove(proxy.index());
                grants = entry.grants;
            }
        } finally {
            lock.unlock();
        }
        if (grants > 0) {
            peer.send(Frames.release(proxy.index(), grants));
        }
    }

    void dead(int index, Failure why) {
        ProxyPort proxy = null;
        lock.lock();
        try {
            Entry entry = entries.get(index);
            if (entry != null) {
                proxy = entry.proxy; // it stays until its last user has given it back
            }
        } finally {
            lock.unlock();
        }
        if (proxy != null) {
            proxy.die(why);
        }
    }

    void allDead(Failure why) {
        List<ProxyPort> proxies = new ArrayList<>();
        lock.lock();
        try {
            entries.values().forEach(entry -> proxies.add(entry.proxy));
            entries.clear();
        } finally {
            lock.unlock();
        }
        proxies.forEach(proxy -> proxy.die(why));
    }
}
