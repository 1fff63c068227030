package org.roadstead.core.mach;

/** Told once when a port dies: a dead-name notification. */
@FunctionalInterface
public interface DeathWatch {
    /** The port is dead. On any thread, under no lock; must not block. */
    void died(Failure why);
}
