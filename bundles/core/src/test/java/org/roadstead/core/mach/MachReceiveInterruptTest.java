package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Interrupted receiving in one kernel. */
@ShownIn(Place.VM)
class MachReceiveInterruptTest extends MachReceiveInterruptContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
