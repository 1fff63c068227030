package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendResult;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** What a message carries away leaves its sender, all of it, when the message is taken: queued, or held. */
abstract class AllMovesContract extends CarryingContract {
    @Test
    @Scenario("M5")
    void nothingStaysBehindWhenTheMessageIsTakenAfterAWait() throws Exception {
        Attempt attempt = waits(MsgOptions.NONE);
        next(server, port);
        assertThat(sent(attempt)).isEqualTo(SendResult.SUCCESS);
        assertAllHasLeft();
        assertArrivesWhole(port);
    }

    @Test
    @Scenario({"M7", "M38"})
    void nothingStaysBehindWhenTheMessageIsHeldThoughItIsNotQueued() {
        assertThat(client.send(message(to), NOTIFY).code()).isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        assertAllHasLeft();
        assertArrivesWhole(port);
    }

    @Test
    @Scenario("M11")
    void nothingStaysBehindWhenTheMessageIsHeldAfterAWait() {
        assertThat(client.send(message(to), NOTIFY.withSendTimeout(SHORT)).code())
                .isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        assertAllHasLeft();
        assertArrivesWhole(port);
    }

    @Test
    void nothingStaysBehindWithASendOnceRightWhichNeverWaits() {
        PortItem mine = PortItem.sendOnce(server.makeSendOnce(port));
        ReceiveRight mail = client.allocate();
        server.send(Message.to(give(client, mail, server), 0, mine), MsgOptions.NONE);
        PortRight toFull =
                ((PortItem) next(client, mail).items().get(0)).rights().get(0);

        assertThat(client.send(message(toFull), MsgOptions.POLL)).isEqualTo(SendResult.SUCCESS);

        assertAllHasLeft();
        assertThat(client.type(toFull)).isEqualTo(RightType.NONE);
        assertArrivesWhole(port);
    }

    @Test
    @Scenario("M39")
    void whatAHeldMessageCarriedEndsWithThePortAndItsOwnersAreTold() {
        client.send(message(to), NOTIFY);
        server.deallocate(port);
        settle();
        assertThat(witness.type(toReceived)).isEqualTo(RightType.DEAD_NAME);
        assertThat(witness.type(toGiven)).isEqualTo(RightType.DEAD_NAME);
        assertHasNoSenders(witness, behindSend);
        assertHasNoSenders(client, copied);
        assertThat(rest(witness, behindOnce)).as("send-once notice").containsExactly(71);
        assertThat(rest(witness, behindReply)).as("send-once notice").containsExactly(71);
    }

    @Test
    void whatASendWaitsToCarryIsNotClosedToItsHolder() throws Exception {
        Attempt attempt = waits(MsgOptions.NONE);
        assertThat(rest(client, received)).containsExactly(INSIDE);
        assertThat(client.send(Message.to(send, 5), MsgOptions.NONE)).isEqualTo(SendResult.SUCCESS);
        assertThat(rest(witness, behindSend)).containsExactly(5);
        client.rename(send, 4711);
        memory.buffer().put(0, (byte) 1);
        assertThat(client.send(Message.to(received, INSIDE), MsgOptions.NONE)).isEqualTo(SendResult.SUCCESS);
        next(server, port);
        assertThat(sent(attempt)).isEqualTo(SendResult.SUCCESS);
        assertAllHasLeft();
        assertThat(client.right(4711)).isEqualTo(PortRight.NULL);
        assertArrivesWhole(port);
    }

    @Test
    void aPortThatEndsWhileASendWaitsToCarryItsRightHoldsUpNothing() throws Exception {
        Attempt attempt = waits(MsgOptions.NONE);
        witness.deallocate(behindSend);
        settle();
        assertThat(isWaiting(attempt)).isTrue();
        next(server, port);
        assertThat(sent(attempt)).isEqualTo(SendResult.SUCCESS);
        assertAllHasLeft();
        Message message = next(server, port);
        while (message.id() != ID) {
            message = next(server, port);
        }
        assertThat(((PortItem) message.items().get(0)).rights()).containsExactly(new DeadName(DeadName.IN_TRANSIT));
    }
}
