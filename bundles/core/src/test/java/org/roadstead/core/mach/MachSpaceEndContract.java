package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** The end of a space, and the names of what is dead. */
abstract class MachSpaceEndContract extends MachContract {
    private PortSpace ending;
    private PortSpace other;

    @BeforeEach
    void arrange() {
        ending = space("ending");
        other = space("other");
        other.notifyPort();
    }

    private static Notification deleted(PortRight right) {
        return new Notification(Notification.Kind.PORT_DELETED, right.name());
    }

    @Test
    @Scenario("M98")
    void noPortOutlivesItsSpaceAndItsSendersAreToldOnce() {
        ReceiveRight port = ending.allocate();
        ReceiveRight member = ending.allocate();
        ending.addToSet(ending.newSet(), member);
        SendRight send = give(ending, port, other);
        SendRight toMember = give(ending, member, other);
        ending.close();
        settle();
        assertThat(notices(other)).containsExactlyInAnyOrder(deleted(send), deleted(toMember));
        assertThat(other.type(send)).isEqualTo(RightType.DEAD_NAME);
        assertThat(poll(other, Message.to(send, 1)).cause()).isEqualTo(MsgCause.DIED);

        ending.close();
        settle();
        assertThat(notices(other)).isEmpty();
        assertThat(ending.rights()).isEmpty();
        assertThat(ending.type(port)).isEqualTo(RightType.NONE);
        assertThat(ending.receive(port, MsgOptions.NONE).code()).isEqualTo(MsgReturn.RCV_INVALID_PORT);
        assertThat(ending.deallocate(port)).isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThatThrownBy(ending::allocate).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(ending::newSet).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(ending::notifyPort).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Scenario("M98")
    void aPortWithABackupDoesNotEndWithItsSpace() {
        ReceiveRight spare = other.allocate();
        ReceiveRight port = ending.allocate();
        SendRight send = give(ending, port, other);
        ending.setBackup(port, give(other, spare, ending));
        poll(other, Message.to(send, 1));
        ending.close();

        Message notice = next(other, spare);
        assertThat(Notification.of(notice)).contains(new Notification(Notification.Kind.PORT_DESTROYED, 0));
        PortItem item = (PortItem) notice.items().get(0);
        assertThat(item.right()).isEqualTo(PortItem.Right.RECEIVE);
        assertThat(item.rights().get(0).name()).isEqualTo(send.name());
        assertThat(other.type(send)).isEqualTo(RightType.RECEIVE);
        poll(other, Message.to(send, 2));
        assertThat(rest(other, item.rights().get(0))).containsExactly(1, 2);
        assertThat(notices(other)).isEmpty();
    }

    @Test
    @Scenario("M98")
    void noSendOutlastsItsSpaceNorLeavesAnything() throws Exception {
        ReceiveRight port = other.allocate();
        SendRight send = give(other, port, ending);
        List<Integer> filling = fill(ending, send);
        ReceiveRight carried = ending.allocate();
        SendRight watched = give(ending, carried, other);
        Attempt plain = sendThatWaits(ending, Message.to(send, 1), MsgOptions.NONE);
        Attempt timed = sendThatWaits(
                ending,
                Message.to(send, 2, PortItem.moveReceive(carried)),
                sendTimeout(PATIENCE.multipliedBy(10)).and(MsgOption.SEND_NOTIFY));
        Attempt call =
                waiting(Attempt.of(() -> ending.rpc(Message.to(send, 3).replyTo(ending.allocate()), MsgOptions.NONE)));
        ending.close();
        assertThat(sent(plain).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(sent(timed).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(received(call).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(rest(other, port)).isEqualTo(filling);
        assertThat(other.type(watched))
                .as("what was to be sent ended with the space")
                .isEqualTo(RightType.DEAD_NAME);
    }

    @Test
    @Scenario("M98")
    void whatASpaceSentIsNotTakenBackByItsEnd() {
        ReceiveRight port = other.allocate();
        other.setBacklog(port, 1);
        SendRight send = give(other, port, ending);
        ReceiveRight carried = ending.allocate();
        SendRight watched = give(ending, carried, other);
        poll(ending, Message.to(send, 1, PortItem.moveReceive(carried)).replyTo(ending.allocate()));
        assertThat(ending.send(Message.to(send, 2), NOTIFY).code()).isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        ending.close();

        Message first = next(other, port);
        assertThat(first.id()).isEqualTo(1);
        assertThat(first.remote()).as("its reply port has died").isEqualTo(new DeadName(DeadName.IN_TRANSIT));
        assertThat(other.type(watched)).isEqualTo(RightType.RECEIVE);
        assertThat(rest(other, port)).as("the held message too").containsExactly(2);
    }

    @Test
    @Scenario("M98")
    void whatWasOnItsWayToASpaceThatEndsIsNotKept() {
        ReceiveRight port = ending.allocate();
        SendRight send = give(ending, port, other);
        ReceiveRight carried = other.allocate();
        SendRight ofThird = give(other, carried, space("third"));
        ReceiveRight reply = other.allocate();
        poll(other, Message.to(send, 1, PortItem.receive(carried)).replyTo(other.makeSendOnce(reply)));
        ending.close();
        assertThat(next(other, reply).id()).isEqualTo(Notification.Kind.SEND_ONCE.id());
        settle();
        assertThat(other.type(carried)).isEqualTo(RightType.DEAD_NAME);
        assertThat(ofThird.name()).isPositive();
        assertThat(notices(other)).containsExactlyInAnyOrder(deleted(send), deleted(carried));
    }

    @Test
    @Scenario("M99")
    void theNameOfADeadPortStandsForNothingElseWhileItsRightIsHeld() {
        SendRight send = give(ending, ending.allocate(), other);
        int name = send.name();
        ending.close();
        settle();
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            ReceiveRight port = other.allocate();
            seen.add(port.name());
            if (i % 50 != 0) {
                other.deallocate(port);
            }
            PortRight dead = i % 2 == 0 ? send : other.right(name);
            assertThat(poll(other, Message.to(dead, 1)).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        }
        assertThat(seen).doesNotContain(name);
        assertThat(other.right(name)).isEqualTo(new DeadName(name));
        assertThat(other.type(send)).isEqualTo(RightType.DEAD_NAME);
        assertThat(other.makeSendOnce(other.allocate()).name()).isNotEqualTo(name);
    }

    @Test
    @Scenario("M99")
    void aRightThatWasGivenUpDoesNotComeAliveWhenItsNameIsUsedAgain() {
        SendRight send = give(ending, ending.allocate(), other);
        int name = send.name();
        ending.close();
        settle();
        PortRight dead = other.right(name);
        assertThat(other.deallocate(send)).isEqualTo(KernReturn.SUCCESS);
        assertThat(other.deallocate(dead)).isEqualTo(KernReturn.INVALID_ARGUMENT);
        assertThat(other.right(name)).isEqualTo(PortRight.NULL);

        ReceiveRight again = other.allocate();
        assertThat(other.rename(again, name)).isEqualTo(KernReturn.SUCCESS);
        for (PortRight old : List.of(send, dead)) {
            assertThat(other.type(old)).isEqualTo(RightType.NONE);
            assertThat(poll(other, Message.to(old, 1)).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
            assertThat(other.deallocate(old)).isEqualTo(KernReturn.INVALID_ARGUMENT);
        }
        assertThat(other.right(name)).isEqualTo(again);
        assertThat(rest(other, again)).isEmpty();
    }
}
