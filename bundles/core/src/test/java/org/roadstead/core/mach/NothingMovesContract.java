package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.MsgType;
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
import org.roadstead.testkit.Scenario;

/**
 * What a message carries away leaves its sender if the message is taken, all of it, and nothing of it if not, however the send ends.
 * Every test sends one message that carries away everything that can be: send rights, receive rights with and without
 * the right to send, send-once rights in an item and as the reply, and memory.
 */
abstract class NothingMovesContract extends MachContract {
    private static final int ID = 1;
    private static final int INSIDE = 77;
    private static final byte[] DATA = {1, 2, 3, 4};
    private static final Duration SHORT = Duration.ofMillis(50);

    private PortSpace server;
    private PortSpace client;
    private PortSpace witness;
    private ReceiveRight port;
    private SendRight to;
    private SendRight elsewhere;
    private ReceiveRight elsewherePort;

    /** The ports behind the rights that are carried; the witness receives from them, or sends to them. */
    private ReceiveRight behindSend;

    private ReceiveRight behindOnce;
    private ReceiveRight behindReply;
    private SendRight toReceived;
    private SendRight toGiven;

    private SendRight send;
    private ReceiveRight received;
    private ReceiveRight given;
    private SendOnceRight once;
    private SendOnceRight reply;
    private ReceiveRight copied;
    private ReceiveRight lonely;
    private Memory memory;

    @BeforeEach
    final void knowThePortsAndFillOne() {
        server = space("server");
        client = space("client");
        witness = space("witness");
        port = server.allocate();
        to = give(server, port, client);
        elsewherePort = server.allocate();
        elsewhere = give(server, elsewherePort, client);
        behindSend = witness.allocate();
        send = give(witness, behindSend, client);
        received = client.allocate();
        toReceived = give(client, received, witness);
        given = client.allocate();
        toGiven = give(client, given, witness);
        witness.send(Message.to(toReceived, INSIDE), MsgOptions.NONE);
        witness.send(Message.to(toGiven, INSIDE), MsgOptions.NONE);
        behindOnce = witness.allocate();
        once = onceOf(behindOnce);
        behindReply = witness.allocate();
        reply = onceOf(behindReply);
        copied = client.allocate();
        lonely = client.allocate();
        memory = client.allocateMemory(DATA.length);
        memory.buffer().put(DATA);
        fill(client, to);
    }

    /** Gives the client a send-once right of the witness, by a message. */
    private SendOnceRight onceOf(ReceiveRight behind) {
        ReceiveRight mail = client.allocate();
        SendRight toMail = give(client, mail, witness);
        witness.send(Message.to(toMail, 0, PortItem.sendOnce(witness.makeSendOnce(behind))), MsgOptions.NONE);
        PortItem item = (PortItem) next(client, mail).items().get(0);
        client.deallocate(mail);
        return (SendOnceRight) item.rights().get(0);
    }

    private Message message(PortRight destination) {
        return new Message(
                ID,
                MsgType.NORMAL,
                destination,
                reply,
                List.of(
                        PortItem.moveSend(send),
                        PortItem.receive(received),
                        PortItem.moveReceive(given),
                        PortItem.sendOnce(once),
                        PortItem.send(copied),
                        OutOfLine.move(memory),
                        PortItem.receive(lonely)));
    }

    private void assertNothingHasLeft() {
        settle();
        assertThat(client.type(send)).isEqualTo(RightType.SEND);
        assertThat(client.type(received)).isEqualTo(RightType.RECEIVE);
        assertThat(client.type(given)).isEqualTo(RightType.RECEIVE);
        assertThat(client.type(once)).isEqualTo(RightType.SEND_ONCE);
        assertThat(client.type(reply)).isEqualTo(RightType.SEND_ONCE);
        assertThat(memory.isValid()).isTrue();
        assertThat(memory.buffer()).isEqualTo(ByteBuffer.wrap(DATA));
        assertThat(client.status(received).messages()).isOne();
        assertThat(client.status(given).messages()).isOne();
        assertThat(witness.type(toReceived)).isEqualTo(RightType.SEND);
        assertThat(witness.type(toGiven)).isEqualTo(RightType.SEND);
    }

    private void assertAllHasLeft() {
        settle();
        assertThat(client.type(send)).isEqualTo(RightType.NONE);
        assertThat(client.type(received)).isEqualTo(RightType.SEND);
        assertThat(client.type(given)).isEqualTo(RightType.NONE);
        assertThat(client.type(once)).isEqualTo(RightType.NONE);
        assertThat(client.type(reply)).isEqualTo(RightType.NONE);
        assertThat(memory.isValid()).isFalse();
        assertThat(client.type(copied)).isEqualTo(RightType.RECEIVE);
        assertThat(client.rights()).doesNotContain(PortRight.NULL, send, given, once, reply);
    }

    private static void assertHasNoSenders(PortSpace space, PortRight right) {
        MsgOptions options = MsgOptions.POLL.and(MsgOption.RCV_NO_SENDERS);
        assertThat(space.receive(right, options).code()).isEqualTo(MsgReturn.RCV_ONLY_SENDER);
    }

    /** Receives the message, and uses all that came with it. */
    private void assertArrivesWhole(ReceiveRight at) {
        Message message = next(server, at);
        while (message.id() >= FILLING) {
            message = next(server, at);
        }
        assertThat(message.id()).isEqualTo(ID);
        assertThat(rest(server, at)).as("no second one").isEmpty();
        PortRight[] came = message.items().subList(0, 5).stream()
                .map(item -> ((PortItem) item).rights().get(0))
                .toArray(PortRight[]::new);
        uses(came[0], behindSend, witness);
        assertThat(rest(server, came[1])).containsExactly(INSIDE);
        uses(witness, toReceived, came[1], server);
        assertThat(rest(server, came[2])).containsExactly(INSIDE);
        uses(witness, toGiven, came[2], server);
        uses(came[3], behindOnce, witness);
        uses(came[4], copied, client);
        uses(message.remote(), behindReply, witness);
        Memory arrived = (Memory) ((OutOfLine) message.items().get(5)).region();
        assertThat(arrived.buffer()).isEqualTo(ByteBuffer.wrap(DATA));
    }

    private void uses(PortRight right, PortRight receives, PortSpace receiver) {
        uses(server, right, receives, receiver);
    }

    private void uses(PortSpace sender, PortRight right, PortRight receives, PortSpace receiver) {
        assertThat(sender.send(Message.to(right, 5), MsgOptions.NONE)).isEqualTo(SendResult.SUCCESS);
        assertThat(rest(receiver, receives)).containsExactly(5);
    }

    /** All rights are free for another send, and come whole. */
    private void assertCanBeSentElsewhere() {
        assertThat(client.send(message(elsewhere), MsgOptions.NONE)).isEqualTo(SendResult.SUCCESS);
        assertAllHasLeft();
        assertArrivesWhole(elsewherePort);
    }

    private Attempt waits(MsgOptions options) {
        Attempt attempt = sendThatWaits(client, message(to), options);
        assertNothingHasLeft();
        return attempt;
    }

    /** The ways in which a send ends without its message being taken. */
    enum End {
        FULL_AT_ONCE(MsgReturn.SEND_TIMED_OUT),
        TIME_OVER(MsgReturn.SEND_TIMED_OUT),
        INTERRUPTED(MsgReturn.SEND_INTERRUPTED),
        INTERRUPTED_BEFORE_NOTICE(MsgReturn.SEND_INTERRUPTED),
        HELD_ALREADY(MsgReturn.SEND_NOTIFY_IN_PROGRESS),
        TIME_OVER_HELD_ALREADY(MsgReturn.SEND_NOTIFY_IN_PROGRESS),
        PORT_DIED(MsgReturn.SEND_INVALID_PORT),
        PORT_DEAD_BEFORE(MsgReturn.SEND_INVALID_PORT),
        RIGHT_REMOVED(MsgReturn.SEND_INVALID_PORT),
        BAD_LAST_ITEM(MsgReturn.SEND_INVALID_PORT);

        private final MsgReturn code;

        End(MsgReturn code) {
            this.code = code;
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    @Scenario({"M2", "M3", "M8", "M14", "M31", "M32", "M33"})
    void nothingMovesWithAMessageThatIsNotTaken(End end) throws Exception {
        SendResult result = endedBy(end);

        assertThat(result.code()).as(result.detail()).isEqualTo(end.code);
        assertNothingHasLeft();
        assertHasNoSenders(client, copied);
        assertHasNoSenders(client, lonely);
        if (end != End.PORT_DIED && end != End.PORT_DEAD_BEFORE) {
            assertThat(rest(server, port)).doesNotContain(ID);
        }
        assertCanBeSentElsewhere();
    }

    private SendResult endedBy(End end) throws Exception {
        return switch (end) {
            case FULL_AT_ONCE -> client.send(message(to), MsgOptions.POLL);
            case TIME_OVER -> client.send(message(to), sendTimeout(SHORT));
            case INTERRUPTED -> interrupted(INTERRUPT);
            case INTERRUPTED_BEFORE_NOTICE ->
                interrupted(INTERRUPT.and(MsgOption.SEND_NOTIFY).withSendTimeout(PATIENCE));
            case HELD_ALREADY -> {
                client.send(Message.to(to, FILLING), NOTIFY);
                yield client.send(message(to), NOTIFY);
            }
            case TIME_OVER_HELD_ALREADY -> {
                client.send(Message.to(to, FILLING), NOTIFY);
                yield client.send(message(to), NOTIFY.withSendTimeout(SHORT));
            }
            case PORT_DIED -> {
                Attempt attempt = waits(MsgOptions.NONE);
                server.deallocate(port);
                yield sent(attempt);
            }
            case PORT_DEAD_BEFORE -> {
                server.deallocate(port);
                settle();
                yield client.send(message(to), MsgOptions.NONE);
            }
            case RIGHT_REMOVED -> {
                Attempt attempt = waits(MsgOptions.NONE);
                client.deallocate(to);
                yield sent(attempt);
            }
            case BAD_LAST_ITEM -> client.send(message(to).with(PortItem.send(port)), MsgOptions.NONE);
        };
    }

    private SendResult interrupted(MsgOptions options) throws Exception {
        Attempt attempt = waits(options);
        attempt.thread().interrupt();
        return sent(attempt);
    }

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

    /** What a send waits to carry, and is taken from it. */
    enum Carried {
        SEND(MsgReturn.SEND_INVALID_PORT),
        RECEIVE(MsgReturn.SEND_INVALID_PORT),
        GIVEN(MsgReturn.SEND_INVALID_PORT),
        ONCE(MsgReturn.SEND_INVALID_PORT),
        REPLY(MsgReturn.SEND_INVALID_PORT),
        COPIED(MsgReturn.SEND_INVALID_PORT),
        MEMORY(MsgReturn.SEND_INVALID_MEMORY);

        private final MsgReturn code;

        Carried(MsgReturn code) {
            this.code = code;
        }
    }

    @ParameterizedTest
    @EnumSource(Carried.class)
    @Scenario("M31")
    void aSendDoesNotWaitOnWithoutWhatItWasToCarryAndTheRestDoesNotMove(Carried lost) throws Exception {
        Attempt attempt = waits(MsgOptions.NONE);

        switch (lost) {
            case SEND -> client.deallocate(send);
            case RECEIVE -> client.deallocate(received);
            case GIVEN -> client.deallocate(given);
            case ONCE -> client.deallocate(once);
            case REPLY -> client.deallocate(reply);
            case COPIED -> client.deallocate(copied);
            case MEMORY -> memory.close();
        }

        SendResult result = sent(attempt);
        assertThat(result.code()).as(result.detail()).isEqualTo(lost.code);
        assertThat(result.cause()).isEqualTo(MsgCause.REMOVED);
        assertThat(rest(server, port)).doesNotContain(ID);
        assertThat(client.type(send) == RightType.SEND).isEqualTo(lost != Carried.SEND);
        assertThat(client.type(received) == RightType.RECEIVE).isEqualTo(lost != Carried.RECEIVE);
        assertThat(client.type(given) == RightType.RECEIVE).isEqualTo(lost != Carried.GIVEN);
        assertThat(client.type(once) == RightType.SEND_ONCE).isEqualTo(lost != Carried.ONCE);
        assertThat(client.type(reply) == RightType.SEND_ONCE).isEqualTo(lost != Carried.REPLY);
        assertThat(memory.isValid()).isEqualTo(lost != Carried.MEMORY);
        assertThat(client.type(copied) == RightType.RECEIVE).isEqualTo(lost != Carried.COPIED);
        assertHasNoSenders(client, lonely);
        assertThat(witness.type(toReceived) == RightType.DEAD_NAME).isEqualTo(lost == Carried.RECEIVE);
        assertThat(witness.type(toGiven) == RightType.DEAD_NAME).isEqualTo(lost == Carried.GIVEN);
        assertThat(rest(witness, behindOnce)).isEqualTo(lost == Carried.ONCE ? List.of(71) : List.of());
        assertThat(rest(witness, behindReply)).isEqualTo(lost == Carried.REPLY ? List.of(71) : List.of());
    }

    @Test
    void whatOneSendWaitsToCarryIsNotCarriedByAnother() throws Exception {
        Attempt attempt = waits(MsgOptions.NONE);
        List<PortItem> items = List.of(
                PortItem.moveSend(send),
                PortItem.receive(received),
                PortItem.moveReceive(given),
                PortItem.sendOnce(once));
        for (PortItem item : items) {
            SendResult second = client.send(Message.to(elsewhere, 2, item), MsgOptions.NONE);
            assertThat(second.code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
            assertThat(second.cause()).isEqualTo(MsgCause.RIGHT);
        }
        assertThat(client.send(Message.to(elsewhere, 2, OutOfLine.move(memory)), MsgOptions.NONE)
                        .code())
                .isEqualTo(MsgReturn.SEND_INVALID_MEMORY);
        assertNothingHasLeft();
        next(server, port);
        assertThat(sent(attempt)).isEqualTo(SendResult.SUCCESS);
        assertArrivesWhole(port);
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

    @Test
    void theEndOfASpaceLeavesNothingInASendThatWaits() throws Exception {
        Attempt attempt = waits(MsgOptions.NONE);
        client.close();
        assertThat(sent(attempt).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        settle();
        assertThat(rest(server, port)).doesNotContain(ID);
        assertThat(witness.type(toReceived)).isEqualTo(RightType.DEAD_NAME);
        assertThat(witness.type(toGiven)).isEqualTo(RightType.DEAD_NAME);
        assertHasNoSenders(witness, behindSend);
        assertThat(rest(witness, behindOnce)).containsExactly(71);
        assertThat(rest(witness, behindReply)).containsExactly(71);
        assertThat(memory.isValid()).isTrue();
    }
}
