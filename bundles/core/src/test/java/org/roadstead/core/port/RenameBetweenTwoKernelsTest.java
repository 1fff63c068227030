package org.roadstead.core.port;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Renames of a port whose clients are in another kernel. */
@ShownIn(Place.UDS)
class RenameBetweenTwoKernelsTest extends RenameContract {
    @Override
    Arrangement arrange() throws java.io.IOException {
        return new Arrangement.TwoKernels();
    }
}
