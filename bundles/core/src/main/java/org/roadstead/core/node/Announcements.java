package org.roadstead.core.node;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.roadstead.core.mach.Origin;

/** The spaces of this kernel that one peer was told of: once each, before the first frame with the space's number. Any thread. */
final class Announcements {
    private final Peer peer;
    private final Set<Integer> told = ConcurrentHashMap.newKeySet();

    Announcements(Peer peer) {
        this.peer = peer;
    }

    /** Tells the peer of a space, and returns its number; 0, the node itself, for who speaks through it. */
    int tell(Origin space) {
        if (!space.node().equals(peer.node().id())) {
            return 0;
        }
        if (told.add(space.space())) {
            peer.send(Frames.space(space.space(), space.owner()));
        }
        return space.space();
    }

    void gone(int space) {
        if (told.remove(space)) {
            peer.send(Frames.spaceGone(space));
        }
    }
}
