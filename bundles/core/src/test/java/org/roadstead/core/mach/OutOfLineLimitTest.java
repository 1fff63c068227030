package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Disposition;
import org.roadstead.mach.Item;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;

/** What is beside a message has a limit together, whether it is data or names of rights. */
class OutOfLineLimitTest {
    private final PortSpace space =
            new MachSpace(new Origin("me", "here", "me", 1), new MachLimits(16, MachLimits.DEFAULT.size(), 1000));

    @AfterEach
    void close() {
        space.close();
    }

    private MsgReturn send(Item... items) {
        PortRight port = space.allocate();
        return space.send(Message.to(port, 1, items), MsgOptions.POLL).code();
    }

    private static PortItem rights(int number) {
        return new PortItem(PortItem.Right.SEND, Collections.nCopies(number, PortRight.NULL), Disposition.COPY, true);
    }

    private static OutOfLine data(int length) {
        return OutOfLine.copy(ByteBuffer.allocate(length));
    }

    @Test
    void noMoreRightsThanFitAreTaken() {
        assertThat(send(rights(250))).isEqualTo(MsgReturn.SUCCESS);
        assertThat(send(rights(251))).isEqualTo(MsgReturn.SEND_MSG_TOO_LARGE);
    }

    @Test
    void dataAndRightsCountTogether() {
        assertThat(send(data(600), rights(100))).isEqualTo(MsgReturn.SUCCESS);
        assertThat(send(data(601), rights(100))).isEqualTo(MsgReturn.SEND_MSG_TOO_LARGE);
        assertThat(send(rights(100), data(601))).isEqualTo(MsgReturn.SEND_MSG_TOO_LARGE);
    }
}
