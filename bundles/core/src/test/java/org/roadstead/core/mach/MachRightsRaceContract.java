package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;

/** Two calls at once on the same rights: whoever comes first, no right is lost, doubled or left half. */
abstract class MachRightsRaceContract extends MachContract {
    private PortSpace a;
    private PortSpace b;
    private ReceiveRight inbox;
    private SendRight toB;

    /** How often each race is run. */
    int rounds() {
        return 600;
    }

    @BeforeEach
    void arrange() {
        a = space("a");
        b = space("b");
        inbox = b.allocate();
        toB = give(b, inbox, a);
    }

    private PortRight landed() {
        return ((PortItem) next(b, inbox).items().get(0)).rights().get(0);
    }

    @Test
    void aSendThatFailsWithAReceiveRightTakesNothingFromTheOneThatSucceedsWithIt() throws Exception {
        ReceiveRight full = b.allocate();
        SendRight toFull = give(b, full, a);
        fill(a, toFull);
        for (int round = 0; round < rounds(); round++) {
            ReceiveRight port = a.allocate();
            CountDownLatch begun = new CountDownLatch(1);
            Attempt fails = Attempt.of(() -> {
                while (a.type(port) == RightType.RECEIVE) {
                    begun.countDown();
                    MsgReturn code = poll(a, Message.to(toFull, 1, PortItem.receive(port)))
                            .code();
                    assertThat(code).isIn(MsgReturn.SEND_TIMED_OUT, MsgReturn.SEND_INVALID_PORT);
                }
                return true;
            });
            begun.await();
            while (!poll(a, Message.to(toB, 1, PortItem.receive(port))).isTaken()) {
                Thread.onSpinWait();
            }
            fails.result();
            settle();
            PortRight moved = landed();
            assertThat(a.type(port)).isEqualTo(RightType.SEND);
            assertThat(b.receive(moved, MsgOptions.POLL.and(MsgOption.RCV_NO_SENDERS))
                            .code())
                    .as("a is a sender, in round %d", round)
                    .isEqualTo(MsgReturn.RCV_TIMED_OUT);
            b.deallocate(moved);
            settle();
            assertThat(a.type(port)).as("a was told, in round %d", round).isEqualTo(RightType.DEAD_NAME);
            a.deallocate(port);
        }
    }

    @Test
    void aPortThatLeavesIsNotLeftInASetOfItsOldReceiver() throws Exception {
        PortSet set = a.newSet();
        for (int round = 0; round < rounds(); round++) {
            ReceiveRight port = a.allocate();
            CountDownLatch begun = new CountDownLatch(1);
            Attempt adds = Attempt.of(() -> {
                KernReturn code;
                while ((code = a.addToSet(set, port)) == KernReturn.SUCCESS) {
                    begun.countDown();
                    a.removeFromSet(port);
                }
                return code;
            });
            begun.await();
            assertThat(poll(a, Message.to(toB, 1, PortItem.receive(port))).code())
                    .isEqualTo(MsgReturn.SUCCESS);
            assertThat(adds.result()).isEqualTo(KernReturn.NOT_RECEIVER);
            PortRight moved = landed();
            assertThat(a.members(set)).isEmpty();
            assertThat(b.status(moved).set()).as("in round %d", round).isEqualTo(PortRight.NULL);
            poll(a, Message.to(port, 2));
            assertThat(a.receive(set, MsgOptions.POLL).code()).isEqualTo(MsgReturn.RCV_TIMED_OUT);
            assertThat(rest(b, moved)).containsExactly(2);
            b.deallocate(moved);
            a.deallocate(port);
        }
    }

    @Test
    void theEndOfASetTakesNoPortOutOfAnother() throws Exception {
        PortSet other = a.newSet();
        for (int round = 0; round < rounds(); round++) {
            PortSet set = a.newSet();
            List<ReceiveRight> ports = List.of(a.allocate(), a.allocate(), a.allocate());
            ports.forEach(port -> a.addToSet(set, port));
            Attempt ends = Attempt.of(() -> a.deallocate(set));
            ports.forEach(port -> assertThat(a.addToSet(other, port)).isEqualTo(KernReturn.SUCCESS));
            ends.result();
            assertThat(a.members(other))
                    .extracting(PortRight::name)
                    .as("in round %d", round)
                    .containsExactlyElementsOf(
                            ports.stream().map(PortRight::name).toList());
            ports.forEach(a::deallocate);
        }
    }

    @Test
    void aRightPromisedToTwoMessagesGoesWithOneAndStaysForTheOther() throws Exception {
        PortSpace witness = space("witness");
        for (int round = 0; round < rounds(); round++) {
            ReceiveRight port = witness.allocate();
            SendRight send = give(witness, port, a);
            Message message = Message.to(toB, round, PortItem.moveSend(send));
            Attempt first = Attempt.of(() -> poll(a, message).code());
            MsgReturn second = poll(a, message).code();
            assertThat(List.of(first.result(), second))
                    .containsExactlyInAnyOrder(MsgReturn.SUCCESS, MsgReturn.SEND_INVALID_PORT);
            assertThat(a.type(send)).isEqualTo(RightType.NONE);
            PortRight moved = landed();
            assertThat(rest(b, inbox)).isEmpty();
            poll(b, Message.to(moved, 7));
            assertThat(next(witness, port).id()).isEqualTo(7);
            b.deallocate(moved);
            settle();
            assertThat(witness.receive(port, MsgOptions.POLL.and(MsgOption.RCV_NO_SENDERS))
                            .code())
                    .isEqualTo(MsgReturn.RCV_ONLY_SENDER);
            witness.deallocate(port);
        }
    }

    @Test
    void aRightThatIsGivenUpWhileItIsSentIsEitherGoneOrThere() throws Exception {
        PortSpace witness = space("witness");
        for (int round = 0; round < rounds(); round++) {
            ReceiveRight port = a.allocate();
            SendRight watched = give(a, port, witness);
            Attempt givesUp = Attempt.of(() -> a.deallocate(port));
            MsgReturn sent =
                    poll(a, Message.to(toB, round, PortItem.moveReceive(port))).code();
            KernReturn givenUp = (KernReturn) givesUp.result();
            settle();
            if (sent == MsgReturn.SUCCESS) {
                PortRight moved = landed();
                assertThat(b.type(moved)).isEqualTo(RightType.RECEIVE);
                assertThat(witness.type(watched)).isEqualTo(RightType.SEND);
                b.deallocate(moved);
            } else {
                assertThat(sent).isEqualTo(MsgReturn.SEND_INVALID_PORT);
                assertThat(givenUp).isEqualTo(KernReturn.SUCCESS);
                assertThat(rest(b, inbox)).isEmpty();
            }
            settle();
            assertThat(a.type(port)).isEqualTo(RightType.NONE);
            assertThat(witness.type(watched)).isEqualTo(RightType.DEAD_NAME);
            witness.deallocate(watched);
        }
    }

    @Test
    void aSendThatIsHeldWhileItsSpaceEndsHasAnOutcomeAndItsMessageIsDeliveredIfItWasTaken() throws Exception {
        b.setBacklog(inbox, 1);
        poll(b, Message.to(inbox, 0));
        for (int round = 0; round < rounds(); round++) {
            PortSpace ending = space("ending");
            SendRight send = give(b, inbox, ending);
            CountDownLatch begun = new CountDownLatch(1);
            Attempt held = Attempt.of(() -> {
                begun.countDown();
                return ending.send(Message.to(send, 1), NOTIFY).code();
            });
            begun.await();
            ending.close();
            Object code = held.result();
            settle();
            assertThat(code).isIn(MsgReturn.SEND_WILL_NOTIFY, MsgReturn.SEND_INVALID_PORT);
            assertThat(rest(b, inbox)).isEqualTo(code == MsgReturn.SEND_WILL_NOTIFY ? List.of(0, 1) : List.of(0));
            poll(b, Message.to(inbox, 0));
        }
    }

    @Test
    void aBackupIsNotHeldByAPortThatDiedMeanwhile() throws Exception {
        ReceiveRight spare = b.allocate();
        for (int round = 0; round < rounds(); round++) {
            ReceiveRight port = a.allocate();
            SendRight toSpare = give(b, spare, a);
            CountDownLatch begun = new CountDownLatch(1);
            Attempt sets = Attempt.of(() -> {
                while (a.setBackup(port, toSpare).code() == KernReturn.SUCCESS) {
                    a.setBackup(port, PortRight.NULL);
                    begun.countDown();
                }
                return true;
            });
            begun.await();
            a.deallocate(port);
            sets.result();
            settle();
            while (b.receive(spare, MsgOptions.POLL).isSuccess()) {
                // the port was saved
            }
            b.rights().stream()
                    .filter(right -> right.name() != spare.name() && right.name() != inbox.name())
                    .forEach(b::deallocate);
            a.deallocate(toSpare);
            settle();
            assertThat(b.receive(spare, MsgOptions.POLL.and(MsgOption.RCV_NO_SENDERS))
                            .code())
                    .as("in round %d", round)
                    .isEqualTo(MsgReturn.RCV_ONLY_SENDER);
        }
    }
}
