package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** {@code msg_send}: what its options do at a port with room, at a full one, and at one that ends meanwhile. */
abstract class MachSendContract extends MachContract {
    private static final int ID = 1;

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

    private SendResult send(MsgOptions options) {
        return client.send(Message.to(to, ID), options);
    }

    private Attempt sendThatWaits(MsgOptions options) {
        return sendThatWaits(client, Message.to(to, ID), options);
    }

    private int queued() {
        return server.status(port).messages();
    }

    /** Sends, and tells whether the thread is interrupted afterwards. */
    private boolean isInterruptedAfter(MsgOptions options, MsgReturn wanted) {
        assertThat(send(options).code()).isEqualTo(wanted);
        return Thread.currentThread().isInterrupted();
    }

    @Test
    @Scenario("M1")
    void aSendWithRoomIsNeitherRefusedNorFollowedByANotice() {
        server.setBacklog(port, 8);
        List<MsgOption> options = List.of(MsgOption.SEND_TIMEOUT, MsgOption.SEND_NOTIFY, MsgOption.SEND_INTERRUPT);
        client.notifyPort();
        for (int bits = 0; bits < 8; bits++) {
            Set<MsgOption> set = EnumSet.noneOf(MsgOption.class);
            for (int i = 0; i < options.size(); i++) {
                if ((bits >> i & 1) != 0) {
                    set.add(options.get(i));
                }
            }
            MsgOptions given = new MsgOptions(set, Duration.ZERO, Duration.ZERO, Long.MAX_VALUE);

            assertThat(client.send(Message.to(to, bits), given)).as("%s", set).isEqualTo(SendResult.SUCCESS);
            assertThat(queued()).as("%s", set).isEqualTo(bits + 1);
        }
        assertThat(rest(server, port)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(notices(client)).isEmpty();
    }

    @Test
    @Scenario("M2")
    void aSendThatMayNotWaitNeitherWaitsNorChangesAFullQueue() {
        List<Integer> before = fill(client, to);

        assertThat(send(sendTimeout(Duration.ZERO)).code()).isEqualTo(MsgReturn.SEND_TIMED_OUT);

        assertThat(queued()).isEqualTo(before.size());
        assertThat(rest(server, port)).isEqualTo(before);
    }

    @Test
    @Scenario("M3")
    void aSendThatTimesOutEndsNotTooEarlyAndIsNotQueuedLater() throws Exception {
        List<Integer> before = fill(client, to);
        Duration timeout = Duration.ofMillis(50);

        Attempt send = Attempt.of(() -> send(sendTimeout(timeout)));

        SendResult result = sent(send);
        assertThat(result.code()).isEqualTo(MsgReturn.SEND_TIMED_OUT);
        assertThat(result.cause()).isEqualTo(MsgCause.QUEUE_FULL);
        assertThat(send.took()).isGreaterThanOrEqualTo(timeout);
        assertThat(rest(server, port)).isEqualTo(before);
    }

    @Test
    @Scenario("M4")
    void aSendDoesNotWaitOnWhenAMessageHasBeenTaken() throws Exception {
        List<Integer> expected = fill(client, to);
        expected.add(ID);
        Attempt send = sendThatWaits(sendTimeout(PATIENCE));

        assertThat(next(server, port).id()).isEqualTo(expected.remove(0));

        long taken = System.nanoTime();
        assertThat(sent(send)).isEqualTo(SendResult.SUCCESS);
        assertThat(send.endedAfter(taken)).isLessThan(PATIENCE.dividedBy(2));
        assertThat(rest(server, port)).isEqualTo(expected);
    }

    @Test
    @Scenario("M5")
    void aSendWithoutOptionsDoesNotGiveUp() throws Exception {
        waitsUntilThereIsRoom(MsgOptions.NONE);
    }

    @Test
    @Scenario("M6")
    void aTimeWithoutItsOptionEndsNothing() throws Exception {
        waitsUntilThereIsRoom(new MsgOptions(Set.of(), Duration.ofMillis(1), Duration.ZERO, Long.MAX_VALUE));
    }

    private void waitsUntilThereIsRoom(MsgOptions options) throws Exception {
        List<Integer> expected = fill(client, to);
        expected.add(ID);
        Attempt send = sendThatWaits(options);
        await().during(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> !send.isOver());
        assertThat(isWaiting(send)).isTrue();

        assertThat(next(server, port).id()).isEqualTo(expected.remove(0));

        assertThat(sent(send)).isEqualTo(SendResult.SUCCESS);
        assertThat(rest(server, port)).isEqualTo(expected);
    }

    @Test
    @Scenario("M7")
    void aSendThatAsksForNoticeNeitherWaitsNorIsRefused() {
        fill(client, to);
        SendResult result = send(NOTIFY);
        assertThat(result.code()).isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        assertThat(result.isTaken()).isTrue();
    }

    @Test
    @Scenario("M8")
    void aSecondSendThatAsksForNoticeIsNotDelivered() {
        List<Integer> expected = fill(client, to);
        send(NOTIFY);
        expected.add(ID);

        SendResult second = client.send(Message.to(to, ID + 1), NOTIFY);

        assertThat(second.code()).isEqualTo(MsgReturn.SEND_NOTIFY_IN_PROGRESS);
        assertThat(second.isTaken()).isFalse();
        assertThat(rest(server, port)).isEqualTo(expected);
        assertThat(notices(client)).containsExactly(new Notification(Notification.Kind.MSG_ACCEPTED, to.name()));
    }

    @Test
    @Scenario("M10")
    void aNoticeUnderWayAtOnePortDoesNotHinderOneAtAnotherNorOneOfAnotherSpace() {
        ReceiveRight second = server.allocate();
        SendRight toSecond = give(server, second, client);
        PortSpace other = space("other");
        SendRight others = give(server, port, other);
        fill(client, to);
        fill(client, toSecond);

        assertThat(send(NOTIFY).code()).isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        assertThat(client.send(Message.to(toSecond, 2), NOTIFY).code()).isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        assertThat(other.send(Message.to(others, 3), NOTIFY).code()).isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
    }

    @Test
    @Scenario("M11")
    void aNoticeIsNotPromisedBeforeTheTimeIsOver() throws Exception {
        List<Integer> expected = fill(client, to);
        expected.add(ID);
        Duration timeout = Duration.ofMillis(100);

        Attempt send = Attempt.of(() -> send(sendTimeout(timeout).and(MsgOption.SEND_NOTIFY)));

        assertThat(sent(send).code()).isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        assertThat(send.took()).isGreaterThanOrEqualTo(timeout);
        assertThat(rest(server, port)).isEqualTo(expected);
        assertThat(notices(client)).hasSize(1);
    }

    @Test
    @Scenario("M12")
    void noNoticeFollowsWhenThereWasRoomInTime() throws Exception {
        List<Integer> expected = fill(client, to);
        expected.add(ID);
        Attempt send = sendThatWaits(sendTimeout(PATIENCE).and(MsgOption.SEND_NOTIFY));

        assertThat(next(server, port).id()).isEqualTo(expected.remove(0));

        assertThat(sent(send)).isEqualTo(SendResult.SUCCESS);
        assertThat(rest(server, port)).isEqualTo(expected);
        assertThat(notices(client)).isEmpty();
    }

    @Test
    @Scenario("M14")
    void anInterruptedSendLeavesNothingInTheQueueAndDoesNotHideTheInterrupt() throws Exception {
        List<Integer> before = fill(client, to);
        Attempt send = waiting(Attempt.of(() -> isInterruptedAfter(INTERRUPT, MsgReturn.SEND_INTERRUPTED)));

        send.thread().interrupt();

        assertThat(send.result()).as("interrupt status").isEqualTo(true);
        assertThat(rest(server, port)).isEqualTo(before);
    }

    @Test
    @Scenario("M15")
    void anInterruptNeitherEndsASendThatIgnoresItNorGetsLost() throws Exception {
        List<Integer> expected = fill(client, to);
        expected.add(ID);
        Attempt send = waiting(Attempt.of(() -> isInterruptedAfter(MsgOptions.NONE, MsgReturn.SUCCESS)));

        send.thread().interrupt();
        await().until(() -> send.isOver() || (!send.thread().isInterrupted() && isWaiting(send)));
        assertThat(send.isOver()).as("ended by the interrupt").isFalse();
        assertThat(next(server, port).id()).isEqualTo(expected.remove(0));

        assertThat(send.result()).as("interrupt status").isEqualTo(true);
        assertThat(rest(server, port)).isEqualTo(expected);
    }

    @Test
    @Scenario("M16")
    void interruptsDoNotMoveTheEndOfASendThatIgnoresThem() throws Exception {
        List<Integer> before = fill(client, to);
        Duration timeout = Duration.ofMillis(300);
        Attempt send = Attempt.of(() -> isInterruptedAfter(sendTimeout(timeout), MsgReturn.SEND_TIMED_OUT));

        await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> {
            send.thread().interrupt();
            return send.isOver();
        });

        assertThat(send.result()).as("interrupt status").isEqualTo(true);
        assertThat(send.took()).isBetween(timeout, PATIENCE.dividedBy(2));
        assertThat(rest(server, port)).isEqualTo(before);
    }

    @Test
    @Scenario("M18")
    void anInterruptFromBeforeDoesNotMatterToASendThatNeedNotWait() throws Exception {
        List<Boolean> interrupted = new ArrayList<>();
        Attempt sends = Attempt.of(() -> {
            Thread.currentThread().interrupt();
            interrupted.add(isInterruptedAfter(INTERRUPT, MsgReturn.SUCCESS));
            fill(client, to);
            interrupted.add(isInterruptedAfter(INTERRUPT.withSendTimeout(Duration.ZERO), MsgReturn.SEND_TIMED_OUT));
            interrupted.add(isInterruptedAfter(INTERRUPT.and(MsgOption.SEND_NOTIFY), MsgReturn.SEND_WILL_NOTIFY));
            interrupted.add(isInterruptedAfter(INTERRUPT, MsgReturn.SEND_INTERRUPTED));
            return null;
        });
        sends.result();
        assertThat(interrupted).containsExactly(true, true, true, true);
    }

    @Test
    @Scenario("M31")
    void aSendDoesNotWaitForAPortThatItsSpaceHasNoRightToAnyMore() throws Exception {
        List<Integer> before = fill(client, to);
        PortSpace other = space("other");
        Attempt others = sendThatWaits(other, Message.to(give(server, port, other), 2), MsgOptions.NONE);
        Attempt first = sendThatWaits(MsgOptions.NONE);
        Attempt second = sendThatWaits(sendTimeout(PATIENCE).and(MsgOption.SEND_NOTIFY));

        client.deallocate(to);

        for (Attempt send : List.of(first, second)) {
            assertThat(sent(send).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
            assertThat(sent(send).cause()).isEqualTo(MsgCause.REMOVED);
        }
        assertThat(isWaiting(others)).as("another space's send").isTrue();
        before.add(2);
        assertThat(next(server, port).id()).isEqualTo(before.remove(0));
        assertThat(sent(others)).isEqualTo(SendResult.SUCCESS);
        assertThat(rest(server, port)).isEqualTo(before);
        assertThat(notices(client)).isEmpty();
    }

    @Test
    @Scenario("M31")
    void aSendDoesNotWaitOnForAMessageWithAReplyPortThatItsSpaceHasGivenUp() throws Exception {
        List<Integer> before = fill(client, to);
        ReceiveRight reply = client.allocate();
        Attempt send = sendThatWaits(client, Message.to(to, ID).replyTo(reply), MsgOptions.NONE);

        client.deallocate(reply);

        assertThat(sent(send).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(sent(send).cause()).isEqualTo(MsgCause.REMOVED);
        assertThat(rest(server, port)).isEqualTo(before);
    }

    @Test
    @Scenario("M32")
    void aSendDoesNotWaitForAPortThatHasEnded() throws Exception {
        fill(client, to);
        Attempt first = sendThatWaits(MsgOptions.NONE);
        Attempt second = sendThatWaits(sendTimeout(PATIENCE).and(MsgOption.SEND_NOTIFY));

        server.deallocate(port);

        for (Attempt send : List.of(first, second)) {
            assertThat(sent(send).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
            assertThat(sent(send).cause()).isEqualTo(MsgCause.DIED);
        }
    }

    @Test
    @Scenario("M33")
    void aSendToAPortThatHasEndedIsNotTaken() {
        server.deallocate(port);
        settle();
        for (MsgOptions options : List.of(MsgOptions.NONE, MsgOptions.POLL, NOTIFY)) {
            SendResult result = send(options);
            assertThat(result.code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
            assertThat(result.cause()).isEqualTo(MsgCause.DIED);
        }
        PortRight dead = client.right(to.name());
        assertThat(client.send(Message.to(dead, ID), MsgOptions.NONE).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
    }
}
