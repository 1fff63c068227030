package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

@ShownIn(Place.FACADE)
class NothingMovesByNumbersTest extends NothingMovesContract {
    @Override
    MachSpaces spaces() {
        return new OneKernelByNumbers();
    }
}
