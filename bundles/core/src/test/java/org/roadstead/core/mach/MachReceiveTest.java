package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Receiving in one kernel. */
@ShownIn(Place.VM)
class MachReceiveTest extends MachReceiveContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
