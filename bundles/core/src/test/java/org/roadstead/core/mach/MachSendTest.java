package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

@ShownIn(Place.VM)
class MachSendTest extends MachSendContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }
}
