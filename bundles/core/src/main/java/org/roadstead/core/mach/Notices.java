package org.roadstead.core.mach;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;

/**
 * What the kernel tells a space: messages to its notify port, and the listeners of dead rights. A notify port is made when somebody
 * asks for it, or a notice was promised; until then the dead names wait here, so a space that never looks collects nothing.
 */
final class Notices {
    /** Who speaks in the kernel's messages. */
    static final Origin KERNEL = new Origin("", "", "kernel", 0);

    private final RightTable space;
    // Guarded by the space's lock.
    private Entry port;
    private final Set<Entry> untold = new LinkedHashSet<>();
    private final IdentityHashMap<Entry, List<Listening>> listeners = new IdentityHashMap<>();

    Notices(RightTable space) {
        this.space = space;
    }

    /** Returns the notify port, made if the space can receive from none; what has not been told yet is told. */
    ReceiveRight port() {
        List<Entry> told;
        Entry notify;
        ReceiveRight right;
        synchronized (space) {
            if (heard() == null) {
                port = space.allocate(PortSpace.DEFAULT_BACKLOG);
            }
            notify = port;
            right = port.receiveRight();
            told = List.copyOf(untold);
            untold.clear();
        }
        told.forEach(entry -> post(notify, Notification.Kind.PORT_DELETED, entry));
        return right;
    }

    /** A notice was promised: there must be a port for it. Nothing happens if the space has ended. */
    void promised() {
        synchronized (space) {
            if (port == null && !space.isClosed()) { // one that was given up stays so: its notices are dropped
                port = space.allocate(PortSpace.DEFAULT_BACKLOG);
            }
        }
    }

    /** Returns the notify port if the space can receive from it: another one's is not told what happens here. Under the lock. */
    private Entry heard() {
        return port != null && port.has(Entry.RECEIVE) ? port : null;
    }

    /** The port of an entry has died. */
    void portDeleted(Entry entry, Failure why) {
        List<Listening> told;
        Entry notify;
        synchronized (space) {
            notify = entry.isGone() ? null : heard(); // it may have been given up since it died
            if (notify == null && !entry.isGone()) {
                untold.add(entry);
            }
            told = listeners.remove(entry);
        }
        if (notify != null) {
            post(notify, Notification.Kind.PORT_DELETED, entry);
        }
        if (told != null) {
            callOut(entry, () -> told.forEach(listener -> listener.tell(why.detail())));
        }
    }

    private static void callOut(Entry entry, Runnable code) {
        if (entry.port() instanceof FarPort far) {
            far.home().callOut(code);
        } else {
            code.run();
        }
    }

    /** A message that was held for the space is in the queue now. */
    void accepted(Entry entry) {
        promised(); // the promise may be under way on another thread
        Entry notify;
        synchronized (space) {
            notify = entry.isGone() || entry.isDead() ? null : heard(); // the death of the port is told instead
        }
        if (notify != null) {
            post(notify, Notification.Kind.MSG_ACCEPTED, entry);
        }
    }

    /** Registers a listener for the death of an entry's port, or tells it at once; never, if the entry was just given up. */
    void onDead(Entry entry, Listening listener) {
        synchronized (space) {
            if (entry.isGone()) {
                return;
            }
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
