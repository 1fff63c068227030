package org.roadstead.mach;

/**
 * What is left of a right whose port has died. It keeps its name until it is deallocated, so that the name comes to stand for
 * nothing else meanwhile; every use of it fails with an invalid port.
 *
 * @param name the name; -1 ({@link #IN_TRANSIT}) for a right whose port died while a message carried it
 */
public record DeadName(int name) implements PortRight {
    /** The name of a right that arrived dead: it never had one here ({@code MACH_PORT_DEAD}). */
    public static final int IN_TRANSIT = -1;
}
