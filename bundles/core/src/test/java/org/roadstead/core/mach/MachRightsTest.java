package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Rights in messages in one kernel. */
@ShownIn(Place.VM)
class MachRightsTest extends MachRightsContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
