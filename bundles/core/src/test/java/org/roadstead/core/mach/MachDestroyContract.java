package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** What becomes of all that an unread message carries, and of receive rights that nobody can ever receive again. */
abstract class MachDestroyContract extends MachContract {
    private static final MsgOptions NO_SENDERS = MsgOptions.NONE.and(MsgOption.RCV_NO_SENDERS);

    /** Gives away the receive right of a port in a message to another, and keeps the right to send. */
    private static void bury(PortSpace by, PortRight port, PortRight in) {
        assertThat(poll(by, Message.to(in, 1, PortItem.receive(port))).code()).isEqualTo(MsgReturn.SUCCESS);
    }

    private static List<ReceiveRight> ports(PortSpace by, int count) {
        List<ReceiveRight> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ports.add(by.allocate());
        }
        return ports;
    }

    private List<SendRight> watched(PortSpace by, List<ReceiveRight> ports, PortSpace witness) {
        witness.notifyPort();
        return ports.stream().map(port -> give(by, port, witness)).toList();
    }

    /** Every one is dead, and the space was told of each once. */
    private void allDead(PortSpace space, List<? extends PortRight> rights) {
        settle();
        assertThat(rights).extracting(space::type).containsOnly(RightType.DEAD_NAME);
        List<Notification> told = notices(space);
        assertThat(told).extracting(Notification::kind).containsOnly(Notification.Kind.PORT_DELETED);
        assertThat(told.stream().map(Notification::name).sorted().toList())
                .isEqualTo(rights.stream().map(PortRight::name).sorted().toList());
    }

    @Test
    @Scenario("M81")
    void noUnreadMessageKeepsSendersPortsOrMemory() throws Exception {
        PortSpace a = space("a");
        PortSpace b = space("b");
        PortSpace c = space("c");
        ReceiveRight doomed = b.allocate();
        SendRight toB = give(b, doomed, a);
        ReceiveRight counted = c.allocate();
        SendRight ofA = give(c, counted, a);
        ReceiveRight inner = a.allocate();
        List<SendRight> innerOfC = watched(a, List.of(inner), c);
        ReceiveRight single = c.allocate();
        ReceiveRight passing = a.allocate();
        poll(c, Message.to(give(a, passing, c), 1, PortItem.sendOnce(c.makeSendOnce(single))));
        PortRight once = ((PortItem) next(a, passing).items().get(0)).rights().get(0);
        Memory memory = a.allocateMemory(1 << 20);
        Attempt lastSender = receiveThatWaits(c, counted, NO_SENDERS);
        Attempt sender = sendThatWaits(c, blocked(c, innerOfC.get(0)), MsgOptions.NONE);

        Message message = Message.to(toB, 1, PortItem.moveSend(ofA), PortItem.moveReceive(inner))
                .with(PortItem.sendOnce(once))
                .with(OutOfLine.copy(ByteBuffer.allocate(9)))
                .with(OutOfLine.move(memory));
        assertThat(poll(a, message).code()).isEqualTo(MsgReturn.SUCCESS);
        settle();
        assertThat(memory.isValid()).isFalse();
        assertThat(isWaiting(lastSender) && isWaiting(sender)).isTrue();

        b.deallocate(doomed);
        assertThat(received(lastSender).code()).isEqualTo(MsgReturn.RCV_ONLY_SENDER);
        assertThat(sent(sender).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(next(c, single).id()).isEqualTo(Notification.Kind.SEND_ONCE.id());
        allDead(c, innerOfC);
        assertThat(a.rights()).extracting(a::type).containsOnly(RightType.DEAD_NAME, RightType.RECEIVE);
    }

    private static Message blocked(PortSpace by, PortRight port) {
        fill(by, port);
        return Message.to(port, 2);
    }

    @Test
    @Scenario("M81")
    void whatABlockedSendWouldCarryIsNotDestroyedWithThePortButWhatIsHeldIs() throws Exception {
        PortSpace a = space("a");
        PortSpace b = space("b");
        ReceiveRight doomed = b.allocate();
        SendRight toB = give(b, doomed, a);
        fill(a, toB);
        List<ReceiveRight> two = ports(a, 2);
        List<SendRight> watched = watched(a, two, b);
        ReceiveRight stays = two.get(0);
        ReceiveRight goes = two.get(1);
        Attempt blocked = sendThatWaits(a, Message.to(toB, 1, PortItem.moveReceive(stays)), MsgOptions.NONE);
        assertThat(a.send(Message.to(toB, 2, PortItem.moveReceive(goes)), NOTIFY)
                        .code())
                .isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        assertThat(a.type(goes)).isEqualTo(RightType.NONE);
        assertThat(a.type(stays)).isEqualTo(RightType.RECEIVE);

        b.deallocate(doomed);
        assertThat(sent(blocked).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(a.type(stays)).isEqualTo(RightType.RECEIVE);
        poll(b, Message.to(watched.get(0), 7));
        assertThat(next(a, stays).id()).isEqualTo(7);
        assertThat(b.type(watched.get(1))).isEqualTo(RightType.DEAD_NAME);
    }

    @Test
    @Scenario("M81")
    void aPortWithABackupIsNotLostInAMessageThatNobodyReads() {
        PortSpace a = space("a");
        PortSpace b = space("b");
        ReceiveRight doomed = b.allocate();
        ReceiveRight spare = b.allocate();
        ReceiveRight saved = a.allocate();
        a.setBackup(saved, give(b, spare, a));
        poll(a, Message.to(saved, 5));
        bury(a, saved, give(b, doomed, a));
        b.deallocate(doomed);

        Message notice = next(b, spare);
        assertThat(notice.id()).isEqualTo(Notification.Kind.PORT_DESTROYED.id());
        PortRight back = ((PortItem) notice.items().get(0)).rights().get(0);
        assertThat(a.type(saved)).isEqualTo(RightType.SEND);
        poll(a, Message.to(saved, 6));
        assertThat(rest(b, back)).containsExactly(5, 6);
    }

    /** A chain as long as this dies at once. */
    int chain() {
        return 100_000;
    }

    @Test
    @Scenario("M81")
    void noChainOfPortsInMessagesIsTooLongForTheStack() {
        PortSpace a = space("a");
        PortSpace witness = space("witness");
        List<ReceiveRight> ports = ports(a, chain());
        SendRight deepest = watched(a, ports.subList(0, 1), witness).get(0);
        for (int i = 1; i < ports.size(); i++) {
            bury(a, ports.get(i - 1), ports.get(i));
        }
        ReceiveRight outermost = ports.remove(ports.size() - 1);
        a.notifyPort();
        a.deallocate(outermost);
        allDead(a, ports);
        allDead(witness, List.of(deepest));
    }

    @Test
    @Scenario("M81")
    void noChainThatIsBuiltFromItsEndEscapes() {
        PortSpace a = space("a");
        List<ReceiveRight> ports = ports(a, 1_000);
        for (int i = ports.size() - 1; i > 0; i--) {
            bury(a, ports.get(i - 1), ports.get(i));
        }
        ReceiveRight outermost = ports.remove(ports.size() - 1);
        a.notifyPort();
        a.deallocate(outermost);
        allDead(a, ports);
    }

    @Test
    @Scenario("M79")
    void noPortInItsOwnQueueLivesOn() throws Exception {
        PortSpace a = space("a");
        PortSpace witness = space("witness");
        for (boolean keepsSend : new boolean[] {true, false}) {
            ReceiveRight port = a.allocate();
            List<SendRight> watched = watched(a, List.of(port), witness);
            ReceiveRight carried = a.allocate();
            List<SendRight> carriedToo = watched(a, List.of(carried), witness);
            bury(a, carried, port);
            PortItem item = keepsSend ? PortItem.receive(port) : PortItem.moveReceive(port);
            SendResult result = poll(a, Message.to(port, 2, item));
            assertThat(result.code()).isEqualTo(MsgReturn.SUCCESS);
            settle();
            assertThat(a.type(port)).isEqualTo(keepsSend ? RightType.DEAD_NAME : RightType.NONE);
            assertThat(poll(witness, Message.to(watched.get(0), 1)).cause()).isEqualTo(MsgCause.DIED);
            allDead(witness, List.of(watched.get(0), carriedToo.get(0)));
        }
    }

    @Test
    @Scenario("M79")
    void noRingOfPortsLivesOnHoweverLong() throws Exception {
        for (int length : new int[] {2, 3, 100}) {
            PortSpace a = space("a");
            PortSpace witness = space("witness");
            List<ReceiveRight> ring = ports(a, length);
            List<SendRight> watched = watched(a, ring, witness);
            Attempt sender = sendThatWaits(witness, blocked(witness, watched.get(0)), MsgOptions.NONE);
            a.setBacklog(ring.get(0), 8);
            assertThat(sent(sender).code()).isEqualTo(MsgReturn.SUCCESS);
            a.notifyPort();
            for (int i = 0; i < length; i++) {
                assertThat(witness.type(watched.get(i))).isEqualTo(RightType.SEND);
                bury(a, ring.get(i), ring.get((i + 1) % length));
            }
            allDead(witness, watched);
            allDead(a, ring);
        }
    }

    @Test
    @Scenario("M79")
    void aRingIsNotOverlookedWhenItIsClosedByAMessageThatHadToWait() throws Exception {
        PortSpace a = space("a");
        PortSpace witness = space("witness");
        List<ReceiveRight> ports = ports(a, 2);
        List<SendRight> watched = watched(a, ports, witness);
        ReceiveRight held = ports.get(0);
        fill(a, held);
        assertThat(a.send(Message.to(held, 1, PortItem.receive(held)), NOTIFY).code())
                .isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        settle();
        assertThat(witness.type(watched.get(0))).isEqualTo(RightType.DEAD_NAME);

        ReceiveRight full = ports.get(1);
        List<Integer> filling = fill(a, full);
        Attempt waiting = sendThatWaits(a, Message.to(full, 2, PortItem.receive(full)), MsgOptions.NONE);
        assertThat(a.type(full)).as("nothing has moved yet").isEqualTo(RightType.RECEIVE);
        assertThat(next(a, full).id()).isEqualTo(filling.get(0));
        assertThat(sent(waiting).code()).isEqualTo(MsgReturn.SUCCESS);
        allDead(witness, watched);
    }

    @Test
    @Scenario("M79")
    void noRingThatTwoSpacesCloseAtOnceLivesOn() throws Exception {
        PortSpace a = space("a");
        PortSpace b = space("b");
        PortSpace witness = space("witness");
        for (int round = 0; round < rounds(); round++) {
            ReceiveRight p = a.allocate();
            ReceiveRight q = b.allocate();
            SendRight toP = give(a, p, b);
            SendRight toQ = give(b, q, a);
            List<SendRight> watched = List.of(
                    watched(a, List.of(p), witness).get(0),
                    watched(b, List.of(q), witness).get(0));
            Attempt one = Attempt.of(() -> poll(a, Message.to(toQ, 1, PortItem.moveReceive(p))));
            assertThat(poll(b, Message.to(toP, 1, PortItem.moveReceive(q))).code())
                    .isIn(MsgReturn.SUCCESS, MsgReturn.SEND_INVALID_PORT);
            assertThat(sent(one).code()).isIn(MsgReturn.SUCCESS, MsgReturn.SEND_INVALID_PORT);
            allDead(witness, watched);
        }
    }

    /** How often a race is run. */
    int rounds() {
        return 500;
    }

    @Test
    @Scenario("M79")
    void aPortSentToAReceiverOfItsOwnIsEitherHeldOrDeadAndNobodyWaitsForIt() throws Exception {
        PortSpace a = space("a");
        PortSpace witness = space("witness");
        for (int round = 0; round < rounds(); round++) {
            ReceiveRight port = a.allocate();
            SendRight watched = give(a, port, witness);
            Attempt receiver = receiveThatWaits(a, port, MsgOptions.NONE);
            assertThat(poll(a, Message.to(port, 1, PortItem.moveReceive(port))).code())
                    .isEqualTo(MsgReturn.SUCCESS);
            PortItem item = (PortItem) received(receiver).message().items().get(0);
            settle();
            PortRight back = item.rights().get(0);
            SendResult probe = poll(witness, Message.to(watched, 2));
            if (a.type(back) == RightType.RECEIVE) {
                assertThat(probe.code()).isEqualTo(MsgReturn.SUCCESS);
                assertThat(rest(a, back)).containsExactly(2);
                a.deallocate(back);
            } else {
                assertThat(a.type(back)).isIn(RightType.NONE, RightType.DEAD_NAME);
                assertThat(a.receive(back, MsgOptions.NONE).code()).isEqualTo(MsgReturn.RCV_INVALID_PORT);
                assertThat(probe.cause()).isEqualTo(MsgCause.DIED);
            }
        }
    }
}
