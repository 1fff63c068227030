package org.roadstead.core.port;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Waits in a mode, between two kernels. */
@ShownIn(Place.UDS)
class WaitInModeBetweenTwoKernelsTest extends WaitInModeContract {
    @Override
    Arrangement arrange() throws Exception {
        return new Arrangement.TwoKernels();
    }
}
