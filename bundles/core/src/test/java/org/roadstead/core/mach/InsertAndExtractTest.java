package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.roadstead.testkit.Utf8.bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.Inline;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** Which rights can be put into another space under a name, or taken out of one. */
@ShownIn(Place.VM)
@Timeout(20)
class InsertAndExtractTest {
    private final MachSpace server = space("server");
    private final MachSpace client = space("client");
    private final MachSpace other = space("other");
    private final ReceiveRight receive = server.allocate();

    private static MachSpace space(String owner) {
        return new MachSpace(new Origin("user", "node", owner, 1), MachLimits.DEFAULT);
    }

    private static SendResult trySend(MachSpace space, PortRight to, int id) {
        return space.send(Message.to(to, id, Inline.bytes(bytes("message " + id))), MsgOptions.POLL);
    }

    private static ReceiveResult poll(MachSpace space, PortRight from) {
        return space.receive(from, MsgOptions.POLL);
    }

    @Test
    @Scenario("M101")
    void noRightIsPutUnderAUsedNameNorASecondTimeAndNotEveryRightIsTakenOut() {
        ReceiveRight used = other.allocate();
        assertThat(server.insertSend(other, receive, used.name())).isEqualTo(KernReturn.NAME_EXISTS);
        assertThat(other.type(used)).isEqualTo(RightType.RECEIVE);
        assertThat(server.insertSend(other, receive, 77)).isEqualTo(KernReturn.SUCCESS);
        assertThat(trySend(other, other.right(77), 1).code()).isEqualTo(MsgReturn.SUCCESS);
        assertThat(server.insertSend(other, receive, 78)).isEqualTo(KernReturn.FAILURE);
        assertThat(server.insertReceive(other, receive, 78)).isEqualTo(KernReturn.FAILURE);
        assertThat(server.insertSend(other, PortRight.NULL, 79)).isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(other.right(78)).isEqualTo(PortRight.NULL);

        assertThat(client.extractSend(server, receive.name()).code()).isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(client.extractReceive(other, 77).code()).isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(server.type(receive)).isEqualTo(RightType.RECEIVE);
        assertThat(client.extractSend(other, 77).code()).isEqualTo(KernReturn.SUCCESS);
        assertThat(other.right(77)).isEqualTo(PortRight.NULL);
        assertThat(poll(server, receive).message().id()).isEqualTo(1);
    }

    @Test
    void noRightIsTakenOutOfASpaceForOneThatHasEnded() {
        SendRight held = server.insertSend(other, receive);
        client.close();

        assertThat(client.extractReceive(server, receive.name()).code()).isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(client.extractSend(other, held.name()).code()).isEqualTo(KernReturn.INVALID_ARGUMENT);

        assertThat(server.type(receive)).isEqualTo(RightType.RECEIVE);
        assertThat(other.type(held)).isEqualTo(RightType.SEND);
        assertThatThrownBy(() -> server.insertSend(client, receive))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("client")
                .hasMessageContaining("ended");
    }
}
