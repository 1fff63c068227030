package org.roadstead.core.node;

/** The names of this kernel that peers may resolve. */
@FunctionalInterface
public interface Names {
    /** Returns the live port that has the name and may be seen by other processes, or null. Must not block. */
    PortEntry find(String name);
}
