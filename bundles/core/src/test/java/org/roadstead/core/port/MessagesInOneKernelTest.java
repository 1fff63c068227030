package org.roadstead.core.port;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Messages from one space of a kernel to another. */
@ShownIn(Place.VM)
class MessagesInOneKernelTest extends MessagesContract {
    @Override
    Arrangement arrange() {
        return new Arrangement.OneKernel();
    }
}
