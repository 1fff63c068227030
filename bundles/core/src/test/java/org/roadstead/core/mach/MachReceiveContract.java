package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Disposition;
import org.roadstead.mach.Inline;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendOnceRight;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** What a receive gives, when it ends without a message, and what it leaves as it was. */
abstract class MachReceiveContract extends MachContract {
    private static final Duration FIFTY = Duration.ofMillis(50);

    /** Receives from what should not be received from; a wait would be an error of its own. */
    private static MsgReturn receiving(PortSpace by, PortRight from) {
        return by.receive(from, MsgOptions.NONE).code();
    }

    @Test
    @Scenario("M51")
    void noPollWaitsAndNoReceiveEndsBeforeItsTimeoutOrMissesWhatIsQueued() throws Exception {
        PortSpace a = space("a");
        ReceiveRight port = a.allocate();

        assertThat(a.receive(port, MsgOptions.POLL).code()).isEqualTo(MsgReturn.RCV_TIMED_OUT);

        long began = System.nanoTime();
        Attempt timed = Attempt.of(() -> a.receive(port, receiveTimeout(FIFTY)));
        assertThat(timed.endedAfter(began)).isGreaterThanOrEqualTo(FIFTY).isLessThan(PATIENCE);
        assertThat(received(timed).code()).isEqualTo(MsgReturn.RCV_TIMED_OUT);
        assertThat(received(timed).received()).isNull();
        assertThat(received(timed).trailer()).isNull();

        poll(a, Message.to(port, 7));
        ReceiveResult there = a.receive(port, MsgOptions.POLL);
        assertThat(there.code()).isEqualTo(MsgReturn.SUCCESS);
        assertThat(there.message().id()).isEqualTo(7);
        assertThat(a.receive(port, MsgOptions.POLL).code()).isEqualTo(MsgReturn.RCV_TIMED_OUT);
    }

    @Test
    @Scenario("M51")
    void noTimeIsKeptWithoutTheOptionForItAndAMessageEndsTheWaitAtOnce() throws Exception {
        PortSpace a = space("a");
        ReceiveRight port = a.allocate();
        MsgOptions ignored = new MsgOptions(Set.of(), Duration.ZERO, Duration.ofMillis(1), Long.MAX_VALUE);
        Attempt endless = receiveThatWaits(a, port, ignored);
        Attempt timed = Attempt.of(() -> a.receive(a.allocate(), receiveTimeout(FIFTY)));
        timed.result();
        assertThat(endless.isOver())
                .as("it waits longer than any timeout given")
                .isFalse();

        poll(a, Message.to(port, 8));
        assertThat(received(endless).message().id()).isEqualTo(8);

        Attempt patient = receiveThatWaits(a, port, receiveTimeout(PATIENCE.multipliedBy(10)));
        poll(a, Message.to(port, 9));
        assertThat(received(patient).message().id()).isEqualTo(9);
    }

    @Test
    @Scenario("M51")
    void noReceiverIsServedBeforeOneThatHasWaitedLongerAndNoMessageGoesToTwo() throws Exception {
        PortSpace a = space("a");
        ReceiveRight port = a.allocate();
        Attempt[] waiting = new Attempt[4];
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = receiveThatWaits(a, port, MsgOptions.NONE);
        }
        for (int i = 0; i < waiting.length; i++) {
            poll(a, Message.to(port, i));
            assertThat(received(waiting[i]).message().id()).isEqualTo(i);
            for (int later = i + 1; later < waiting.length; later++) {
                assertThat(waiting[later].isOver()).isFalse();
            }
        }
    }

    @Test
    @Scenario("M52")
    void nothingIsReceivedWithoutTheReceiveRightAndNoSuchCallWaits() {
        PortSpace a = space("a");
        PortSpace b = space("b");
        ReceiveRight port = a.allocate();
        SendRight send = give(a, port, b);
        SendOnceRight once = b.makeSendOnce(b.allocate());
        ReceiveRight gone = b.allocate();
        b.deallocate(gone);
        PortSet goneSet = b.newSet();
        b.deallocate(goneSet);
        poll(a, Message.to(port, 1));

        assertThat(receiving(b, PortRight.NULL)).isEqualTo(MsgReturn.RCV_INVALID_PORT);
        assertThat(receiving(b, gone)).as("deallocated").isEqualTo(MsgReturn.RCV_INVALID_PORT);
        assertThat(receiving(b, goneSet)).as("a set that is gone").isEqualTo(MsgReturn.RCV_INVALID_PORT);
        assertThat(receiving(b, send)).as("a send right").isEqualTo(MsgReturn.RCV_INVALID_PORT);
        assertThat(receiving(b, once)).as("a send-once right").isEqualTo(MsgReturn.RCV_INVALID_PORT);
        assertThat(receiving(b, port)).as("another space's").isEqualTo(MsgReturn.RCV_INVALID_PORT);
        a.deallocate(port);
        settle();
        assertThat(b.type(send)).isEqualTo(RightType.DEAD_NAME);
        assertThat(receiving(b, send)).as("a dead name").isEqualTo(MsgReturn.RCV_INVALID_PORT);
        assertThat(b.receive(b.right(send.name()), MsgOptions.NONE).cause()).isEqualTo(MsgCause.DIED);
    }

    @Test
    @Scenario("M53")
    void aMemberOfASetCannotBeReceivedFromAloneAndItsMessageStays() throws Exception {
        PortSpace a = space("a");
        ReceiveRight port = a.allocate();
        PortSet set = a.newSet();
        a.addToSet(set, port);
        poll(a, Message.to(port, 1));
        poll(a, Message.to(port, 2));

        ReceiveResult refused = a.receive(port, MsgOptions.NONE);
        assertThat(refused.code()).isEqualTo(MsgReturn.RCV_INVALID_PORT);
        assertThat(refused.cause()).isEqualTo(MsgCause.IN_SET);
        assertThat(a.status(port).messages()).isEqualTo(2);

        assertThat(next(a, set).id()).isEqualTo(1);
        assertThat(a.removeFromSet(port)).isEqualTo(KernReturn.SUCCESS);
        assertThat(next(a, port).id()).isEqualTo(2);
    }

    @Test
    @Scenario("M54")
    void aMessageThatIsTooLargeIsNotLostAndNoOtherOvertakesIt() {
        PortSpace a = space("a");
        PortSpace b = space("b");
        ReceiveRight port = a.allocate();
        a.setBacklog(port, 2);
        Message large = Message.to(give(a, port, b), 1, Inline.bytes(new byte[100]));
        poll(b, large);
        poll(b, Message.to(large.remote(), 2));

        MsgOptions small = MsgOptions.POLL.withMaxSize(large.size() - 1);
        for (int again = 0; again < 2; again++) {
            ReceiveResult refused = a.receive(port, small);
            assertThat(refused.code()).isEqualTo(MsgReturn.RCV_TOO_LARGE);
            assertThat(refused.size()).isEqualTo(large.size()).isEqualTo(Message.HEADER_SIZE + 4 + 100);
            assertThat(a.status(port).messages()).isEqualTo(2);
        }
        assertThat(poll(b, Message.to(large.remote(), 3)).code())
                .as("the message keeps its slot")
                .isEqualTo(MsgReturn.SEND_TIMED_OUT);

        ReceiveResult taken = a.receive(port, MsgOptions.POLL.withMaxSize(large.size()));
        assertThat(taken.message().id()).isEqualTo(1);
        assertThat(taken.size()).isEqualTo(large.size());
        assertThat(taken.trailer().sequence()).as("the first that was received").isZero();
        assertThat(rest(a, port)).containsExactly(2);
    }

    @Test
    @Scenario("M54")
    void aReceiverWithTooSmallABufferIsToldAndTheNextOneGetsTheMessage() throws Exception {
        PortSpace a = space("a");
        ReceiveRight port = a.allocate();
        Message large = Message.to(port, 1, Inline.bytes(new byte[100]));
        MsgOptions small = MsgOptions.NONE.withMaxSize(Message.HEADER_SIZE);
        Attempt first = receiveThatWaits(a, port, small);
        Attempt second = receiveThatWaits(a, port, MsgOptions.NONE);
        Attempt third = receiveThatWaits(a, port, small);

        poll(a, large);
        assertThat(received(first).code()).isEqualTo(MsgReturn.RCV_TOO_LARGE);
        assertThat(received(first).size()).isEqualTo(large.size());
        assertThat(received(second).message().id()).isEqualTo(1);
        assertThat(third.isOver()).isFalse();

        poll(a, large);
        assertThat(received(third).code()).isEqualTo(MsgReturn.RCV_TOO_LARGE);
        assertThat(next(a, port).id())
                .as("nobody could take it, so it was queued")
                .isEqualTo(1);
    }

    @Test
    @Scenario("M56")
    void aReceivedHeaderLosesNeitherItsIdNorItsBitsAndNamesThePortAndTheRightToReply() {
        PortSpace a = space("a");
        PortSpace b = space("b");
        ReceiveRight port = a.allocate();
        SendRight toA = give(a, port, b);
        ReceiveRight reply = b.allocate();
        int[] numbers = {Integer.MIN_VALUE, -1, 0, 100, Integer.MAX_VALUE};
        for (int number : numbers) {
            Message request = new Message(number, ~number, toA, reply, List.of(Inline.integers(number)));
            assertThat(poll(b, request).code()).isEqualTo(MsgReturn.SUCCESS);

            Message seen = next(a, port);
            assertThat(seen.id()).isEqualTo(number);
            assertThat(seen.type()).isEqualTo(~number);
            assertThat(seen.local().name()).isEqualTo(port.name());
            assertThat(seen.remote()).isInstanceOf(SendRight.class);
            assertThat(a.type(seen.remote())).isEqualTo(RightType.SEND);
            assertThat(seen.isSimple()).isTrue();
            assertThat(((Inline) seen.items().get(0)).data().getInt()).isEqualTo(number);

            assertThat(poll(a, Message.to(seen.remote(), 5)).code()).isEqualTo(MsgReturn.SUCCESS);
            assertThat(next(b, reply).remote()).isEqualTo(PortRight.NULL);
        }
        assertThat(b.type(reply)).as("only a send right went").isEqualTo(RightType.RECEIVE);
    }

    @Test
    @Scenario("M56")
    void aReceivedReplyRightIsNeverMoreThanWasGivenAndTheSetIsNotWhereAMessageWasFound() {
        PortSpace a = space("a");
        PortSpace b = space("b");
        ReceiveRight port = a.allocate();
        PortSet set = a.newSet();
        a.addToSet(set, port);
        SendRight toA = give(a, port, b);
        ReceiveRight reply = b.allocate();
        poll(b, Message.to(toA, 1).replyTo(b.makeSendOnce(reply)));

        Message seen = next(a, set);
        assertThat(seen.local().name()).isEqualTo(port.name());
        assertThat(seen.remote()).isInstanceOf(SendOnceRight.class);
        assertThat(poll(a, Message.to(seen.remote(), 2)).code()).isEqualTo(MsgReturn.SUCCESS);
        assertThat(poll(a, Message.to(seen.remote(), 3)).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(rest(b, reply)).containsExactly(2);
    }

    @Test
    @Scenario("M56")
    void noItemIsChangedOnTheWayAndNoBufferIsSharedWithTheSender() {
        PortSpace a = space("a");
        PortSpace b = space("b");
        ReceiveRight port = a.allocate();
        byte[] bytes = {1, 2, 3};
        byte[] beside = {4, 5, 6, 7, 8};
        Message message = Message.to(give(a, port, b), 1)
                .with(new Inline(MsgType.CHAR, 8, 3, ByteBuffer.wrap(bytes)))
                .with(Inline.integers())
                .with(OutOfLine.copy(ByteBuffer.wrap(beside)))
                .with(PortItem.send(PortRight.NULL));
        poll(b, message);
        bytes[0] = 9;
        beside[0] = 9;

        Message seen = next(a, port);
        assertThat(seen.size()).isEqualTo(message.size());
        assertThat(seen.isSimple()).isFalse();
        Inline inline = (Inline) seen.items().get(0);
        assertThat(inline.type()).isEqualTo(MsgType.CHAR);
        assertThat(inline.data()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(((Inline) seen.items().get(1)).number()).isZero();
        OutOfLine data = (OutOfLine) seen.items().get(2);
        assertThat(((Memory) data.region()).buffer()).isEqualTo(ByteBuffer.wrap(new byte[] {4, 5, 6, 7, 8}));
        assertThat(seen.items().get(3))
                .isEqualTo(new PortItem(PortItem.Right.SEND, List.of(PortRight.NULL), Disposition.COPY, false));
    }
}
