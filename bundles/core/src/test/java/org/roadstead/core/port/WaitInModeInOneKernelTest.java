package org.roadstead.core.port;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Waits in a mode, in one kernel. */
@ShownIn(Place.VM)
class WaitInModeInOneKernelTest extends WaitInModeContract {
    @Override
    Arrangement arrange() throws Exception {
        return new Arrangement.OneKernel();
    }
}
