package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;

/**
 * A receive right that is sent to a port deep in others does not let the kernel search all of them for a ring, under the one lock
 * that all spaces share: no ring passes a port that carries nothing.
 */
@Timeout(value = 40, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NestingIsNotSearchedTest {
    private static final int DEPTH = 200_000;

    @Test
    void theTimeOfASendDoesNotGrowWithTheDepthOfItsDestination() {
        try (OneKernel kernel = new OneKernel()) {
            PortSpace space = kernel.space("hostile");
            ReceiveRight outermost = space.allocate();
            ReceiveRight at = outermost;
            ReceiveRight next = at;
            for (int i = 0; i < DEPTH; i++) {
                next = space.allocate();
                assertThat(space.send(Message.to(at, 1, PortItem.receive(next)), MsgOptions.POLL)
                                .code())
                        .isEqualTo(MsgReturn.SUCCESS);
                at = next;
            }

            assertThat(space.send(Message.to(next, 1, PortItem.receive(outermost)), MsgOptions.POLL)
                            .code())
                    .isEqualTo(MsgReturn.SUCCESS);
            assertThat(space.type(outermost))
                    .as("the ring is found all the same")
                    .isEqualTo(RightType.DEAD_NAME);
            assertThat(space.type(next)).isEqualTo(RightType.DEAD_NAME);
        }
    }
}
