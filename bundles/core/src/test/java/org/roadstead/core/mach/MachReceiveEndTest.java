package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** The ends of receiving in one kernel. */
@ShownIn(Place.VM)
class MachReceiveEndTest extends MachReceiveEndContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
