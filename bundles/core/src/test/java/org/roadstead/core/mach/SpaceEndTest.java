package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.roadstead.testkit.Utf8.bytes;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.Inline;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** What the end of a space leaves, what becomes of the names of dead ports, and which rights can be put under a name. */
@ShownIn(Place.VM)
@Timeout(20)
class SpaceEndTest {
    private final MachSpace server = space("server");
    private final MachSpace client = space("client");
    private final MachSpace other = space("other");
    private final ReceiveRight receive = server.allocate();
    private final SendRight send = server.insertSend(client, receive);

    private static MachSpace space(String owner) {
        return new MachSpace(new Origin("user", "node", owner, 1), MachLimits.DEFAULT);
    }

    private static SendResult trySend(MachSpace space, PortRight to, int id) {
        return space.send(Message.to(to, id, Inline.bytes(bytes("message " + id))), MsgOptions.POLL);
    }

    private static void fill(MachSpace space, PortRight port) {
        for (int id = 1; trySend(space, port, id).code() == MsgReturn.SUCCESS; id++) {
            assertThat(id).isLessThan(100);
        }
    }

    private static ReceiveResult poll(MachSpace space, PortRight from) {
        return space.receive(from, MsgOptions.POLL);
    }

    @Test
    @Scenario("M98")
    void aPortDoesNotOutliveTheSpaceThatReceivesFromIt() {
        ReceiveRight notices = client.notifyPort();
        server.close();

        Message told = poll(client, notices).message();
        assertThat(Notification.of(told)).contains(new Notification(Notification.Kind.PORT_DELETED, send.name()));
        assertThat(poll(client, notices).code()).isEqualTo(MsgReturn.RCV_TIMED_OUT);
        assertThat(trySend(client, send, 1).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(server.rights()).isEmpty();
    }

    @Test
    @Scenario("M98")
    void aPortWithABackupIsNotLostWithItsSpace() {
        ReceiveRight spare = other.allocate();
        assertThat(server.setBackup(receive, other.insertSend(server, spare)).code())
                .isEqualTo(KernReturn.SUCCESS);
        trySend(client, send, 1);
        trySend(client, send, 2);
        server.close();

        Message told = poll(other, spare).message();
        assertThat(told.id()).isEqualTo(Notification.Kind.PORT_DESTROYED.id());
        PortRight saved = ((PortItem) told.items().get(0)).rights().get(0);
        trySend(client, send, 3);
        assertThat(List.of(
                        poll(other, saved).message().id(),
                        poll(other, saved).message().id(),
                        poll(other, saved).message().id()))
                .containsExactly(1, 2, 3);
    }

    @Test
    @Scenario("M98")
    void aSenderDoesNotWaitBeyondTheEndOfItsSpace() throws Exception {
        fill(client, send);
        Attempt waiting = Attempt.of(() -> client.send(Message.to(send, 100), MsgOptions.NONE));
        await().until(() -> ((Held) receive).entry.port().status().blocked() == 1);
        client.close();
        assertThat(((SendResult) waiting.result()).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        for (int id = 1; id <= 5; id++) {
            assertThat(poll(server, receive).message().id()).isEqualTo(id);
        }
        assertThat(poll(server, receive).code()).isEqualTo(MsgReturn.RCV_TIMED_OUT);
    }

    @Test
    @Scenario("M98")
    void aMessageThatWasTakenDoesNotEndWithItsSender() {
        ReceiveRight carried = client.allocate();
        client.send(Message.to(send, 7, PortItem.moveReceive(carried)), MsgOptions.POLL);
        client.close();
        Message message = poll(server, receive).message();
        assertThat(message.id()).isEqualTo(7);
        assertThat(server.type(((PortItem) message.items().get(0)).rights().get(0)))
                .isEqualTo(RightType.RECEIVE);
    }

    @Test
    @Scenario("M99")
    void theNameOfADeadPortComesToMeanNothingElseWhileItsRightIsHeld() {
        int name = send.name();
        server.deallocate(receive);
        List<Integer> later = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ReceiveRight right = client.allocate();
            later.add(right.name());
            if (i % 2 == 0) {
                client.deallocate(right);
            }
            assertThat(trySend(client, send, i).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        }
        assertThat(later).doesNotContain(name);
        assertThat(client.type(send)).isEqualTo(RightType.DEAD_NAME);
        assertThat(client.right(name)).isEqualTo(new DeadName(name));

        assertThat(client.deallocate(send)).isEqualTo(KernReturn.SUCCESS);
        ReceiveRight next = client.allocate();
        assertThat(trySend(client, send, 1).code())
                .as("the old right leads nowhere, whatever its name stands for")
                .isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(trySend(client, next, 1).code()).isEqualTo(MsgReturn.SUCCESS);
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
