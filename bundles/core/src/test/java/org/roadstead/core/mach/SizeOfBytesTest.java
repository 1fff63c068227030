package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;

/** The bytes of a message port's reply that comes to a space are not larger than the kernel said when it looked for room. */
class SizeOfBytesTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 4095, 4096, 8155, 8156, 8157, 8192, 8193, 100_000})
    void noReplyIsLargerThanItWasSaidToBe(int length) {
        try (PortSpace space = new MachSpace(new Origin("me", "here", "me", 1), MachLimits.DEFAULT)) {
            ReceiveRight port = space.allocate();
            ((Held) space.makeSendOnce(port)).entry.once().reply(ByteBuffer.allocate(length));

            ReceiveResult tooLarge = space.receive(port, MsgOptions.POLL.withMaxSize(0));
            assertThat(tooLarge.code()).isEqualTo(MsgReturn.RCV_TOO_LARGE);
            ReceiveResult received = space.receive(port, MsgOptions.POLL.withMaxSize(tooLarge.size()));
            assertThat(received.message().size()).isEqualTo(tooLarge.size()).isEqualTo(received.size());
            assertThat(received.size()).isLessThanOrEqualTo(MachLimits.DEFAULT.size());
        }
    }
}
