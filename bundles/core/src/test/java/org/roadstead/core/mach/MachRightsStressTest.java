package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Rights under stress in one kernel. */
@ShownIn(Place.VM)
class MachRightsStressTest extends MachRightsStressContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
