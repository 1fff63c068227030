package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** What ends a receive that waits: the end of the port or of the right to it, a set, the last sender; and how messages are counted. */
abstract class MachReceiveEndContract extends MachContract {
    private static final MsgOptions NO_SENDERS = MsgOptions.NONE.and(MsgOption.RCV_NO_SENDERS);
    private static final MsgOptions NO_SENDERS_POLL = MsgOptions.POLL.and(MsgOption.RCV_NO_SENDERS);

    private List<Attempt> threeThatWait(PortSpace by, PortRight from) {
        List<Attempt> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(receiveThatWaits(by, from, MsgOptions.NONE));
        }
        return waiting;
    }

    private static void allEnd(List<Attempt> waiting, MsgReturn code, MsgCause cause) throws Exception {
        for (Attempt receive : waiting) {
            assertThat(received(receive).code()).isEqualTo(code);
            assertThat(received(receive).cause()).isEqualTo(cause);
        }
    }

    @Test
    @Scenario("M59")
    void noReceiveOutlastsItsPortOrItsSpace() throws Exception {
        PortSpace a = space("a");
        ReceiveRight port = a.allocate();
        List<Attempt> atPort = threeThatWait(a, port);
        a.deallocate(port);
        allEnd(atPort, MsgReturn.RCV_INVALID_PORT, MsgCause.DIED);

        PortSpace b = space("b");
        PortSet set = b.newSet();
        b.addToSet(set, b.allocate());
        List<Attempt> atSpacesPort = threeThatWait(b, b.allocate());
        List<Attempt> atSpacesSet = threeThatWait(b, set);
        b.close();
        allEnd(atSpacesPort, MsgReturn.RCV_INVALID_PORT, MsgCause.DIED);
        allEnd(atSpacesSet, MsgReturn.RCV_INVALID_PORT, MsgCause.REMOVED);
    }

    @Test
    @Scenario("M59")
    void noReceiveOutlastsItsRightWhereverThatGoes() throws Exception {
        PortSpace a = space("a");
        PortSpace b = space("b");
        ReceiveRight destination = b.allocate();
        SendRight toB = give(b, destination, a);
        for (boolean keepsSend : new boolean[] {true, false}) {
            ReceiveRight port = a.allocate();
            List<Attempt> waiting = threeThatWait(a, port);
            PortItem item = keepsSend ? PortItem.receive(port) : PortItem.moveReceive(port);
            assertThat(poll(a, Message.to(toB, 1, item)).code()).isEqualTo(MsgReturn.SUCCESS);
            allEnd(waiting, MsgReturn.RCV_INVALID_PORT, MsgCause.REMOVED);
            assertThat(a.receive(port, MsgOptions.NONE).code()).isEqualTo(MsgReturn.RCV_INVALID_PORT);
            b.receive(destination, MsgOptions.POLL);
        }

        ReceiveRight saved = a.allocate();
        a.setBackup(saved, toB);
        List<Attempt> waiting = threeThatWait(a, saved);
        a.deallocate(saved);
        allEnd(waiting, MsgReturn.RCV_INVALID_PORT, MsgCause.REMOVED);
        assertThat(next(b, destination).id()).isEqualTo(Notification.Kind.PORT_DESTROYED.id());
    }

    @Test
    @Scenario("M59")
    void noReceiveOutlastsItsSetAndNoneAtAPortItsJoiningOne() throws Exception {
        PortSpace a = space("a");
        ReceiveRight port = a.allocate();
        PortSet set = a.newSet();
        List<Attempt> atPort = threeThatWait(a, port);
        a.addToSet(set, port);
        allEnd(atPort, MsgReturn.RCV_PORT_CHANGE, MsgCause.IN_SET);

        List<Attempt> atSet = threeThatWait(a, set);
        a.deallocate(set);
        allEnd(atSet, MsgReturn.RCV_INVALID_PORT, MsgCause.REMOVED);
        poll(a, Message.to(port, 1));
        assertThat(next(a, port).id()).as("its member is free again").isEqualTo(1);
    }

    @Test
    @Scenario("M61")
    void theLastSendersGoingIsNotMissedByAReceiveThatWaits() throws Exception {
        PortSpace a = space("a");
        PortSpace b = space("b");
        PortSpace c = space("c");
        ReceiveRight port = a.allocate();
        a.makeSend(port);
        assertThat(a.receive(port, NO_SENDERS).code())
                .as("the receiver's own send right does not count")
                .isEqualTo(MsgReturn.RCV_ONLY_SENDER);

        SendRight ofB = give(a, port, b);
        SendRight ofC = give(b, ofB, c);
        Attempt waiting = receiveThatWaits(a, port, NO_SENDERS);
        Attempt other = receiveThatWaits(a, port, MsgOptions.NONE);
        b.deallocate(ofB);
        settle();
        assertThat(waiting.isOver()).as("one sender is left").isFalse();
        c.deallocate(ofC);
        assertThat(received(waiting).code()).isEqualTo(MsgReturn.RCV_ONLY_SENDER);
        assertThat(other.isOver()).as("it did not ask for this").isFalse();

        give(a, port, b);
        Attempt again = receiveThatWaits(a, port, NO_SENDERS);
        b.close();
        assertThat(received(again).code()).isEqualTo(MsgReturn.RCV_ONLY_SENDER);
        poll(a, Message.to(port, 1));
        assertThat(received(other).message().id()).isEqualTo(1);
    }

    @Test
    @Scenario("M61")
    void noQueuedMessageIsSkippedForTheWordThatTheSendersAreGone() throws Exception {
        PortSpace a = space("a");
        PortSpace b = space("b");
        ReceiveRight port = a.allocate();
        SendRight ofB = give(a, port, b);
        poll(b, Message.to(ofB, 1));
        poll(b, Message.to(ofB, 2));
        b.deallocate(ofB);
        settle();

        ReceiveResult tooSmall = a.receive(port, NO_SENDERS.withMaxSize(1));
        assertThat(tooSmall.code()).isEqualTo(MsgReturn.RCV_TOO_LARGE);
        assertThat(a.receive(port, NO_SENDERS).message().id()).isEqualTo(1);
        assertThat(a.receive(port, NO_SENDERS).message().id()).isEqualTo(2);
        assertThat(a.receive(port, NO_SENDERS).code()).isEqualTo(MsgReturn.RCV_ONLY_SENDER);
        assertThat(a.receive(port, NO_SENDERS_POLL).code()).isEqualTo(MsgReturn.RCV_ONLY_SENDER);
    }

    @Test
    @Scenario("M61")
    void aSendRightInAMessageIsNotForgottenAmongTheSenders() throws Exception {
        PortSpace a = space("a");
        PortSpace b = space("b");
        PortSpace c = space("c");
        ReceiveRight port = a.allocate();
        SendRight ofB = give(a, port, b);
        ReceiveRight ofC = c.allocate();
        SendRight toC = give(c, ofC, b);
        Attempt waiting = receiveThatWaits(a, port, NO_SENDERS);

        assertThat(poll(b, Message.to(toC, 1, PortItem.moveSend(ofB))).isTaken())
                .isTrue();
        settle();
        assertThat(isWaiting(waiting)).as("the right is in a message").isTrue();
        PortItem item = (PortItem) next(c, ofC).items().get(0);
        settle();
        assertThat(isWaiting(waiting)).as("the right has landed").isTrue();
        poll(c, Message.to(item.rights().get(0), 2));
        assertThat(received(waiting).message().id()).isEqualTo(2);

        Attempt last = receiveThatWaits(a, port, NO_SENDERS);
        c.deallocate(item.rights().get(0));
        assertThat(received(last).code()).isEqualTo(MsgReturn.RCV_ONLY_SENDER);
    }

    @Test
    @Scenario("M61")
    void whoGaveAwayTheReceiveRightAndKeptToSendIsASenderAndNotBefore() throws Exception {
        PortSpace a = space("a");
        PortSpace b = space("b");
        ReceiveRight port = a.allocate();
        ReceiveRight full = b.allocate();
        SendRight toB = give(b, full, a);
        List<Integer> filling = fill(a, toB);
        assertThat(poll(a, Message.to(toB, 1, PortItem.receive(port))).code()).isEqualTo(MsgReturn.SEND_TIMED_OUT);
        assertThat(a.receive(port, NO_SENDERS_POLL).code())
                .as("the right stayed, so there is no sender")
                .isEqualTo(MsgReturn.RCV_ONLY_SENDER);

        assertThat(rest(b, full)).isEqualTo(filling);
        poll(a, Message.to(toB, 2, PortItem.receive(port)));
        PortRight moved = ((PortItem) next(b, full).items().get(0)).rights().get(0);
        assertThat(b.receive(moved, NO_SENDERS_POLL).code()).isEqualTo(MsgReturn.RCV_TIMED_OUT);
        Attempt waiting = receiveThatWaits(b, moved, NO_SENDERS);
        a.deallocate(port);
        assertThat(received(waiting).code()).isEqualTo(MsgReturn.RCV_ONLY_SENDER);
    }

    @Test
    @Scenario("M62")
    void noNumberIsSkippedOrUsedTwiceAlsoThroughASet() {
        PortSpace a = space("a");
        ReceiveRight p = a.allocate();
        ReceiveRight q = a.allocate();
        PortSet set = a.newSet();
        for (int i = 0; i < 2; i++) {
            poll(a, Message.to(p, i, Inline.bytes(new byte[9])));
        }
        a.receive(p, MsgOptions.POLL.withMaxSize(Message.HEADER_SIZE)); // too large, so it is not counted
        assertThat(a.receive(p, MsgOptions.POLL).trailer().sequence()).isZero();
        a.addToSet(set, p);
        a.addToSet(set, q);
        poll(a, Message.to(q, 10));
        poll(a, Message.to(p, 2));
        poll(a, Message.to(q, 11));
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ReceiveResult received = a.receive(set, MsgOptions.POLL);
            seen.add(received.message().id() + " as " + received.trailer().sequence());
        }
        assertThat(seen).containsExactly("1 as 1", "10 as 0", "2 as 2", "11 as 1");
        a.removeFromSet(p);
        poll(a, Message.to(p, 3));
        assertThat(a.receive(p, MsgOptions.POLL).trailer().sequence()).isEqualTo(3);
    }

    @Test
    @Scenario("M62")
    void numbersDoNotGoOnAfterTheReceiveRightHasMoved() {
        PortSpace a = space("a");
        PortSpace b = space("b");
        ReceiveRight port = a.allocate();
        ReceiveRight inbox = b.allocate();
        SendRight toB = give(b, inbox, a);
        for (int i = 0; i < 3; i++) {
            poll(a, Message.to(port, i));
        }
        next(a, port);
        assertThat(a.receive(port, MsgOptions.POLL).trailer().sequence()).isEqualTo(1);
        poll(a, Message.to(toB, 9, PortItem.receive(port)));
        poll(a, Message.to(port, 3)); // waits with the others for who comes to receive
        PortRight moved = ((PortItem) next(b, inbox).items().get(0)).rights().get(0);
        for (int i = 0; i < 2; i++) {
            ReceiveResult received = b.receive(moved, MsgOptions.POLL);
            assertThat(received.message().id()).isEqualTo(i + 2);
            assertThat(received.trailer().sequence()).isEqualTo(i);
        }
    }
}
