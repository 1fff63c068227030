package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
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

/**
 * A full port, and a message that carries away everything that can be: send rights, receive rights with and without the right to send,
 * send-once rights in an item and as the reply, and memory. What the message carries is behind ports of a third space.
 */
abstract class CarryingContract extends MachContract {
    static final int ID = 1;
    static final int INSIDE = 77;
    static final byte[] DATA = {1, 2, 3, 4};
    static final Duration SHORT = Duration.ofMillis(50);

    PortSpace server;
    PortSpace client;
    PortSpace witness;
    ReceiveRight port;
    SendRight to;
    SendRight elsewhere;
    ReceiveRight elsewherePort;

    /** The ports behind the rights that are carried; the witness receives from them, or sends to them. */
    ReceiveRight behindSend;

    ReceiveRight behindOnce;
    ReceiveRight behindReply;
    SendRight toReceived;
    SendRight toGiven;

    SendRight send;
    ReceiveRight received;
    ReceiveRight given;
    SendOnceRight once;
    SendOnceRight reply;
    ReceiveRight copied;
    ReceiveRight lonely;
    Memory memory;

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

    final Message message(PortRight destination) {
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

    final void assertNothingHasLeft() {
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

    final void assertAllHasLeft() {
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

    static void assertHasNoSenders(PortSpace space, PortRight right) {
        MsgOptions options = MsgOptions.POLL.and(MsgOption.RCV_NO_SENDERS);
        assertThat(space.receive(right, options).code()).isEqualTo(MsgReturn.RCV_ONLY_SENDER);
    }

    /** Receives the message, and uses all that came with it. */
    final void assertArrivesWhole(ReceiveRight at) {
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
    final void assertCanBeSentElsewhere() {
        assertThat(client.send(message(elsewhere), MsgOptions.NONE)).isEqualTo(SendResult.SUCCESS);
        assertAllHasLeft();
        assertArrivesWhole(elsewherePort);
    }

    final Attempt waits(MsgOptions options) {
        Attempt attempt = sendThatWaits(client, message(to), options);
        assertNothingHasLeft();
        return attempt;
    }
}
