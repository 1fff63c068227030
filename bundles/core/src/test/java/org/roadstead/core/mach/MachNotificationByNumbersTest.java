package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

@ShownIn(Place.FACADE)
class MachNotificationByNumbersTest extends MachNotificationContract {
    @Override
    MachSpaces spaces() {
        return new OneKernelByNumbers();
    }

    @Override
    void aListenerIsNeitherToldTwiceNorOfARightThatWasGivenUp() {
        // Mach 2.5 has no listeners
    }
}
