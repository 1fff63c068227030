package org.roadstead.core.port;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Renames of a port whose clients are in the same kernel. */
@ShownIn(Place.VM)
class RenameInOneKernelTest extends RenameContract {
    @Override
    Arrangement arrange() {
        return new Arrangement.OneKernel();
    }
}
