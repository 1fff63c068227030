package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Queues in one kernel, with the highest backlog of Mach 2.5. */
@ShownIn(Place.VM)
class MachQueueTest extends MachQueueContract {
    @Override
    int highestBacklog() {
        return 16;
    }

    @Override
    MachSpaces spaces() {
        return new OneKernel(new MachLimits(16, MachLimits.DEFAULT.size(), MachLimits.DEFAULT.data()));
    }
}
