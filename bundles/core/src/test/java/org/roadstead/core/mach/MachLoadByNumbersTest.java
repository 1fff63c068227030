package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

@ShownIn(Place.FACADE)
class MachLoadByNumbersTest extends MachLoadContract {
    @Override
    MachSpaces spaces() {
        return new OneKernelByNumbers();
    }
}
