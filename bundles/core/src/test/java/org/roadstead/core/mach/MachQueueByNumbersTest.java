package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

@ShownIn(Place.FACADE)
class MachQueueByNumbersTest extends MachQueueContract {
    @Override
    MachSpaces spaces() {
        return new OneKernelByNumbers(new MachLimits(16, MachLimits.DEFAULT.size(), MachLimits.DEFAULT.data()));
    }

    @Override
    int highestBacklog() {
        return 16;
    }
}
