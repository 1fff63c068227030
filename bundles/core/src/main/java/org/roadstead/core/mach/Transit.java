package org.roadstead.core.mach;

import java.util.List;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.PortRight;

/**
 * A right on its way in a message: it belongs to the message alone, until it lands in the space that receives the message or is
 * destroyed with it. One thread at a time, the one that has the message.
 */
abstract class Transit {
    /** No right. */
    static final Transit NULL = new Transit() {
        @Override
        PortRight land(RightTable space) {
            return PortRight.NULL;
        }

        @Override
        void destroy(Failure why, Reaper reaper) {
            // there is nothing
        }
    };

    /** A right whose port had died before it could be claimed. */
    static final Transit GONE = new Transit() {
        @Override
        PortRight land(RightTable space) {
            return DEAD;
        }

        @Override
        void destroy(Failure why, Reaper reaper) {
            // there is nothing
        }
    };

    static final DeadName DEAD = new DeadName(DeadName.IN_TRANSIT);

    /** Enters the right into a space and returns it as the space knows it. */
    abstract PortRight land(RightTable space);

    /** Nobody will have the right. */
    abstract void destroy(Failure why, Reaper reaper);

    /** The message is in the queue of a port, or held for it. */
    void queuedAt(Port queue, Reaper reaper) {
        // only a receive right has a place
    }

    /** The message was not taken; the right is where it was. */
    void takeBack() {
        // nothing had left
    }

    /** Another node has the right, or has it still: this is not looked at any more. */
    void handedOver() {
        takeBack();
    }

    /** A send right. Until it lands or is destroyed, the port has a sender in it. */
    static final class Send extends Transit {
        private final Port port;

        /** The caller has retained the port. */
        Send(Port port) {
            this.port = port;
        }

        Port port() {
            return port;
        }

        @Override
        PortRight land(RightTable space) {
            PortRight landed = enter(space);
            port.release();
            return landed;
        }

        private PortRight enter(RightTable space) {
            synchronized (space) {
                if (space.isClosed()) {
                    return PortRight.NULL;
                }
                Entry entry = space.find(port);
                if (entry == null) {
                    entry = new Entry(space, port, Entry.SEND);
                    if (!port.add(entry)) {
                        return DEAD;
                    }
                    space.enter(entry);
                }
                return entry.isDead() ? DEAD : entry.sendRight();
            }
        }

        @Override
        void destroy(Failure why, Reaper reaper) {
            reaper.later(port::release);
        }

        @Override
        void takeBack() {
            port.release();
        }
    }

    /** A send-once right. */
    static final class Once extends Transit {
        private final SendOnce right;

        Once(SendOnce right) {
            this.right = right;
        }

        SendOnce right() {
            return right;
        }

        @Override
        PortRight land(RightTable space) {
            synchronized (space) {
                if (!space.isClosed()) {
                    Entry entry = new Entry(space, right, Entry.ONCE);
                    if (right.port() != null && !right.port().add(entry)) {
                        return DEAD;
                    }
                    space.enter(entry);
                    return entry.right();
                }
            }
            right.fail(space.ended());
            return PortRight.NULL;
        }

        @Override
        void handedOver() {
            right.handedOver();
        }

        @Override
        void destroy(Failure why, Reaper reaper) {
            right.fail(why); // at once: who waits for a reply is told before the watches of the port
        }
    }

    /**
     * A receive right. It leaves its old holder once ({@link #departed}), by the hand of the sender or of the receiver, whoever
     * comes first; so a receiver may have it before the sender has seen to it.
     *
     * <p><b>Rings.</b> A port whose receive right is in the queue of a port whose receive right is in ... its own queue can never be
     * received from. Under one lock each send of a receive right first draws the edge from the port to the port that it is
     * queued at, and then walks on from there: of the sends that close a ring together the last one sees all edges, breaks
     * the ring by taking its own away, and lets the port die with all that is queued at it. So the edges never form a ring when the
     * lock is free, and the walk ends. It is not begun for a port that no edge leads to, so nesting costs nothing.
     */
    static final class Receive extends Transit {
        private static final Object EDGES = new Object();

        private final Port port;
        /** Guarded by the lock of the port's queue. */
        boolean departed;
        /** Guarded by EDGES. */
        private boolean arrived;

        Receive(Port port) {
            this.port = port;
        }

        Port port() {
            return port;
        }

        @Override
        void queuedAt(Port queue, Reaper reaper) {
            port.depart(this);
            if (closesRing(queue)) {
                port.die(new Failure(Failure.Kind.INVALIDATED, "its receive right was sent to itself"), reaper);
            }
        }

        private boolean closesRing(Port queue) {
            synchronized (EDGES) {
                if (arrived) {
                    return false;
                }
                port.queuedAt = queue;
                queue.carried++;
                Port at = port.carried > 0 ? queue : null; // no ring passes a port that no edge leads to
                while (at != null && at != port) {
                    at = at.queuedAt;
                }
                if (at == port) {
                    breakEdge();
                }
                return at == port;
            }
        }

        /** Under EDGES. */
        private void breakEdge() {
            if (port.queuedAt != null) {
                port.queuedAt.carried--;
                port.queuedAt = null;
            }
        }

        /** Takes the right out of its message, to be landed later. */
        void keep() {
            arrive();
            port.depart(this);
        }

        private void arrive() {
            synchronized (EDGES) {
                arrived = true;
                breakEdge();
            }
        }

        @Override
        PortRight land(RightTable space) {
            keep();
            Verdicts verdicts = new Verdicts();
            PortRight landed = null;
            synchronized (space) {
                if (!space.isClosed()) {
                    landed = enter(space, verdicts);
                }
            }
            verdicts.tell();
            if (landed != null) {
                return landed;
            }
            Reaper reaper = new Reaper();
            abandon(port, space.ended(), reaper);
            reaper.run();
            return PortRight.NULL;
        }

        /** Under the lock. */
        private PortRight enter(RightTable space, Verdicts verdicts) {
            Entry known = space.find(port);
            Entry entry = known == null ? new Entry(space, port, 0) : known;
            if (!port.holder(entry)) {
                return DEAD;
            }
            entry.add(Entry.SEND | Entry.RECEIVE);
            if (known == null) {
                space.enter(entry);
            }
            port.remove(entry, verdicts); // who receives is no sender
            return entry.right();
        }

        @Override
        void destroy(Failure why, Reaper reaper) {
            reaper.later(() -> {
                keep();
                abandon(port, why, reaper);
            });
        }
    }

    /** Nobody has the receive right of a port any more: it goes to the backup, or the port dies. */
    static void abandon(Port port, Failure why, Reaper reaper) {
        Port spare = port.backup(null, null);
        if (spare != null && spare != port && port.death() == null) {
            Receive right = new Receive(port);
            right.queuedAt(spare, reaper);
            if (!spare.post(Notices.portDestroyed(right))) {
                right.arrive();
                port.die(why, reaper);
            }
        } else {
            port.die(why, reaper);
        }
        if (spare != null) {
            reaper.later(spare::release);
        }
    }

    /** Lands rights one after the other. */
    static List<PortRight> land(List<Transit> rights, RightTable space) {
        return rights.stream().map(transit -> transit.land(space)).toList();
    }
}
