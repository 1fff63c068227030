package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Inline;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendOnceRight;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;

/** Nothing leaves a space with a message that is not taken, and everything at once with one that is. */
abstract class MachRightsKeptContract extends MachContract {
    private PortSpace a;
    private PortSpace b;
    private ReceiveRight inbox;
    private SendRight toB;
    private ReceiveRight counted;
    private SendRight send;
    private ReceiveRight receive;
    private SendOnceRight once;
    private Memory memory;
    private List<Integer> filling;

    @BeforeEach
    void arrange() {
        a = space("a");
        b = space("b");
        inbox = b.allocate();
        toB = give(b, inbox, a);
        counted = b.allocate();
        send = give(b, counted, a);
        receive = a.allocate();
        once = a.makeSendOnce(receive);
        memory = a.allocateMemory(100);
        filling = fill(a, toB);
    }

    /** A message that takes all that a has. */
    private Message all(int id) {
        return Message.to(toB, id, PortItem.moveSend(send), PortItem.moveReceive(receive))
                .with(OutOfLine.move(memory))
                .replyTo(once);
    }

    private List<RightType> types() {
        return Stream.of(send, receive, once).map(a::type).toList();
    }

    private void nothingHasLeft() {
        settle();
        assertThat(types()).containsExactly(RightType.SEND, RightType.RECEIVE, RightType.SEND_ONCE);
        assertThat(memory.isValid()).isTrue();
        assertThat(b.receive(counted, MsgOptions.POLL.and(MsgOption.RCV_NO_SENDERS))
                        .code())
                .isEqualTo(MsgReturn.RCV_TIMED_OUT);
        poll(a, Message.to(receive, 3));
        assertThat(next(a, receive).id()).isEqualTo(3);
    }

    /** The message comes with all that it carries, and its sender has nothing of it. */
    private void allHasLeftWith(int id) {
        filling.forEach(before -> next(b, inbox));
        Message seen = next(b, inbox);
        assertThat(seen.id()).isEqualTo(id);
        assertThat(types()).containsOnly(RightType.NONE);
        assertThat(memory.isValid()).isFalse();
        List<PortRight> landed = Stream.of(0, 1)
                .map(item -> ((PortItem) seen.items().get(item)).rights().get(0))
                .toList();
        assertThat(landed.get(0).name()).isEqualTo(counted.name());
        assertThat(b.type(landed.get(1))).isEqualTo(RightType.RECEIVE);
        assertThat(poll(b, Message.to(seen.remote(), 4)).code()).isEqualTo(MsgReturn.SUCCESS);
        assertThat(next(b, landed.get(1)).id()).isEqualTo(4);
        assertThat(rest(b, inbox)).isEmpty();
    }

    @Test
    void nothingLeavesWithAMessageThatFindsNoRoomAndItCanBeSentAgain() {
        for (int i = 0; i < 3; i++) {
            assertThat(poll(a, all(1)).code()).isEqualTo(MsgReturn.SEND_TIMED_OUT);
            nothingHasLeft();
        }
        assertThat(a.send(all(2), NOTIFY).code()).isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        settle();
        assertThat(types()).as("a held message has been taken").containsOnly(RightType.NONE);
        assertThat(memory.isValid()).isFalse();
        allHasLeftWith(2);
    }

    @Test
    void nothingLeavesWithAMessageThatIsWrong() {
        PortRight set = a.newSet();
        for (Message wrong : List.of(
                all(1).with(PortItem.send(set)),
                all(1).with(PortItem.moveReceive(receive)),
                all(1).with(PortItem.sendOnce(once)),
                all(1).with(PortItem.moveSend(receive)),
                all(1).with(OutOfLine.move(memory)),
                all(1).with(new Inline(0, 32, 3, ByteBuffer.allocate(4))))) {
            assertThat(poll(a, wrong).code())
                    .isIn(MsgReturn.SEND_INVALID_PORT, MsgReturn.SEND_INVALID_MEMORY, MsgReturn.SEND_MSG_TOO_SMALL);
            nothingHasLeft();
        }
        b.deallocate(inbox);
        settle();
        assertThat(poll(a, all(1)).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        nothingHasLeft();
    }

    @Test
    void nothingLeavesWhileAMessageWaitsAndNoOtherMessageGetsIt() throws Exception {
        ReceiveRight second = b.allocate();
        SendRight toSecond = give(b, second, a);
        Attempt waiting = sendThatWaits(a, all(1), MsgOptions.NONE);
        nothingHasLeft();
        for (PortItem item : List.of(PortItem.moveSend(send), PortItem.receive(receive), PortItem.sendOnce(once))) {
            SendResult refused = poll(a, Message.to(toSecond, 2, item));
            assertThat(refused.code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
            assertThat(refused.cause()).isEqualTo(MsgCause.RIGHT);
        }
        assertThat(poll(a, Message.to(toSecond, 3, PortItem.send(send, receive)))
                        .code())
                .as("copies can be had")
                .isEqualTo(MsgReturn.SUCCESS);
        b.deallocate(second);
        allHasLeftWith(1);
        assertThat(sent(waiting)).isEqualTo(SendResult.SUCCESS);
    }

    @Test
    void nothingIsPromisedAnyMoreOnceItsMessageHasTimedOut() throws Exception {
        Duration timeout = Duration.ofMillis(20);
        assertThat(a.send(all(1), sendTimeout(timeout)).code()).isEqualTo(MsgReturn.SEND_TIMED_OUT);
        nothingHasLeft();
        Attempt again = sendThatWaits(a, all(2), MsgOptions.NONE);
        allHasLeftWith(2);
        assertThat(sent(again)).isEqualTo(SendResult.SUCCESS);
    }

    @Test
    void aPromisedRightThatIsGivenUpTakesNothingElseWithIt() throws Exception {
        for (PortRight right : List.of(once, receive, send)) {
            Message message = Message.to(toB, 1, PortItem.moveSend(send)).with(OutOfLine.move(memory));
            message = right == send ? message : message.with(PortItem.moveReceive(receive));
            message = right == once ? message.replyTo(once) : message;
            Attempt waiting = sendThatWaits(a, message, MsgOptions.NONE);
            assertThat(a.deallocate(right)).isEqualTo(KernReturn.SUCCESS);
            assertThat(sent(waiting).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
            assertThat(sent(waiting).cause()).isEqualTo(MsgCause.REMOVED);
            assertThat(a.type(send)).isEqualTo(right == send ? RightType.NONE : RightType.SEND);
            assertThat(a.type(receive)).isEqualTo(right == once ? RightType.RECEIVE : RightType.NONE);
            assertThat(memory.isValid()).isTrue();
        }
        assertThat(rest(b, inbox)).isEqualTo(filling);
        assertThat(b.receive(counted, MsgOptions.NONE.and(MsgOption.RCV_NO_SENDERS))
                        .code())
                .isEqualTo(MsgReturn.RCV_ONLY_SENDER);
    }

    @Test
    void promisedMemoryThatIsReleasedTakesNoRightWithIt() throws Exception {
        Attempt waiting = sendThatWaits(a, all(1), MsgOptions.NONE);
        memory.close();
        assertThat(sent(waiting).code()).isEqualTo(MsgReturn.SEND_INVALID_MEMORY);
        assertThat(types()).containsExactly(RightType.SEND, RightType.RECEIVE, RightType.SEND_ONCE);
        assertThat(rest(b, inbox)).isEqualTo(filling);
    }

    @Test
    void theRightToSendIsNotLostToWhoReceivesWhenAnOlderPromiseOfItIsKept() throws Exception {
        ReceiveRight home = a.allocate();
        SendRight toA = give(a, home, b);
        Attempt waiting = sendThatWaits(a, Message.to(toB, 1, PortItem.moveSend(send)), MsgOptions.NONE);
        poll(b, Message.to(toA, 2, PortItem.moveReceive(counted)));
        next(a, home);
        assertThat(a.type(send)).isEqualTo(RightType.RECEIVE);
        filling.forEach(before -> next(b, inbox));
        PortRight moved = ((PortItem) next(b, inbox).items().get(0)).rights().get(0);
        assertThat(sent(waiting)).isEqualTo(SendResult.SUCCESS);
        assertThat(a.type(send)).isEqualTo(RightType.RECEIVE);

        poll(a, Message.to(toB, 3, PortItem.receive(send)));
        PortRight received = ((PortItem) next(b, inbox).items().get(0)).rights().get(0);
        assertThat(received.name()).isEqualTo(moved.name());
        assertThat(a.type(send)).as("it kept the right to send").isEqualTo(RightType.SEND);
        poll(a, Message.to(send, 4));
        assertThat(next(b, received).id()).isEqualTo(4);
    }
}
