package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

@ShownIn(Place.VM)
class AllMovesTest extends AllMovesContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
