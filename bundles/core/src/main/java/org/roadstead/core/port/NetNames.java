package org.roadstead.core.port;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.roadstead.core.mach.DeathWatch;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Port;

/**
 * The names of the network name server of one kernel. Which of several check-ins of a name comes first is decided by the map; an
 * entry ends once, when it is replaced, taken back, or one of its ports dies.
 */
final class NetNames {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** A name. It holds one send right to its port, and watches both ports. */
    final class Entry {
        private final String name;
        private final Port signature;
        private final Port port;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final DeathWatch onPort = new Watch(this);
        private final DeathWatch onSignature = new Watch(this);

        Entry(String name, Port signature, Port port) {
            this.name = name;
            this.signature = signature;
            this.port = port;
        }

        Port port() {
            return port;
        }

        private void watch() {
            port.watch(onPort);
            if (signature != null) {
                signature.watch(onSignature);
            }
        }

        private boolean isSignedBy(Port by) {
            return signature == by || hasDied();
        }

        private boolean hasDied() {
            return port.death() != null || (signature != null && signature.death() != null);
        }

        void end() {
            entries.remove(name, this);
            if (ended.compareAndSet(false, true)) {
                port.unwatch(onPort);
                if (signature != null) {
                    signature.unwatch(onSignature);
                }
                port.release();
            }
        }
    }

    private static final class Watch extends DeathWatch {
        private final Entry entry;

        Watch(Entry entry) {
            this.entry = entry;
        }

        @Override
        public void died(Failure why) {
            entry.end();
        }

        @Override
        public boolean isSender() {
            return false;
        }
    }

    /** Enters a name whose port the caller has taken for it; false if it has another signature. */
    boolean checkIn(String name, Port signature, Port port) {
        Entry mine = new Entry(name, signature, port);
        Entry[] before = new Entry[1];
        Entry now = entries.compute(name, (key, old) -> {
            before[0] = old;
            return old == null || old.isSignedBy(signature) ? mine : old;
        });
        if (now != mine) {
            return false;
        }
        if (before[0] != null) {
            before[0].end();
        }
        mine.watch();
        if (entries.get(name) != mine) {
            mine.end(); // it was replaced or taken back before it watched
        }
        return true;
    }

    /** Returns what has a name, or null. */
    Entry get(String name) {
        Entry entry = entries.get(name);
        return entry == null || entry.hasDied() ? null : entry;
    }

    /** Removes an entry; false if it has another signature. */
    boolean checkOut(Entry entry, Port signature) {
        if (!entry.isSignedBy(signature)) {
            return false;
        }
        entry.end();
        return true;
    }

    /** Tells whether a host is this one. */
    static boolean isHere(String host) {
        return host.isEmpty()
                || host.equals("*")
                || host.equalsIgnoreCase("localhost")
                || host.equalsIgnoreCase(HostName.VALUE);
    }

    /** The name of this host: asked once, and without a name service where the system tells it. */
    private static final class HostName {
        static final String VALUE = read();

        private static String read() {
            try {
                return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            } catch (IOException e) {
                try {
                    return InetAddress.getLocalHost().getHostName();
                } catch (IOException unknown) {
                    return "localhost";
                }
            }
        }
    }
}
