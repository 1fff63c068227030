package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Races for rights in one kernel. */
@ShownIn(Place.VM)
class MachRightsRaceTest extends MachRightsRaceContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
