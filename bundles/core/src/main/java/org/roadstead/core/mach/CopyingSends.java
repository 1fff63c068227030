package org.roadstead.core.mach;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The sends of one space that wait with copies of its rights: if a right is given up before the message is taken, there is nothing
 * to copy any more and the send fails. Its monitor is taken for itself alone. A send is here before it looks whether its rights are
 * there, and a right is gone before somebody looks here, so one of the two sees the other.
 */
final class CopyingSends {
    private final Set<Claims> waiting = new HashSet<>(0);

    /** A send waits from now on. If it has failed already, nobody wakes it. */
    void add(Claims send) {
        synchronized (this) {
            waiting.add(send);
        }
        if (send.copied().stream().anyMatch(Entry::isGone)) {
            send.fail(BoundedInbox.REMOVED);
        }
    }

    void remove(Claims send) {
        synchronized (this) {
            waiting.remove(send);
        }
    }

    /** The space has no right of this entry any more. */
    void givenUp(Entry entry) {
        List<Claims> failed;
        synchronized (this) {
            failed = waiting.stream()
                    .filter(send -> send.copied().contains(entry) && send.fail(BoundedInbox.REMOVED))
                    .toList();
        }
        failed.forEach(Claims::wake);
    }
}
