package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Rights that stay in one kernel. */
@ShownIn(Place.VM)
class MachRightsKeptTest extends MachRightsKeptContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
