package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.BackupResult;
import org.roadstead.mach.Inline;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.Notification;
import org.roadstead.mach.Notification.Kind;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** What the kernel tells a space: messages accepted, ports deleted, ports saved by their backup. */
abstract class MachNotificationContract extends MachContract {
    private static final int HELD = 1;

    private PortSpace server;
    private PortSpace client;
    private ReceiveRight port;
    private SendRight to;

    @BeforeEach
    final void knowThePort() {
        server = space("server");
        client = space("client");
        port = server.allocate();
        to = give(server, port, client);
    }

    /** Fills the port and lets the kernel hold one message more; returns the ids in their order. */
    private List<Integer> hold() {
        List<Integer> ids = fill(client, to);
        assertThat(client.send(Message.to(to, HELD), NOTIFY).code()).isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        assertThat(notices(client)).as("notices before there is room").isEmpty();
        ids.add(HELD);
        return ids;
    }

    private static Notification accepted(PortRight right) {
        return new Notification(Kind.MSG_ACCEPTED, right.name());
    }

    private static Notification deleted(PortRight right) {
        return new Notification(Kind.PORT_DELETED, right.name());
    }

    @Test
    @Scenario("M36")
    void aHeldMessageDoesNotLeaveAFreedSlotEmptyAndItsSenderIsTold() {
        List<Integer> ids = hold();
        assertThat(server.status(port).messages()).isEqualTo(ids.size() - 1);

        assertThat(next(server, port).id()).isEqualTo(ids.remove(0));

        assertThat(notice(client)).isEqualTo(accepted(to));
        assertThat(server.status(port).messages()).isEqualTo(ids.size());
        assertThat(notices(client)).isEmpty();
    }

    @Test
    @Scenario("M37")
    void aNoticeThatHasComeHindersNoNewOne() {
        hold();
        next(server, port);
        notice(client);
        assertThat(client.send(Message.to(to, HELD + 1), NOTIFY).code()).isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        assertThat(client.send(Message.to(to, HELD + 2), NOTIFY).code()).isEqualTo(MsgReturn.SEND_NOTIFY_IN_PROGRESS);
        next(server, port);
        assertThat(notice(client)).isEqualTo(accepted(to));
    }

    @Test
    @Scenario("M38")
    void aHeldMessageIsNeitherLostNorDoubledNorEarly() {
        List<Integer> ids = hold();
        assertThat(rest(server, port)).isEqualTo(ids);
        assertThat(notices(client)).containsExactly(accepted(to));
    }

    @Test
    @Scenario("M39")
    void aHeldMessageIsNotSaidToBeAcceptedByAPortThatHasEnded() {
        hold();
        server.deallocate(port);
        assertThat(notice(client)).isEqualTo(deleted(to));
        assertThat(notices(client)).isEmpty();
        assertThat(client.type(to)).isEqualTo(RightType.DEAD_NAME);
    }

    @Test
    @Scenario("M40")
    void aNoticeIsNothingButOneNameThatItsReceiverKnows() {
        hold();
        next(server, port);
        assertNotice(next(client, client.notifyPort()), Kind.MSG_ACCEPTED, 66);
        server.deallocate(port);
        assertNotice(next(client, client.notifyPort()), Kind.PORT_DELETED, 65);
    }

    private void assertNotice(Message message, Kind kind, int id) {
        assertThat(message.id()).isEqualTo(id).isEqualTo(kind.id());
        assertThat(message.isSimple()).isTrue();
        assertThat(message.type()).isEqualTo(MsgType.EMERGENCY);
        assertThat(message.remote()).isEqualTo(PortRight.NULL);
        assertThat(message.local()).isEqualTo(client.notifyPort());
        assertThat(message.size()).isEqualTo(32);
        ByteBuffer name = ByteBuffer.allocate(4).putInt(to.name()).flip();
        assertThat(message.items()).containsExactly(new Inline(MsgType.PORT_NAME, 32, 1, name));
        assertThat(Notification.of(message)).contains(new Notification(kind, to.name()));
    }

    @Test
    @Scenario("M42")
    void aNoticeDoesNotCarryANameThatTheRightHasNoMore() {
        List<Integer> ids = hold();
        int before = to.name();
        assertThat(client.rename(to, 4711)).isEqualTo(KernReturn.SUCCESS);
        assertThat(rest(server, port)).isEqualTo(ids);
        assertThat(notices(client)).containsExactly(new Notification(Kind.MSG_ACCEPTED, 4711));
        assertThat(client.right(before)).isEqualTo(PortRight.NULL);

        client.rename(to, 4712);
        server.deallocate(port);
        assertThat(notice(client)).isEqualTo(new Notification(Kind.PORT_DELETED, 4712));
    }

    @Test
    @Scenario("M44")
    void aRaisedLimitDoesNotLeaveAMessageHeld() {
        List<Integer> ids = hold();
        assertThat(server.setBacklog(port, ids.size())).isEqualTo(KernReturn.SUCCESS);
        assertThat(notice(client)).isEqualTo(accepted(to));
        assertThat(server.status(port).messages()).isEqualTo(ids.size());
        assertThat(rest(server, port)).isEqualTo(ids);
        assertThat(notices(client)).isEmpty();
    }

    @Test
    @Scenario("M45")
    void aFullNotifyPortLosesNoNotice() {
        hold();
        ReceiveRight notify = client.notifyPort();
        List<Integer> filling = fill(client, notify);
        assertThat(filling).hasSize(PortSpace.DEFAULT_BACKLOG);

        rest(server, port);
        server.deallocate(port);
        settle();

        assertThat(client.status(notify).messages()).isEqualTo(filling.size() + 2);
        List<Integer> expected = new ArrayList<>(filling);
        expected.addAll(List.of(66, 65));
        assertThat(rest(client, notify)).isEqualTo(expected);
    }

    @Test
    @Scenario("M46")
    void nobodyIsToldOfAnEndTwiceOrInAnothersNameAndWhoEndedItNotAtAll() {
        List<PortSpace> spaces = List.of(client, space("second"), space("third"));
        List<SendRight> rights = new ArrayList<>();
        for (PortSpace space : spaces) {
            SendRight right = give(server, port, space);
            space.rename(right, 100 + rights.size());
            rights.add(right);
        }
        server.notifyPort();
        give(server, port, client);

        server.deallocate(port);

        for (int i = 0; i < spaces.size(); i++) {
            settle();
            assertThat(notice(spaces.get(i))).isEqualTo(new Notification(Kind.PORT_DELETED, 100 + i));
            assertThat(notices(spaces.get(i))).isEmpty();
            assertThat(spaces.get(i).type(rights.get(i))).isEqualTo(RightType.DEAD_NAME);
        }
        assertThat(notices(server)).isEmpty();
    }

    @Test
    @Scenario("M46")
    void whoAsksLateForItsNotifyPortIsNotLeftWithoutTheEndsThatWere() {
        SendRight second = give(server, server.allocate(), client);
        server.close();
        settle();
        client.deallocate(second);
        assertThat(notices(client)).containsExactly(deleted(to));
    }

    @Test
    void whoHasGivenUpARightIsNotToldOfIt() {
        List<Integer> ids = hold();
        client.deallocate(to);
        assertThat(rest(server, port)).as("what was taken stays taken").isEqualTo(ids);
        server.deallocate(port);
        assertThat(notices(client)).isEmpty();
    }

    @Test
    void whatASpaceLeavesHeldIsNotLostWithIt() {
        List<Integer> ids = hold();
        client.close();
        assertThat(rest(server, port)).isEqualTo(ids);
    }

    @Test
    void theMoveOfAReceiveRightNeitherLosesAHeldMessageNorItsNotice() {
        List<Integer> ids = hold();
        PortSpace next = space("next");
        ReceiveRight mail = next.allocate();
        SendRight toMail = give(next, mail, server);
        server.send(Message.to(toMail, 2, PortItem.moveReceive(port)), MsgOptions.NONE);
        PortRight moved = ((PortItem) next(next, mail).items().get(0)).rights().get(0);
        assertThat(rest(next, moved)).isEqualTo(ids);
        assertThat(notices(client)).containsExactly(accepted(to));
    }

    private ReceiveRight backup(PortSpace keeper, PortRight saved) {
        ReceiveRight backup = keeper.allocate();
        SendRight toBackup = give(keeper, backup, server);
        assertThat(server.setBackup(saved, toBackup)).isEqualTo(new BackupResult(KernReturn.SUCCESS, PortRight.NULL));
        return backup;
    }

    @Test
    @Scenario("M48")
    void aPortWithABackupLosesNothingAndNobodyNotices() throws Exception {
        PortSpace keeper = space("keeper");
        ReceiveRight backup = backup(keeper, port);
        List<Integer> ids = hold();
        PortSpace other = space("other");
        Attempt send = sendThatWaits(other, Message.to(give(server, port, other), 2), MsgOptions.NONE);
        ids.add(2);

        server.deallocate(port);

        Message notice = next(keeper, backup);
        assertThat(notice.id()).isEqualTo(69);
        assertThat(notice.isSimple()).isFalse();
        assertThat(notice.remote()).isEqualTo(PortRight.NULL);
        PortItem item = (PortItem) notice.items().get(0);
        assertThat(notice.items()).hasSize(1);
        assertThat(item.right()).isEqualTo(PortItem.Right.RECEIVE);
        PortRight saved = item.rights().get(0);
        assertThat(keeper.type(saved)).isEqualTo(RightType.RECEIVE);
        assertThat(isWaiting(send)).as("the sender waits on").isTrue();
        assertThat(rest(keeper, saved)).isEqualTo(ids);
        assertThat(sent(send)).isEqualTo(SendResult.SUCCESS);
        assertThat(notices(client)).containsExactly(accepted(to));

        assertThat(client.send(Message.to(to, 3), MsgOptions.POLL)).isEqualTo(SendResult.SUCCESS);
        keeper.deallocate(saved);
        assertThat(notice(client)).as("it has no backup any more").isEqualTo(deleted(to));
        assertThat(rest(keeper, backup)).isEmpty();
    }

    @Test
    @Scenario("M48")
    void theSpaceThatGivesAPortUpDoesNotWaitThereOnThoughTheBackupSavesIt() throws Exception {
        ReceiveRight backup = backup(client, port);
        fill(client, to);
        Attempt send = sendThatWaits(server, Message.to(port, 2), MsgOptions.NONE);
        server.deallocate(port);
        assertThat(sent(send).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(sent(send).cause()).isEqualTo(MsgCause.REMOVED);
        assertThat(next(client, backup).id()).isEqualTo(69);
    }

    @Test
    @Scenario("M49")
    void aBackupThatIsGoneSavesNothing() {
        PortSpace keeper = space("keeper");
        ReceiveRight backup = backup(keeper, port);
        keeper.deallocate(backup);
        settle();
        server.deallocate(port);
        assertThat(notice(client)).isEqualTo(deleted(to));
    }

    @Test
    @Scenario("M49")
    void aPortDoesNotSaveItself() {
        assertThat(server.setBackup(port, port).code()).isEqualTo(KernReturn.SUCCESS);
        server.deallocate(port);
        assertThat(notice(client)).isEqualTo(deleted(to));
    }

    @Test
    @Scenario("M49")
    void aBackupThatWasTakenBackSavesNothing() {
        PortSpace keeper = space("keeper");
        ReceiveRight backup = backup(keeper, port);
        BackupResult last = server.setBackup(port, PortRight.NULL);
        assertThat(server.type(last.previous())).isEqualTo(RightType.SEND);
        server.deallocate(port);
        assertThat(notice(client)).isEqualTo(deleted(to));
        assertThat(rest(keeper, backup)).isEmpty();
    }

    @Test
    void twoPortsThatAreEachOthersBackupDoNotKeepEachOtherForEver() {
        ReceiveRight second = server.allocate();
        SendRight toSecond = give(server, second, client);
        server.setBackup(port, second);
        server.setBackup(second, port);
        server.deallocate(port);
        assertThat(notices(client)).isEmpty();
        server.deallocate(second);
        settle();
        assertThat(notices(client)).containsExactlyInAnyOrder(deleted(to), deleted(toSecond));
    }

    @Test
    void aListenerIsNeitherToldTwiceNorOfARightThatWasGivenUp() {
        List<String> told = new CopyOnWriteArrayList<>();
        SendRight given = give(server, server.allocate(), client);
        client.onDead(to, (right, why) -> told.add("first " + right.name()), Runnable::run);
        client.onDead(given, (right, why) -> told.add("given up"), Runnable::run);
        client.deallocate(given);
        server.close();
        await().until(() -> !told.isEmpty());
        client.onDead(to, (right, why) -> told.add("late " + right.name()), Runnable::run);
        settle();
        assertThat(told).containsExactly("first " + to.name(), "late " + to.name());
    }
}
