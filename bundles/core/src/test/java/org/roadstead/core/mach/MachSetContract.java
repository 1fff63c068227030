package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** Port sets: one queue of all members, in the order in which the messages came. */
abstract class MachSetContract extends MachContract {
    private PortSpace owner;
    private PortSpace client;
    private PortSet set;

    @BeforeEach
    void arrange() {
        owner = space("owner");
        client = space("client");
        set = owner.newSet();
    }

    private ReceiveRight member() {
        ReceiveRight port = owner.allocate();
        assertThat(owner.addToSet(set, port)).isEqualTo(KernReturn.SUCCESS);
        return port;
    }

    private List<Integer> members(PortRight of) {
        return owner.members(of).stream().map(PortRight::name).toList();
    }

    /** Receives from the set as many messages as are expected, and checks that there is no other. */
    private void comes(Integer... ids) {
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            seen.add(next(owner, set).id());
        }
        assertThat(seen).containsExactly(ids);
        assertThat(rest(owner, set)).isEmpty();
    }

    @Test
    @Scenario("M92")
    void noMessageOfOneMemberOvertakesOneOfAnotherAndEachNamesItsMember() {
        ReceiveRight a = member();
        ReceiveRight b = member();
        SendRight toA = give(owner, a, client);
        SendRight toB = give(owner, b, client);
        for (SendRight to : List.of(toA, toB, toA, toA, toB)) {
            poll(client, Message.to(to, to.name()));
        }
        for (ReceiveRight found : List.of(a, b, a, a, b)) {
            Message message = next(owner, set);
            assertThat(message.local().name()).isEqualTo(found.name());
            assertThat(message.id()).isEqualTo((found == a ? toA : toB).name());
        }
    }

    @Test
    @Scenario("M92")
    void messagesFromBeforeAndAfterTheirPortsMembershipKeepTheirOrder() {
        ReceiveRight a = member();
        ReceiveRight b = owner.allocate();
        poll(owner, Message.to(b, 1));
        poll(owner, Message.to(a, 2));
        poll(owner, Message.to(b, 3));
        owner.addToSet(set, b);
        poll(owner, Message.to(b, 4));
        comes(2, 1, 3, 4);

        for (int id = 5; id < 9; id++) {
            poll(owner, Message.to(id % 2 == 0 ? a : b, id));
        }
        owner.removeFromSet(b);
        poll(owner, Message.to(b, 9));
        comes(6, 8);
        assertThat(rest(owner, b)).containsExactly(5, 7, 9);
    }

    @Test
    @Scenario("M92")
    void theLimitOfAMemberIsItsOwnAndNotTheSets() throws Exception {
        ReceiveRight a = member();
        ReceiveRight b = member();
        assertThat(fill(owner, a)).hasSize(5);
        assertThat(fill(owner, b)).hasSize(5);
        Attempt waiting = sendThatWaits(client, Message.to(give(owner, b, client), 1), MsgOptions.NONE);
        for (int i = 0; i < 5; i++) {
            assertThat(next(owner, set).local().name()).isEqualTo(a.name());
        }
        settle();
        assertThat(isWaiting(waiting)).as("the slots were another port's").isTrue();
        assertThat(next(owner, set).local().name()).isEqualTo(b.name());
        assertThat(sent(waiting)).isEqualTo(SendResult.SUCCESS);
    }

    @Test
    @Scenario("M94")
    void aPortIsNeverInTwoSets() {
        ReceiveRight port = member();
        poll(owner, Message.to(port, 1));
        PortSet other = owner.newSet();
        assertThat(members(set)).containsExactly(port.name());
        assertThat(owner.addToSet(other, port)).isEqualTo(KernReturn.SUCCESS);
        assertThat(members(set)).isEmpty();
        assertThat(members(other)).containsExactly(port.name());
        assertThat(owner.status(port).set().name()).isEqualTo(other.name());
        assertThat(rest(owner, set)).isEmpty();
        assertThat(owner.addToSet(other, port)).as("a second time").isEqualTo(KernReturn.SUCCESS);
        assertThat(members(other)).containsExactly(port.name());
        assertThat(rest(owner, other)).containsExactly(1);

        assertThat(owner.removeFromSet(port)).isEqualTo(KernReturn.SUCCESS);
        assertThat(members(other)).isEmpty();
        assertThat(owner.removeFromSet(port)).isEqualTo(KernReturn.NOT_IN_SET);
    }

    @Test
    @Scenario("M94")
    void nobodyButTheReceiverPutsAPortIntoASetOrTakesItOut() {
        ReceiveRight port = member();
        SendRight send = give(owner, port, client);
        PortSet ofClient = client.newSet();
        assertThat(client.addToSet(ofClient, send)).isEqualTo(KernReturn.NOT_RECEIVER);
        assertThat(client.removeFromSet(send)).isEqualTo(KernReturn.NOT_RECEIVER);
        assertThat(client.addToSet(ofClient, port)).isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(client.removeFromSet(port)).isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(client.addToSet(set, client.allocate())).isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(owner.addToSet(port, owner.allocate())).as("no set").isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(owner.addToSet(set, set)).as("no port").isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(owner.addToSet(set, PortRight.NULL)).isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(owner.addToSet(set, owner.makeSendOnce(port))).isEqualTo(KernReturn.NOT_RECEIVER);
        assertThat(members(set)).containsExactly(port.name());
        assertThat(client.members(set)).isEmpty();
        assertThat(owner.members(port)).isEmpty();
    }

    @Test
    @Scenario("M94")
    void theEndOfASetTakesNoMemberAndNoMessageWithIt() {
        ReceiveRight a = member();
        ReceiveRight b = member();
        poll(owner, Message.to(a, 1));
        poll(owner, Message.to(b, 2));
        poll(owner, Message.to(a, 3));
        assertThat(owner.deallocate(set)).isEqualTo(KernReturn.SUCCESS);
        assertThat(owner.type(set)).isEqualTo(RightType.NONE);
        assertThat(owner.status(a).set()).isEqualTo(PortRight.NULL);
        assertThat(rest(owner, a)).containsExactly(1, 3);
        assertThat(rest(owner, b)).containsExactly(2);
    }

    @Test
    @Scenario("M94")
    void aMemberThatDiesLeavesItsSetAndNoMessageInIt() {
        ReceiveRight a = member();
        ReceiveRight b = member();
        poll(owner, Message.to(a, 1));
        poll(owner, Message.to(b, 2));
        owner.deallocate(a);
        assertThat(members(set)).containsExactly(b.name());
        comes(2);
    }

    @Test
    @Scenario("M95")
    void aReceiveOnAnEmptySetDoesNotMissTheMemberThatComesWithAMessage() throws Exception {
        Attempt first = receiveThatWaits(owner, set, MsgOptions.NONE);
        ReceiveRight early = member();
        settle();
        assertThat(isWaiting(first)).as("a member without a message").isTrue();
        ReceiveRight late = owner.allocate();
        poll(owner, Message.to(late, 1));
        owner.addToSet(set, late);
        assertThat(received(first).message().id()).isEqualTo(1);
        assertThat(received(first).message().local().name()).isEqualTo(late.name());

        Attempt second = receiveThatWaits(owner, set, MsgOptions.NONE);
        poll(owner, Message.to(early, 2));
        assertThat(received(second).message().id()).isEqualTo(2);
        assertThat(owner.receive(set, MsgOptions.POLL).code()).isEqualTo(MsgReturn.RCV_TIMED_OUT);
    }

    @Test
    @Scenario("M95")
    void aFullPortThatJoinsASetLosesNoOrderBetweenItsQueueAndItsWaitingSenders() throws Exception {
        ReceiveRight port = owner.allocate();
        owner.setBacklog(port, 2);
        SendRight send = give(owner, port, client);
        poll(client, Message.to(send, 0));
        poll(client, Message.to(send, 1));
        List<Attempt> senders = new ArrayList<>();
        for (int id = 2; id < 6; id++) {
            senders.add(sendThatWaits(client, Message.to(send, id), MsgOptions.NONE));
        }
        for (int receivers = 1; receivers < 4; receivers += 2) {
            List<Attempt> waiting = new ArrayList<>();
            for (int i = 0; i < receivers; i++) {
                waiting.add(receiveThatWaits(owner, set, MsgOptions.NONE));
            }
            int first = receivers == 1 ? 0 : 1;
            owner.addToSet(set, port);
            for (int i = 0; i < receivers; i++) {
                ReceiveResult received = received(waiting.get(i));
                assertThat(received.message().id()).isEqualTo(first + i);
                assertThat(received.trailer().sequence()).isEqualTo(first + i);
            }
            settle();
            assertThat(owner.status(port).messages())
                    .as("its limit still holds")
                    .isEqualTo(2);
            owner.removeFromSet(port);
        }
        assertThat(rest(owner, port)).containsExactly(4, 5);
        for (Attempt sender : senders) {
            assertThat(sent(sender)).isEqualTo(SendResult.SUCCESS);
        }
    }

    @Test
    @Scenario("M95")
    void moreReceiversThanMessagesDoNotHinderThoseWhoWaitToSend() throws Exception {
        ReceiveRight port = owner.allocate();
        owner.setBacklog(port, 1);
        SendRight send = give(owner, port, client);
        poll(client, Message.to(send, 0));
        List<Attempt> senders = new ArrayList<>();
        for (int id = 1; id < 4; id++) {
            senders.add(sendThatWaits(client, Message.to(send, id), MsgOptions.NONE));
        }
        List<Attempt> waiting = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            waiting.add(receiveThatWaits(owner, set, MsgOptions.NONE));
        }
        owner.addToSet(set, port);
        for (int i = 0; i < 4; i++) {
            assertThat(received(waiting.get(i)).message().id()).isEqualTo(i);
        }
        for (Attempt sender : senders) {
            assertThat(sent(sender)).isEqualTo(SendResult.SUCCESS);
        }
        assertThat(waiting.subList(4, 6)).noneMatch(Attempt::isOver);
    }

    @Test
    @Scenario("M96")
    void aBusyMemberDoesNotStarveAQuietOne() {
        ReceiveRight busy = member();
        ReceiveRight quiet = member();
        fill(owner, busy);
        for (int round = 0; round < 20; round++) {
            poll(owner, Message.to(quiet, round));
            boolean quietCame = false;
            for (int taken = 0; taken <= PortSpace.DEFAULT_BACKLOG; taken++) {
                Message message = next(owner, set);
                boolean ofQuiet = message.local().name() == quiet.name();
                quietCame |= ofQuiet && message.id() == round;
                poll(owner, Message.to(busy, -1)); // its sender never lets it run empty
            }
            assertThat(quietCame).as("round %d", round).isTrue();
        }
    }
}
