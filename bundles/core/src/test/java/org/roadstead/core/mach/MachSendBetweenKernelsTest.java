package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** The same between two kernels. */
@ShownIn(Place.UDS)
class MachSendBetweenKernelsTest extends MachSendContract {
    @Override
    MachSpaces spaces() {
        return new TwoKernels();
    }
}
