package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Calls in one kernel. */
@ShownIn(Place.VM)
class MachRpcTest extends MachRpcContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
