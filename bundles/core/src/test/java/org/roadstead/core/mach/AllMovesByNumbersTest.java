package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

@ShownIn(Place.FACADE)
class AllMovesByNumbersTest extends AllMovesContract {
    @Override
    MachSpaces spaces() {
        return new OneKernelByNumbers();
    }
}
