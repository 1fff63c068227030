package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendRight;

/** Listeners that throw, or outlive what they were registered for. */
class HostileListenersTest {
    private final OneKernel kernel = new OneKernel();
    private final PortSpace server = kernel.space("server");
    private final PortSpace hostile = kernel.space("hostile");
    private final PortSpace other = kernel.space("other");
    private final ReceiveRight port = server.allocate();
    private final SendRight send = server.insertSend(hostile, port);
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void close() {
        kernel.close();
    }

    /** A class that is not to be had any more is an error, and usual in a bundle that was updated. */
    @Test
    void anErrorOfOneListenerNeitherKeepsOthersFromBeingToldNorReachesWhoEndsThePort() {
        SendRight others = server.insertSend(other, port);
        hostile.onDead(
                send,
                (right, what) -> {
                    throw new NoClassDefFoundError("of a bundle that was updated");
                },
                Runnable::run);
        ReceiveRight notify = other.notifyPort();

        assertThat(server.deallocate(port).isSuccess()).isTrue();

        assertThat(Notification.of(other.receive(notify, MsgOptions.POLL).message()))
                .contains(new Notification(Notification.Kind.PORT_DELETED, others.name()));
    }

    @Test
    void nobodyIsToldOfRoomForARightThatItsSpaceHasGivenUp() {
        while (hostile.send(Message.to(send, 1), MsgOptions.POLL).code() == MsgReturn.SUCCESS) {
            assertThat(server.status(port).messages()).isLessThan(100);
        }
        hostile.onSendPossible(send, (right, what) -> told.add(what), Runnable::run);

        hostile.close();

        assertThat(server.receive(port, MsgOptions.POLL).isSuccess()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void nobodyIsToldOfNoSendersOfAPortThatItsSpaceHasLeft() {
        server.onNoSenders(port, (right, what) -> told.add(what), Runnable::run);
        ReceiveRight inbox = other.allocate();
        SendRight to = other.insertSend(server, inbox);
        server.send(Message.to(to, 1, PortItem.moveReceive(port)), MsgOptions.POLL);
        assertThat(other.receive(inbox, MsgOptions.POLL).isSuccess()).isTrue();

        hostile.deallocate(send);

        assertThat(told).isEmpty();
    }

    @Test
    void aDeadNameDoesNotKeepTheMessageThatWasHeldForIt() {
        server.setBacklog(port, 1);
        assertThat(hostile.send(Message.to(send, 1), MsgOptions.POLL).code()).isEqualTo(MsgReturn.SUCCESS);
        assertThat(hostile.send(Message.to(send, 2), MachContract.NOTIFY).code())
                .isEqualTo(MsgReturn.SEND_WILL_NOTIFY);

        server.deallocate(port);

        Entry dead = ((Held) send).entry;
        assertThat(dead.isDead()).isTrue();
        assertThat(dead.holdsMessage()).isFalse();
    }
}
