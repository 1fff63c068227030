package org.roadstead.core.mach;

/** Told once when a port dies: a dead-name notification. */
@FunctionalInterface
public interface DeathWatch {
    /** The port is dead. On any thread, under no lock; must not block. */
    void died(Failure why);

    /** Tells whether this only passes the word on to another node, and so may come before all who are told here. */
    default boolean isRelay() {
        return false;
    }
}
