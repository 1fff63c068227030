package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

@ShownIn(Place.VM)
class NothingMovesTest extends NothingMovesContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
