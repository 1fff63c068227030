package org.roadstead.testkit;

/** What lies between the two sides of a scenario. */
public enum Place {
    /** Nothing: both are in one kernel. */
    VM,
    /** Nothing, but one side uses the functions with numbers for names, in the shape of the seed. */
    FACADE,
    /** A link over Unix domain sockets, between two kernels or two processes. */
    UDS
}
