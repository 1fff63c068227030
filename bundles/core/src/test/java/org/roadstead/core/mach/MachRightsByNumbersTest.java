package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

@ShownIn(Place.FACADE)
class MachRightsByNumbersTest extends MachRightsContract {
    @Override
    MachSpaces spaces() {
        return new OneKernelByNumbers();
    }
}
