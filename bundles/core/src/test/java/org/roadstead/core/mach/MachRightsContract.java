package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.Disposition;
import org.roadstead.mach.Inline;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendOnceRight;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** Rights that messages carry: what the sender is left with, what the receiver gets, and under which name. */
abstract class MachRightsContract extends MachContract {
    private PortSpace a;
    private PortSpace b;
    /** Where b receives what a sends to {@link #toB}. */
    private ReceiveRight inbox;

    private SendRight toB;

    @BeforeEach
    void arrange() {
        a = space("a");
        b = space("b");
        inbox = b.allocate();
        toB = give(b, inbox, a);
    }

    private SendResult send(PortItem item) {
        return poll(a, Message.to(toB, 1, item));
    }

    /** Receives a message of one item and returns its rights, as b has them. */
    private List<PortRight> arrived() {
        return ((PortItem) next(b, inbox).items().get(0)).rights();
    }

    /** Sends rights from a to b. */
    private List<PortRight> pass(PortItem item) {
        assertThat(send(item).code()).isEqualTo(MsgReturn.SUCCESS);
        return arrived();
    }

    private static void sendsTo(PortSpace by, PortRight right, PortSpace to, PortRight port) {
        assertThat(poll(by, Message.to(right, 99)).code()).isEqualTo(MsgReturn.SUCCESS);
        assertThat(next(to, port).id()).isEqualTo(99);
    }

    @Test
    @Scenario("M71")
    void aSendRightThatIsPassedOnIsNotLostToItsSender() {
        PortSpace c = space("c");
        ReceiveRight port = c.allocate();
        SendRight ofA = give(c, port, a);
        PortRight ofB = pass(PortItem.send(ofA)).get(0);
        assertThat(a.type(ofA)).isEqualTo(RightType.SEND);
        assertThat(b.type(ofB)).isEqualTo(RightType.SEND);
        sendsTo(a, ofA, c, port);
        sendsTo(b, ofB, c, port);

        ReceiveRight own = a.allocate();
        PortRight toOwn = pass(PortItem.send(own)).get(0);
        assertThat(a.type(own)).as("who receives can pass on the right to send").isEqualTo(RightType.RECEIVE);
        assertThat(b.type(toOwn)).isEqualTo(RightType.SEND);
        sendsTo(b, toOwn, a, own);
        assertThat(b.receive(toOwn, MsgOptions.NONE).code()).isEqualTo(MsgReturn.RCV_INVALID_PORT);
    }

    @Test
    @Scenario("M72")
    void aSendRightThatIsGivenAwayIsNotKept() {
        PortSpace c = space("c");
        ReceiveRight port = c.allocate();
        SendRight ofA = give(c, port, a);
        PortRight ofB = pass(PortItem.moveSend(ofA)).get(0);
        assertThat(a.type(ofA)).isEqualTo(RightType.NONE);
        assertThat(a.right(ofA.name())).isEqualTo(PortRight.NULL);
        assertThat(poll(a, Message.to(ofA, 1)).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(a.deallocate(ofA)).isEqualTo(KernReturn.INVALID_ARGUMENT);
        sendsTo(b, ofB, c, port);
    }

    @Test
    @Scenario("M72")
    void aReceiveRightIsNotGivenAwayByAMoveOfTheSendRight() {
        ReceiveRight port = a.allocate();
        SendRight send = a.makeSend(port);
        for (PortRight right : List.of(port, send)) {
            SendResult refused = send(PortItem.moveSend(right));
            assertThat(refused.code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
            assertThat(refused.cause()).isEqualTo(MsgCause.TYPE);
        }
        assertThat(rest(b, inbox)).isEmpty();
        assertThat(a.type(port)).isEqualTo(RightType.RECEIVE);
    }

    @Test
    @Scenario("M73")
    void aReceiveRightDoesNotLeaveItsQueueBehindAndSendersNoticeNothing() throws Exception {
        PortSpace c = space("c");
        ReceiveRight port = a.allocate();
        SendRight ofC = give(a, port, c);
        List<Integer> queued = fill(c, ofC);
        Attempt blocked = sendThatWaits(c, Message.to(ofC, 50), MsgOptions.NONE);
        Attempt later = sendThatWaits(c, Message.to(ofC, 51), MsgOptions.NONE);

        send(PortItem.receive(port));
        assertThat(a.type(port)).isEqualTo(RightType.SEND);
        assertThat(a.receive(port, MsgOptions.NONE).code()).isEqualTo(MsgReturn.RCV_INVALID_PORT);
        assertThat(a.setBacklog(port, 5)).isEqualTo(KernReturn.NOT_RECEIVER);
        assertThat(isWaiting(blocked))
                .as("a queue on its way takes no message, nor refuses one")
                .isTrue();

        PortRight ofB = arrived().get(0);
        assertThat(b.type(ofB)).isEqualTo(RightType.RECEIVE);
        queued.add(50);
        queued.add(51);
        for (int id : queued) {
            assertThat(next(b, ofB).id()).isEqualTo(id);
        }
        assertThat(sent(blocked)).isEqualTo(SendResult.SUCCESS);
        assertThat(sent(later)).isEqualTo(SendResult.SUCCESS);
        sendsTo(a, port, b, ofB);
        sendsTo(c, ofC, b, ofB);
        assertThat(notices(c)).isEmpty();
    }

    @Test
    @Scenario("M73")
    void aReceiveRightThatIsGivenAwayWhollyLeavesNoNameAndCanComeBack() {
        ReceiveRight port = a.allocate();
        poll(a, Message.to(port, 1));
        PortRight ofB = pass(PortItem.moveReceive(port)).get(0);
        assertThat(a.type(port)).isEqualTo(RightType.NONE);
        assertThat(a.rights()).extracting(PortRight::name).containsExactly(toB.name());

        ReceiveRight back = a.allocate();
        SendRight toA = give(a, back, b);
        poll(b, Message.to(ofB, 2));
        poll(b, Message.to(toA, 9, PortItem.moveReceive(ofB)));
        PortRight again = ((PortItem) next(a, back).items().get(0)).rights().get(0);
        assertThat(a.type(again)).isEqualTo(RightType.RECEIVE);
        assertThat(rest(a, again)).containsExactly(1, 2);
    }

    @Test
    @Scenario("M75")
    void rightsToOnePortNeverHaveTwoNamesInWhateverOrderTheyCome() {
        for (int receiveAt = 0; receiveAt < 3; receiveAt++) {
            ReceiveRight port = a.allocate();
            List<PortRight> seen = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                seen.addAll(pass(i == receiveAt ? PortItem.receive(port) : PortItem.send(port, port)));
            }
            assertThat(seen)
                    .extracting(PortRight::name)
                    .containsOnly(seen.get(0).name());
            assertThat(seen).extracting(b::type).containsOnly(RightType.RECEIVE);
            assertThat(b.rights().stream()
                            .filter(right -> right.name() == seen.get(0).name()))
                    .hasSize(1);
            assertThat(a.makeSend(port).name()).isEqualTo(port.name());
            sendsTo(a, port, b, seen.get(0));
            assertThat(b.deallocate(seen.get(0))).isEqualTo(KernReturn.SUCCESS);
            assertThat(seen).extracting(b::type).containsOnly(RightType.NONE);
        }
    }

    @Test
    @Scenario("M75")
    void aRightThatComesHomeIsNotAnotherPortAndEachSendOnceRightHasItsOwnName() {
        ReceiveRight port = a.allocate();
        PortRight ofB = pass(PortItem.send(port)).get(0);
        ReceiveRight back = a.allocate();
        poll(b, Message.to(give(a, back, b), 1, PortItem.moveSend(ofB)));
        PortRight home = ((PortItem) next(a, back).items().get(0)).rights().get(0);
        assertThat(home.name()).isEqualTo(port.name());
        assertThat(a.type(home)).isEqualTo(RightType.RECEIVE);

        List<PortRight> once = pass(PortItem.sendOnce(a.makeSendOnce(port), a.makeSendOnce(port)));
        assertThat(once).extracting(PortRight::name).doesNotHaveDuplicates();
        assertThat(once).extracting(b::type).containsOnly(RightType.SEND_ONCE);
        for (PortRight right : once) {
            sendsTo(b, right, a, port);
        }
    }

    @Test
    @Scenario("M76")
    void noPortDoesNotBecomeOneNorIsTheMessageSimple() {
        for (PortItem.Right kind : PortItem.Right.values()) {
            for (Disposition disposition : Disposition.values()) {
                for (boolean outOfLine : new boolean[] {false, true}) {
                    poll(
                            a,
                            Message.to(
                                    toB,
                                    1,
                                    new PortItem(
                                            kind, List.of(PortRight.NULL, PortRight.NULL), disposition, outOfLine)));
                    Message seen = next(b, inbox);
                    PortItem item = (PortItem) seen.items().get(0);
                    assertThat(item.right()).isEqualTo(kind);
                    assertThat(item.rights()).containsExactly(PortRight.NULL, PortRight.NULL);
                    assertThat(item.outOfLine()).isEqualTo(outOfLine);
                    assertThat(seen.isSimple()).isFalse();
                }
            }
        }
        ReceiveRight port = a.allocate();
        List<PortRight> mixed = pass(PortItem.send(PortRight.NULL, port, PortRight.NULL));
        assertThat(mixed).extracting(b::type).containsExactly(RightType.NONE, RightType.SEND, RightType.NONE);
        assertThat(pass(PortItem.send())).as("an item without elements").isEmpty();
    }

    @Test
    @Scenario("M77")
    void aNameThatIsPassedAsANumberIsNoRight() {
        ReceiveRight port = a.allocate();
        assertThat(a.rename(port, 4711)).isEqualTo(KernReturn.SUCCESS);
        List<Integer> before = b.rights().stream().map(PortRight::name).toList();
        poll(a, Message.to(toB, 1, Inline.portNames(4711)));
        Message seen = next(b, inbox);
        assertThat(((Inline) seen.items().get(0)).data().getInt()).isEqualTo(4711);
        assertThat(seen.isSimple()).isTrue();
        assertThat(b.right(4711)).isEqualTo(PortRight.NULL);
        assertThat(b.rights()).extracting(PortRight::name).isEqualTo(before);
        assertThat(a.type(port)).isEqualTo(RightType.RECEIVE);
    }

    @Test
    @Scenario("M78")
    void aRightWhosePortDiedOnTheWayStopsNoMessage() {
        PortSpace c = space("c");
        ReceiveRight port = c.allocate();
        SendRight ofA = give(c, port, a);
        ReceiveRight single = c.allocate();
        SendOnceRight once = c.makeSendOnce(single);
        ReceiveRight passing = a.allocate();
        poll(c, Message.to(give(a, passing, c), 1, PortItem.sendOnce(once)));
        PortRight onceOfA =
                ((PortItem) next(a, passing).items().get(0)).rights().get(0);

        Message message = Message.to(toB, 7, PortItem.send(ofA, passing))
                .with(PortItem.sendOnce(onceOfA))
                .with(Inline.integers(8))
                .replyTo(ofA);
        poll(a, message);
        c.close();
        settle();
        int before = b.rights().size();

        Message seen = next(b, inbox);
        List<PortRight> rights = ((PortItem) seen.items().get(0)).rights();
        assertThat(rights.get(0)).isEqualTo(new DeadName(DeadName.IN_TRANSIT));
        assertThat(b.type(rights.get(1))).as("the other one lives").isEqualTo(RightType.SEND);
        assertThat(((PortItem) seen.items().get(1)).rights()).containsExactly(new DeadName(DeadName.IN_TRANSIT));
        assertThat(seen.remote()).isEqualTo(new DeadName(DeadName.IN_TRANSIT));
        assertThat(((Inline) seen.items().get(2)).data().getInt()).isEqualTo(8);
        assertThat(b.rights()).hasSize(before + 1);
        assertThat(poll(b, Message.to(seen.remote(), 1)).cause()).isIn(MsgCause.DIED, MsgCause.DESTINATION);
        assertThat(poll(b, Message.to(toB, 1)).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
    }

    @Test
    @Scenario("M73")
    void aSetIsNoRightThatCouldBeSentAndAMemberThatMovesIsInItNoMore() {
        PortSet set = a.newSet();
        ReceiveRight port = a.allocate();
        a.addToSet(set, port);
        poll(a, Message.to(port, 5));
        for (PortItem item : List.of(PortItem.send(set), PortItem.receive(set), PortItem.sendOnce(set))) {
            assertThat(send(item).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        }
        PortRight moved = pass(PortItem.receive(port)).get(0);
        assertThat(a.members(set)).isEmpty();
        assertThat(rest(a, set)).as("its messages went with it").isEmpty();
        assertThat(b.status(moved).set()).isEqualTo(PortRight.NULL);
        assertThat(rest(b, moved)).containsExactly(5);
    }

    @Test
    void aNotifyPortThatIsGivenAwayTellsItsNewReceiverNothingOfTheOldSpace() {
        SendRight port = give(b, b.allocate(), a);
        SendRight another = give(b, b.allocate(), a);
        ReceiveRight notify = a.notifyPort();
        PortRight moved = pass(PortItem.receive(notify)).get(0);
        PortSpace c = space("c");
        ReceiveRight ofC = c.allocate();
        SendRight dying = give(c, ofC, a);
        c.deallocate(ofC);
        settle();
        assertThat(rest(b, moved)).isEmpty();

        ReceiveRight again = a.notifyPort();
        assertThat(again.name()).isNotEqualTo(notify.name());
        assertThat(notice(a)).isEqualTo(new Notification(Notification.Kind.PORT_DELETED, dying.name()));
        b.close();
        settle();
        assertThat(notices(a))
                .extracting(Notification::name)
                .containsExactlyInAnyOrder(port.name(), another.name(), toB.name(), notify.name());
    }
}
