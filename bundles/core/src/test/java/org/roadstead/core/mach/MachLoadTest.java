package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Load in one kernel. */
@ShownIn(Place.VM)
class MachLoadTest extends MachLoadContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
