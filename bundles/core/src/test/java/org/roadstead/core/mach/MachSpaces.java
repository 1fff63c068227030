package org.roadstead.core.mach;

import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;

/** Where the spaces of a contract are: in one kernel, in several, or behind another face. Closing it ends them all. */
interface MachSpaces extends AutoCloseable {
    /** Makes a space. Where there are several kernels, spaces with different owners may be in different ones. */
    PortSpace space(String owner);

    /** Gives a copy of a send right to another space, without a message that the test could see. */
    SendRight give(PortSpace from, PortRight right, PortSpace to);

    /** Tells whether a call that blocks has come to where it waits, and the port knows of it. */
    boolean isWaiting(Attempt call);

    /** Returns when everything that was under way between the spaces has come: what is not there then never comes. */
    void settle();

    @Override
    void close();
}
