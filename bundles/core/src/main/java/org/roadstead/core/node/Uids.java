package org.roadstead.core.node;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.roadstead.core.mach.Port;

/** The ids of the ports of this kernel that peers know, as long as one does. Its monitor is a leaf; nothing is called under it. */
final class Uids {
    private static final class Known {
        final PortUid uid = PortUid.random();
        int peers;
    }

    // Guarded by this.
    private final IdentityHashMap<Port, Known> byPort = new IdentityHashMap<>();
    private final Map<PortUid, Port> ports = new HashMap<>();

    /** One peer more knows the port. */
    synchronized PortUid known(Port port) {
        Known known = byPort.computeIfAbsent(port, p -> new Known());
        if (known.peers++ == 0) {
            ports.put(known.uid, port);
        }
        return known.uid;
    }

    /** One peer less knows the port. */
    synchronized void forgotten(Port port) {
        Known known = byPort.get(port);
        if (known != null && --known.peers == 0) {
            byPort.remove(port);
            ports.remove(known.uid);
        }
    }

    /** Returns the port with an id, or null. */
    synchronized Port find(PortUid uid) {
        return ports.get(uid);
    }
}
