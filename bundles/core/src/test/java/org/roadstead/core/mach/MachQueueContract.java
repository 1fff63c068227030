package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.PortStatus;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendOnceRight;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** The queue of a port: its limit, what the limit does to senders, order, and what is told of it. */
abstract class MachQueueContract extends MachContract {
    private PortSpace owner;
    private PortSpace client;
    private ReceiveRight port;
    private SendRight send;

    /** The highest backlog that the spaces of {@link #spaces} allow. */
    abstract int highestBacklog();

    @BeforeEach
    void arrange() {
        owner = space("owner");
        client = space("client");
        port = owner.allocate();
        send = give(owner, port, client);
    }

    private Attempt blocked(int id) {
        return sendThatWaits(client, Message.to(send, id), MsgOptions.NONE);
    }

    @Test
    @Scenario("M83")
    void aNewPortHasNoRoomForMoreThanFive() {
        assertThat(PortSpace.DEFAULT_BACKLOG).isEqualTo(5);
        assertThat(owner.status(port).backlog()).isEqualTo(5);
        assertThat(owner.status(port).messages()).isZero();
        List<Integer> filling = fill(client, send);
        assertThat(filling).hasSize(5);
        assertThat(owner.status(port).messages()).isEqualTo(5);
        assertThat(poll(owner, Message.to(port, 1)).code())
                .as("the limit holds for the receiver too")
                .isEqualTo(MsgReturn.SEND_TIMED_OUT);
        assertThat(rest(owner, port)).isEqualTo(filling);
    }

    @Test
    @Scenario("M84")
    void nobodyButTheReceiverSetsALimitAndNoneOutOfBounds() {
        for (int wrong : new int[] {0, -1, Integer.MIN_VALUE, highestBacklog() + 1, Integer.MAX_VALUE}) {
            assertThat(owner.setBacklog(port, wrong)).as("%d", wrong).isEqualTo(KernReturn.INVALID_ARGUMENT);
            assertThat(owner.status(port).backlog()).isEqualTo(5);
        }
        assertThat(client.setBacklog(send, 1)).isEqualTo(KernReturn.NOT_RECEIVER);
        assertThat(owner.setBacklog(owner.makeSendOnce(port), 1)).isEqualTo(KernReturn.NOT_RECEIVER);
        assertThat(client.setBacklog(port, 1)).as("another space's").isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(owner.setBacklog(owner.newSet(), 1)).isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(owner.setBacklog(PortRight.NULL, 1)).isEqualTo(KernReturn.INVALID_ARGUMENT);

        for (int right : new int[] {1, 2, highestBacklog()}) {
            assertThat(owner.setBacklog(port, right)).isEqualTo(KernReturn.SUCCESS);
            assertThat(owner.status(port).backlog()).isEqualTo(right);
            assertThat(fill(client, send)).hasSize(right);
            rest(owner, port);
        }
    }

    @Test
    @Scenario("M86")
    void aLoweredLimitLosesNothingAndLetsNobodyInBeforeThereIsRoom() throws Exception {
        List<Integer> filling = fill(client, send);
        assertThat(owner.setBacklog(port, 2)).isEqualTo(KernReturn.SUCCESS);
        assertThat(owner.status(port).messages()).isEqualTo(5);
        Attempt waiting = blocked(50);
        for (int i = 0; i < 3; i++) {
            assertThat(next(owner, port).id()).isEqualTo(filling.get(i));
            settle();
            assertThat(isWaiting(waiting)).as("%d are queued", 4 - i).isTrue();
        }
        assertThat(next(owner, port).id()).isEqualTo(filling.get(3));
        assertThat(sent(waiting)).isEqualTo(SendResult.SUCCESS);
        assertThat(poll(client, Message.to(send, 51)).code()).isEqualTo(MsgReturn.SEND_TIMED_OUT);
        assertThat(rest(owner, port)).containsExactly(filling.get(4), 50);
    }

    @Test
    @Scenario("M86")
    void aRaisedLimitLetsInTheOldestAndNoMoreThanThereIsRoomFor() throws Exception {
        List<Integer> seen = fill(client, send);
        List<Attempt> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(blocked(i));
        }
        owner.setBacklog(port, 7);
        assertThat(sent(waiting.get(0))).isEqualTo(SendResult.SUCCESS);
        assertThat(sent(waiting.get(1))).isEqualTo(SendResult.SUCCESS);
        settle();
        assertThat(isWaiting(waiting.get(2)) && isWaiting(waiting.get(3))).isTrue();
        assertThat(owner.status(port).messages()).isEqualTo(7);
        seen.addAll(List.of(0, 1, 2, 3));
        for (int id : seen) {
            assertThat(next(owner, port).id()).isEqualTo(id);
        }
    }

    @Test
    @Scenario("M90")
    void nobodyWhoWaitsIsOvertakenBeItAThreadOrAMessage() throws Exception {
        List<Integer> order = fill(client, send);
        List<Attempt> threads = new ArrayList<>();
        List<PortSpace> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(blocked(2 * i));
            PortSpace other = space("held " + i);
            held.add(other);
            assertThat(other.send(Message.to(give(owner, port, other), 2 * i + 1), NOTIFY)
                            .code())
                    .isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        }
        IntStream.range(0, 8).forEach(order::add);
        for (int freed = 0; freed < 8; freed++) {
            assertThat(poll(owner, Message.to(port, 99)).code())
                    .as("who polls finds no slot while others wait")
                    .isEqualTo(MsgReturn.SEND_TIMED_OUT);
            assertThat(next(owner, port).id()).isEqualTo(order.get(freed));
            if (freed % 2 == 0) {
                assertThat(sent(threads.get(freed / 2))).isEqualTo(SendResult.SUCCESS);
            } else {
                assertThat(notice(held.get(freed / 2)).kind()).isEqualTo(Notification.Kind.MSG_ACCEPTED);
            }
            settle();
            assertThat(threads.stream().filter(Attempt::isOver)).hasSize(freed / 2 + 1);
        }
        assertThat(rest(owner, port)).isEqualTo(order.subList(8, order.size()));
    }

    @Test
    @Scenario("M90")
    void aSenderThatGivesUpOrLeavesMovesNobodyFromTheirPlace() throws Exception {
        List<Integer> order = fill(client, send);
        Attempt first = blocked(1);
        PortSpace other = space("other");
        SendRight ofOther = give(owner, port, other);
        Attempt leaves = sendThatWaits(other, Message.to(ofOther, 2), MsgOptions.NONE);
        Attempt givesUp = Attempt.of(() -> client.send(Message.to(send, 3), sendTimeout(Duration.ofMillis(5))));
        assertThat(sent(givesUp).code()).isEqualTo(MsgReturn.SEND_TIMED_OUT);
        Attempt last = blocked(4);
        other.deallocate(ofOther);
        assertThat(sent(leaves).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        settle();
        assertThat(isWaiting(first) && isWaiting(last)).isTrue();
        order.addAll(List.of(1, 4));
        for (int id : order) {
            assertThat(next(owner, port).id()).isEqualTo(id);
        }
        assertThat(rest(owner, port)).isEmpty();
    }

    @Test
    @Scenario("M91")
    void nobodyButTheReceiverSeesSetCountAndLimit() {
        poll(client, Message.to(send, 1));
        poll(client, Message.to(send, 2));
        owner.setBacklog(port, 3);
        settle();
        PortStatus ofReceiver = new PortStatus(KernReturn.SUCCESS, PortRight.NULL, 2, 3, true);
        PortStatus ofOther = new PortStatus(KernReturn.SUCCESS, PortRight.NULL, -1, 0, false);
        assertThat(owner.status(port)).isEqualTo(ofReceiver);
        assertThat(owner.status(owner.makeSend(port))).as("by its name").isEqualTo(ofReceiver);
        assertThat(client.status(send)).isEqualTo(ofOther);

        PortSet set = owner.newSet();
        owner.addToSet(set, port);
        PortStatus inSet = owner.status(port);
        assertThat(inSet.set().name()).isEqualTo(set.name());
        assertThat(inSet.messages()).isEqualTo(2);
        assertThat(client.status(send)).isEqualTo(ofOther);

        assertThat(owner.status(set).code()).isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(owner.status(PortRight.NULL).code()).isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(client.status(port).code()).isEqualTo(KernReturn.INVALID_ARGUMENT);
        owner.deallocate(port);
        settle();
        assertThat(client.status(send).code()).isEqualTo(KernReturn.INVALID_ARGUMENT);
    }

    @Test
    void noReplyWaitsForRoomAndWhatCameSoIsCountedAndKeptInOrder() {
        List<Integer> order = fill(client, send);
        for (int i = 0; i < 3; i++) {
            SendOnceRight once = owner.makeSendOnce(port);
            assertThat(owner.send(Message.to(once, i), MsgOptions.NONE)).isEqualTo(SendResult.SUCCESS);
            order.add(i);
        }
        assertThat(owner.status(port).messages()).isEqualTo(8);
        assertThat(poll(client, Message.to(send, 9)).code()).isEqualTo(MsgReturn.SEND_TIMED_OUT);
        for (int i = 0; i < order.size(); i++) {
            ReceiveResult received = owner.receive(port, MsgOptions.POLL);
            assertThat(received.message().id()).isEqualTo(order.get(i));
            assertThat(received.trailer().sequence()).isEqualTo(i);
        }
    }

    @Test
    @Scenario("M90")
    void noSmallMessageOvertakesALargeOneThatWaitsForRoomForItsBytes() throws Exception {
        ByteBuffer large = ByteBuffer.allocate(15 << 20);
        for (int id = 0; id < 2; id++) {
            assertThat(poll(client, Message.to(send, id, OutOfLine.copy(large))).code())
                    .isEqualTo(MsgReturn.SUCCESS);
        }
        Attempt waiting = sendThatWaits(client, Message.to(send, 2, OutOfLine.copy(large)), MsgOptions.NONE);
        assertThat(owner.status(port).messages()).isEqualTo(2);
        assertThat(poll(owner, Message.to(port, 9)).code()).isEqualTo(MsgReturn.SEND_TIMED_OUT);
        Attempt small = sendThatWaits(client, Message.to(send, 3), MsgOptions.NONE);
        for (int id = 0; id < 4; id++) {
            assertThat(next(owner, port).id()).isEqualTo(id);
        }
        assertThat(sent(waiting)).isEqualTo(SendResult.SUCCESS);
        assertThat(sent(small)).isEqualTo(SendResult.SUCCESS);
    }
}
