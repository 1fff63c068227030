package org.roadstead.core.mach;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

@ShownIn(Place.FACADE)
class MachSpaceEndByNumbersTest extends MachSpaceEndContract {
    @Override
    MachSpaces spaces() {
        return new OneKernelByNumbers();
    }

    @Override
    void aRightThatWasGivenUpDoesNotComeAliveWhenItsNameIsUsedAgain() {
        // a number that the user gives to something else stands for that
    }
}
