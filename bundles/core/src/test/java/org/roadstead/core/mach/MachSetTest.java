package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Port sets in one kernel. */
@ShownIn(Place.VM)
class MachSetTest extends MachSetContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
