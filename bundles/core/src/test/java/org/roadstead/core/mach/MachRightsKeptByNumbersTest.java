package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

@ShownIn(Place.FACADE)
class MachRightsKeptByNumbersTest extends MachRightsKeptContract {
    @Override
    MachSpaces spaces() {
        return new OneKernelByNumbers();
    }
}
