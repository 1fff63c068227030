package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** The end of spaces in one kernel. */
@ShownIn(Place.VM)
class MachSpaceEndTest extends MachSpaceEndContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
