package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

@ShownIn(Place.FACADE)
class MachReceiveInterruptByNumbersTest extends MachReceiveInterruptContract {
    @Override
    MachSpaces spaces() {
        return new OneKernelByNumbers();
    }
}
