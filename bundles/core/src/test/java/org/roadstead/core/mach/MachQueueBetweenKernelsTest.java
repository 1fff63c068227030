package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** The same between two kernels. */
@ShownIn(Place.UDS)
class MachQueueBetweenKernelsTest extends MachQueueContract {
    @Override
    int highestBacklog() {
        return 16;
    }

    @Override
    MachSpaces spaces() {
        return new TwoKernels(new MachLimits(16, MachLimits.DEFAULT.size(), MachLimits.DEFAULT.data()));
    }
}
