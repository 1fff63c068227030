package org.roadstead.core.mach;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.roadstead.mach.DeadRightListener;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.ReceiveRight;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the kernel tells a space: messages to its notify port, and the listeners of dead rights. A notify port is made when somebody
 * asks for it, or a notice was promised; until then the dead names wait here, so a space that never looks collects nothing.
 */
final class Notices {
    /** Who speaks in the kernel's messages. */
    static final Origin KERNEL = new Origin("", "", "kernel", 0);

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private record Listener(PortRight right, DeadRightListener told, Executor on) {
        void tell(String why) {
            try {
                on.execute(() -> told.died(right, why));
            } catch (RuntimeException e) { // the executor is the user's; others are still to be told
                LOG.warn("a listener for the death of {} could not be told", right, e);
            }
        }
    }

    private final RightTable space;
    // Guarded by the space's lock.
    private Entry port;
    private final Set<Entry> untold = new LinkedHashSet<>();
    private final Map<Entry, List<Listener>> listeners = new IdentityHashMap<>();

    Notices(RightTable space) {
        this.space = space;
    }

    /** Returns the notify port, made if the space can receive from none; what has not been told yet is told. */
    ReceiveRight port() {
        return port(true);
    }

    /** A notice was promised, so there is to be a port for it; unless the space has ended meanwhile. */
    void promised() {
        port(false);
    }

    private ReceiveRight port(boolean wanted) {
        List<Entry> told;
        Entry notify;
        ReceiveRight right;
        synchronized (space) {
            if (!wanted && space.isClosed()) {
                return null;
            }
            if (heard() == null) {
                port = space.allocate(org.roadstead.mach.PortSpace.DEFAULT_BACKLOG);
            }
            notify = port;
            right = (ReceiveRight) port.right();
            told = List.copyOf(untold);
            untold.clear();
        }
        told.forEach(entry -> post(notify, Notification.Kind.PORT_DELETED, entry));
        return right;
    }

    /** Returns the notify port if the space can receive from it: another one's is not told what happens here; under the lock. */
    private Entry heard() {
        return port != null && port.has(Entry.RECEIVE) ? port : null;
    }

    /** The port of an entry has died. */
    void portDeleted(Entry entry, Failure why) {
        List<Listener> told;
        Entry notify;
        synchronized (space) {
            notify = heard();
            if (notify == null) {
                untold.add(entry);
            }
            told = listeners.remove(entry);
        }
        if (notify != null) {
            post(notify, Notification.Kind.PORT_DELETED, entry);
        }
        if (told != null) {
            told.forEach(listener -> listener.tell(why.detail()));
        }
    }

    /** A message that was held for the space is in the queue now. */
    void accepted(Entry entry) {
        Entry notify;
        synchronized (space) {
            notify = entry.isGone() ? null : heard();
        }
        if (notify != null) {
            post(notify, Notification.Kind.MSG_ACCEPTED, entry);
        }
    }

    /** Registers a listener, or tells it at once. */
    void listen(Entry entry, PortRight right, DeadRightListener told, Executor on) {
        Listener listener = new Listener(right, told, on);
        synchronized (space) {
            if (!entry.isDead()) {
                listeners.computeIfAbsent(entry, e -> new ArrayList<>(1)).add(listener);
                return;
            }
        }
        listener.tell("the port had died before");
    }

    /** An entry is given up; under the space's lock. */
    void forget(Entry entry) {
        untold.remove(entry);
        listeners.remove(entry);
    }

    private static void post(Entry notify, Notification.Kind kind, Entry about) {
        Inline name = Inline.portNames(about.name());
        Part item = new Part.Data(name.type(), name.bits(), name.number(), name.data(), false);
        notify.port()
                .post(new Kmsg(
                        kind.id(),
                        MsgType.EMERGENCY,
                        List.of(item),
                        Transit.NULL,
                        KERNEL,
                        Message.HEADER_SIZE + name.size()));
    }

    /** Makes the notification that brings a backup port the receive right of a port that would have died. */
    static Kmsg portDestroyed(Transit.Receive right) {
        Part item = new Part.Rights(PortItem.Right.RECEIVE, List.of(right), false);
        return new Kmsg(
                Notification.Kind.PORT_DESTROYED.id(),
                MsgType.EMERGENCY,
                List.of(item),
                Transit.NULL,
                KERNEL,
                Message.HEADER_SIZE + 2 * Integer.BYTES);
    }
}
