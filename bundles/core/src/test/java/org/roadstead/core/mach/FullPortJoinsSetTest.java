package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendResult;
import org.roadstead.testkit.Attempt;

/** A full port whose senders wait is put into a set where receivers wait: there is room at once, while its messages move. */
class FullPortJoinsSetTest extends MachContract {
    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }

    @Test
    void noWaitingSenderOvertakesTheMessagesThatAreQueued() throws Exception {
        PortSpace space = space("server");
        ReceiveRight port = space.allocate();
        PortSet set = space.newSet();
        List<Integer> expected = fill(space, port);
        Attempt send = sendThatWaits(space, Message.to(port, 1), MsgOptions.NONE);
        expected.add(1);
        Attempt receive = receiveThatWaits(space, set, MsgOptions.NONE);

        assertThat(space.addToSet(set, port)).isEqualTo(KernReturn.SUCCESS);

        List<Integer> ids = new ArrayList<>();
        ids.add(received(receive).message().id());
        assertThat(sent(send)).isEqualTo(SendResult.SUCCESS);
        ids.addAll(rest(space, set));
        assertThat(ids).isEqualTo(expected);
    }

    @Test
    void noneOfSeveralReceiversAndSendersIsLeftWaiting() throws Exception {
        PortSpace space = space("server");
        ReceiveRight port = space.allocate();
        PortSet set = space.newSet();
        space.setBacklog(port, 1);
        fill(space, port);
        List<Attempt> receives = new ArrayList<>();
        List<Attempt> sends = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            receives.add(receiveThatWaits(space, set, MsgOptions.NONE));
            sends.add(sendThatWaits(space, Message.to(port, i), MsgOptions.NONE));
        }

        assertThat(space.addToSet(set, port)).isEqualTo(KernReturn.SUCCESS);

        List<Integer> ids = new ArrayList<>();
        for (Attempt receive : receives) {
            ids.add(received(receive).message().id());
        }
        assertThat(ids).containsExactly(FILLING, 0, 1);
        for (Attempt send : sends) {
            assertThat(sent(send)).isEqualTo(SendResult.SUCCESS);
        }
        assertThat(rest(space, set)).containsExactly(2);
    }
}
