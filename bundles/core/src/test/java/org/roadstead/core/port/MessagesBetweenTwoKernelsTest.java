package org.roadstead.core.port;

import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Messages from one kernel to another. */
@ShownIn(Place.UDS)
class MessagesBetweenTwoKernelsTest extends MessagesContract {
    @Override
    Arrangement arrange() throws Exception {
        return new Arrangement.TwoKernels();
    }
}
