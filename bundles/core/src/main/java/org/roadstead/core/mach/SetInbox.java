package org.roadstead.core.mach;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PeekResult;

/** A port set: the one queue of all its members, in the order in which the messages came. */
final class SetInbox extends Inbox {
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** The order in which the monitors of two sets are taken. */
    private final long number = NUMBERS.incrementAndGet();
    /** What the set is in its space; guarded by the space's lock. */
    Entry entry;
    // Guarded by the monitor.
    private final Set<Port> members = new LinkedHashSet<>();
    private boolean destroyed;

    long number() {
        return number;
    }

    @Override
    MsgCause closed() {
        return destroyed ? MsgCause.REMOVED : null;
    }

    @Override
    boolean hasSenders() {
        return true; // a set may get another member at any time
    }

    /**
     * Puts a port into the set, out of the one that it is in, if the receive right is still where the caller saw it. The monitors of
     * sets are taken in the order of their numbers, then that of the port.
     */
    KernReturn add(Port port, Entry by) {
        Verdicts verdicts = new Verdicts();
        KernReturn added = null;
        while (added == null) {
            Inbox from = port.inbox();
            SetInbox other = from instanceof SetInbox set ? set : this;
            synchronized (other.number < number ? other : this) {
                synchronized (other.number < number ? this : other) {
                    synchronized (port) {
                        if (from == port.inbox()) {
                            added = add(port, by, other, verdicts);
                        }
                    }
                }
            }
        }
        verdicts.tell();
        return added;
    }

    private KernReturn add(Port port, Entry by, SetInbox from, Verdicts verdicts) {
        if (destroyed) {
            return KernReturn.INVALID_ARGUMENT;
        } else if (!port.isHeldBy(by)) {
            return KernReturn.NOT_RECEIVER;
        } else if (port.inbox() != this) {
            from.members.remove(port);
            members.add(port);
            port.inbox(this, verdicts);
        }
        return KernReturn.SUCCESS;
    }

    /** Lets a member go, with its messages; under the lock of the member. */
    void release(Port member, Verdicts verdicts) {
        members.remove(member);
        member.inbox(member, verdicts);
    }

    List<Port> members() {
        synchronized (this) {
            return List.copyOf(members);
        }
    }

    static final PeekResult NOTHING_HERE = new PeekResult(MsgReturn.RCV_INVALID_PORT, 0, 0, 0);

    private static final PeekResult EMPTY = new PeekResult(MsgReturn.RCV_TIMED_OUT, 0, 0, 0);

    /** Describes the message at the head of a queue; under its lock. */
    static PeekResult peeked(Kmsg head) {
        return head == null
                ? EMPTY
                : new PeekResult(
                        MsgReturn.SUCCESS, head.id(), head.size(), head.port().nextNumber());
    }

    PeekResult look() {
        synchronized (this) {
            return destroyed ? NOTHING_HERE : peeked(peek());
        }
    }

    /** Takes a message or waits for one; the wait is decided if this returns true. */
    boolean receive(ReceiveWait receiver, boolean poll) {
        Verdicts verdicts = new Verdicts();
        boolean decided;
        synchronized (this) {
            decided = offer(receiver, verdicts);
            if (!decided && !poll) {
                await(receiver);
            }
        }
        verdicts.tell();
        return decided;
    }

    /** Ends the set: who waits is to be told, and its members leave with their queues, all at once. */
    void destroy(Verdicts verdicts) {
        synchronized (this) {
            destroyed = true;
            endReceivers(MsgReturn.RCV_INVALID_PORT, MsgCause.REMOVED, verdicts);
            for (Port member : members()) {
                synchronized (member) {
                    release(member, verdicts);
                }
            }
        }
    }
}
