package org.roadstead.core.mach;

/**
 * A holder of a right to a port, who is told once when the port dies: a dead-name notification. A watch is with one port at a
 * time; the links to its neighbours are the port's.
 */
public abstract class DeathWatch {
    DeathWatch previous;
    DeathWatch next;
    boolean listed;

    /** The port is dead. On any thread, under no lock; must not block. */
    public abstract void died(Failure why);

    /** Tells whether this only passes the word on to another node, and so may come before all who are told here. */
    public boolean isRelay() {
        return false;
    }

    /** Tells whether the holder may send as often as it likes: the port has senders as long as it has one of these. */
    public boolean isSender() {
        return true;
    }
}
