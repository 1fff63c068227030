package org.roadstead.core.mach;

import java.util.IdentityHashMap;
import java.util.List;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;

/**
 * The rights of one space by name and by port. All rights to one port are one entry.
 *
 * <p>Its monitor is the space's lock; the locks of sets and ports are taken inside it, never the other way round. Ports are
 * let die, and whoever is to be told is told, after it is released. Any thread.
 */
final class RightTable {
    private final Origin origin;
    private final MachLimits limits;
    private final Notices notices;
    private final CopyingSends copying = new CopyingSends();
    // Guarded by this.
    private final Names names = new Names();
    /** The entries by port; one that was made with its port is here only once its receive right is to leave. */
    private final IdentityHashMap<Port, Entry> byPort = new IdentityHashMap<>();

    private boolean closed;

    RightTable(Origin origin, MachLimits limits) {
        this.origin = origin;
        this.limits = limits;
        this.notices = new Notices(this);
    }

    String owner() {
        return origin.owner();
    }

    Origin origin() {
        return origin;
    }

    MachLimits limits() {
        return limits;
    }

    Notices notices() {
        return notices;
    }

    CopyingSends copying() {
        return copying;
    }

    /** Makes a port and the entry that receives from it. */
    synchronized Entry allocate(int backlog) {
        checkOpen();
        Port port = new Port(backlog, limits.data());
        Entry entry = new Entry(this, port, Entry.SEND | Entry.RECEIVE);
        port.holder(entry);
        names.add(entry);
        return entry;
    }

    /** Makes a port. Its right is made too before anybody can find it by its name, and give it away. */
    synchronized ReceiveRight newPort(int backlog) {
        return allocate(backlog).receiveRight();
    }

    synchronized PortSet newSet() {
        checkOpen();
        SetInbox set = new SetInbox();
        Entry entry = new Entry(this, set, Entry.SET);
        names.add(entry);
        set.entry = entry;
        return (PortSet) entry.right();
    }

    /** Tells whether the space has ended. Under the lock, to rely on it. */
    boolean isClosed() {
        return closed;
    }

    /** Tells whether the space had ended at the moment of the call. */
    synchronized boolean hasEnded() {
        return closed;
    }

    /** Returns why what comes here now is lost. */
    Failure ended() {
        return new Failure(Failure.Kind.OWNER_STOPPED, "the space of " + owner() + " has ended");
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the space of " + owner() + " has ended");
        }
    }

    /** Returns what a right stands for here; null if nothing. */
    Entry entry(PortRight right) {
        if (right instanceof Held held) {
            return held.entry.space() == this && !held.entry.isGone() ? held.entry : null;
        }
        if (right instanceof DeadName name) {
            synchronized (this) {
                Entry entry = names.get(name.name());
                return entry != null && entry.isDead() ? entry : null;
            }
        }
        return null;
    }

    /** Returns what a name stands for, or null. */
    synchronized Entry entry(int name) {
        return names.get(name);
    }

    synchronized List<PortRight> rights() {
        return names.all().stream()
                .map(Entry::right)
                .filter(right -> right != PortRight.NULL) // it has left, and is to be dropped
                .toList();
    }

    synchronized PortRight right(Entry entry) {
        return entry.right();
    }

    synchronized PortRight sendRight(Entry entry) {
        return entry.sendRight();
    }

    synchronized RightType type(Entry entry) {
        return entry.type();
    }

    /** Returns the set that an entry is, or null. */
    synchronized SetInbox set(Entry entry) {
        return entry != null && entry.has(Entry.SET) ? entry.set() : null;
    }

    /** Returns the right that stands for a set of this space; none if it has ended. */
    synchronized PortRight set(SetInbox set) {
        return set.entry.right();
    }

    /** Returns the receive rights of ports, as far as this space has them. */
    synchronized List<ReceiveRight> receiveRights(List<Port> ports) {
        return ports.stream()
                .map(this::find)
                .filter(entry -> entry != null && entry.has(Entry.RECEIVE))
                .map(Entry::receiveRight)
                .toList();
    }

    /** Returns the send-once right that an entry is, or null. */
    SendOnce once(Entry entry) {
        return entry.subject() instanceof SendOnce once ? once : null;
    }

    /** Returns the entry with the receive right to the port that an entry leads to; null if this space has it not. */
    synchronized Entry receiver(Entry entry) {
        Port port = entry == null ? null : entry.port();
        Entry receiver = port == null ? null : find(port);
        return receiver != null && receiver.has(Entry.RECEIVE) ? receiver : null;
    }

    /** Returns the live port that an entry sends to or receives from; null if it has not this right. */
    synchronized Port port(Entry entry, int right) {
        return entry != null && entry.has(right) ? entry.port() : null;
    }

    synchronized KernReturn rename(PortRight right, int name) {
        Entry entry = entry(right);
        if (entry == null || name <= 0) {
            return KernReturn.INVALID_ARGUMENT;
        }
        if (entry.name() != name) {
            if (names.isTaken(name)) {
                return KernReturn.NAME_EXISTS;
            }
            names.rename(entry, name);
        }
        return KernReturn.SUCCESS;
    }

    /** Keeps a name for a right to a port that is to come, if the name is free and the space has no right to the port. */
    synchronized KernReturn reserve(int name, Port port) {
        if (name <= 0) {
            return KernReturn.INVALID_ARGUMENT;
        }
        if (names.isTaken(name)) {
            return KernReturn.NAME_EXISTS;
        }
        if (closed || find(port) != null) {
            return KernReturn.FAILURE;
        }
        names.reserve(name);
        return KernReturn.SUCCESS;
    }

    /** The right that a name is kept for has come, or has not. */
    synchronized KernReturn arrived(int name, PortRight right) {
        Entry entry = entry(right);
        if (entry == null) {
            names.free(name);
            return KernReturn.INVALID_ARGUMENT;
        }
        names.rename(entry, name);
        return KernReturn.SUCCESS;
    }

    /** Finds the entry for a port, or null. Under the lock. */
    Entry find(Port port) {
        Entry entry = byPort.get(port);
        if (entry == null) {
            Entry holder = port.holder();
            entry = holder != null && holder.space() == this && !holder.isGone() ? holder : null;
        }
        if (entry != null && entry.isEmpty()) {
            drop(entry); // the last right has left in a message; the sender has not come to it yet
            return null;
        }
        return entry;
    }

    /** Gives an entry a name, and makes it findable by its port. Under the lock. */
    void enter(Entry entry) {
        names.add(entry);
        if (entry.subject() instanceof Port port) {
            byPort.put(port, entry);
        }
    }

    /**
     * Takes a send right into a message.
     *
     * @return null if it is not to be had
     */
    synchronized Transit copySend(Entry entry, boolean move, Claims claims) {
        if (entry == null || !entry.has(Entry.SEND | Entry.RECEIVE) || entry.port() == null) {
            return null;
        }
        if (entry.isLeaving(claims)) {
            return null; // an item before this one takes it
        }
        if (move) {
            if (!entry.hasOnly(Entry.SEND) || !entry.claim(claims, Entry.SEND)) {
                return null;
            }
            claims.add(entry);
        } else {
            claims.copies(entry);
        }
        entry.port().retain();
        return claims.add(new Transit.Send(entry.port()));
    }

    /** Takes a receive right into a message; null if it is not to be had. */
    synchronized Transit moveReceive(Entry entry, boolean keepSend, Claims claims) {
        int leaving = keepSend ? Entry.RECEIVE : Entry.RECEIVE | Entry.SEND;
        if (entry == null || !entry.has(Entry.RECEIVE) || !entry.claim(claims, leaving)) {
            return null;
        }
        claims.add(entry);
        if (keepSend) {
            byPort.put(entry.port(), entry);
            entry.port().add(entry); // it is a sender already when the right leaves, so that the port is never without
            claims.keepsSending(entry);
        }
        return claims.add(new Transit.Receive(entry.port()));
    }

    /** Takes a send-once right into a message; null if it is not to be had. */
    synchronized Transit moveOnce(Entry entry, Claims claims) {
        if (entry == null || !entry.has(Entry.ONCE) || !entry.claim(claims, Entry.ONCE)) {
            return null;
        }
        claims.add(entry);
        return claims.add(new Transit.Once(entry.once()));
    }

    /** Tells why a right is not to be had for a message. */
    synchronized MsgCause whyNot(Entry entry, PortItem.Right wanted) {
        return entry == null ? MsgCause.RIGHT : entry.whyNot(wanted);
    }

    /** What a message took has left. */
    void left(Entry entry) {
        synchronized (this) {
            if (!entry.isGone() && entry.isEmpty()) {
                drop(entry);
            }
        }
        if (entry.isGone() && entry.port() != null) {
            forget(entry);
        }
    }

    /** The receive right stayed after all, unless another send has a claim on it already. */
    void keptReceiving(Entry entry) {
        Verdicts verdicts = new Verdicts();
        synchronized (this) {
            if (entry.has(Entry.RECEIVE) && !entry.isToKeepSending()) {
                entry.port().remove(entry, verdicts);
            }
        }
        verdicts.tell();
    }

    /** Gives up all rights of an entry. What dies of it is left to the reaper. */
    KernReturn deallocate(Entry entry, Failure why, Reaper reaper) {
        Claims failed = null;
        Verdicts verdicts = new Verdicts();
        int had;
        synchronized (this) {
            if (entry == null
                    || entry.isGone()
                    || entry.isEmpty()) { // a send that has taken all drops the entry itself
                return KernReturn.INVALID_ARGUMENT;
            }
            Claims claimant = entry.claimant();
            if (claimant != null && claimant.fail(BoundedInbox.REMOVED)) {
                failed = claimant;
            }
            had = drop(entry);
            if ((had & Entry.SET) != 0) {
                entry.set().destroy(verdicts);
            }
        }
        verdicts.tell();
        if (failed != null) {
            failed.wake();
        }
        if ((had & Entry.ONCE) != 0) {
            SendOnce once = entry.once();
            reaper.later(() -> once.fail(new Failure(Failure.Kind.DROPPED, "its right was given up by " + owner())));
        }
        if (entry.port() != null) {
            forget(entry);
        }
        if ((had & Entry.RECEIVE) != 0) {
            Transit.abandon(entry.port(), why, reaper);
        }
        return KernReturn.SUCCESS;
    }

    /** Takes an entry out of the table; under the lock. Returns the rights that it had. */
    private int drop(Entry entry) {
        names.remove(entry);
        Port port = entry.port();
        if (port != null) {
            byPort.remove(port, entry);
        }
        notices.forget(entry);
        return entry.removed();
    }

    private void forget(Entry entry) {
        copying.givenUp(entry);
        entry.port().withdraw(entry);
        entry.port().unwatch(entry);
    }

    /** The port of an entry has died. */
    void died(Entry entry, Failure why) {
        synchronized (this) {
            if (!entry.die()) {
                return;
            }
            byPort.remove(entry.port(), entry);
        }
        notices.portDeleted(entry, why);
    }

    /** Ends the space. */
    void close(Failure why) {
        List<Entry> all;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            all = names.all();
        }
        Reaper reaper = new Reaper();
        all.forEach(entry -> deallocate(entry, why, reaper));
        reaper.run();
    }
}
