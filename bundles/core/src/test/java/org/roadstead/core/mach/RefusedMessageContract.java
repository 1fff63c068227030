package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.Disposition;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Item;
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
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendOnceRight;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** {@code msg_send} of a message that is wrong in itself: it is told at once, nothing of the message is sent, nothing is lost. */
abstract class RefusedMessageContract extends MachContract {
    private static final int ID = 1;
    private static final int LIMIT = 8192;

    private PortSpace server;
    private PortSpace client;
    private ReceiveRight port;
    private SendRight to;

    @BeforeEach
    final void knowThePort() {
        server = space("server");
        client = space("client");
        port = server.allocate();
        to = give(server, port, client);
    }

    private void assertRefused(Message message, MsgReturn code, MsgCause cause) {
        SendResult result = client.send(message, MsgOptions.NONE);
        assertThat(result.code()).as(result.detail()).isEqualTo(code);
        assertThat(result.cause()).as(result.detail()).isEqualTo(cause);
        assertThat(result.detail()).isNotBlank();
        assertThat(result.isTaken()).isFalse();
        settle();
        assertThat(server.status(port).messages()).as("queued").isZero();
    }

    private static Inline bytes(int length) {
        return Inline.bytes(new byte[length]);
    }

    /** Says that an item has more elements than there are. */
    private static Inline tooShort() {
        return new Inline(MsgType.BYTE, 8, 4, ByteBuffer.allocate(3));
    }

    private Memory released() {
        Memory memory = client.allocateMemory(8);
        memory.close();
        return memory;
    }

    @Test
    @Scenario("M19")
    void noPortIsNoDestination() {
        assertRefused(Message.to(PortRight.NULL, ID), MsgReturn.SEND_INVALID_PORT, MsgCause.DESTINATION);
    }

    @Test
    @Scenario("M20")
    void aRightOfAnotherSpaceIsNoDestinationAndNothingToSend() {
        assertRefused(Message.to(port, ID), MsgReturn.SEND_INVALID_PORT, MsgCause.DESTINATION);
        assertRefused(Message.to(to, ID).replyTo(port), MsgReturn.SEND_INVALID_PORT, MsgCause.REPLY);
        assertRefused(Message.to(to, ID, PortItem.send(port)), MsgReturn.SEND_INVALID_PORT, MsgCause.RIGHT);
        assertRefused(Message.to(to, ID, PortItem.receive(port)), MsgReturn.SEND_INVALID_PORT, MsgCause.RIGHT);
        assertThat(server.type(port)).isEqualTo(RightType.RECEIVE);
    }

    @Test
    @Scenario("M20")
    void aRightThatWasGivenUpIsNoDestination() {
        SendRight gone = give(server, server.allocate(), client);
        client.deallocate(gone);
        assertRefused(Message.to(gone, ID), MsgReturn.SEND_INVALID_PORT, MsgCause.DESTINATION);
    }

    @Test
    @Scenario("M21")
    void aPortSetIsNoDestinationEvenWithOneMember() {
        PortSet set = client.newSet();
        client.addToSet(set, client.allocate());
        assertRefused(Message.to(set, ID), MsgReturn.SEND_INVALID_PORT, MsgCause.DESTINATION);
    }

    @Test
    @Scenario("M23")
    void aPortSetIsNoRightThatCouldBePassedOn() {
        PortSet set = client.newSet();
        List<Function<PortRight, PortItem>> items = List.of(
                PortItem::send, PortItem::moveSend, PortItem::receive, PortItem::moveReceive, PortItem::sendOnce);
        for (Function<PortRight, PortItem> item : items) {
            assertRefused(Message.to(to, ID, item.apply(set)), MsgReturn.SEND_INVALID_PORT, MsgCause.TYPE);
        }
        assertRefused(Message.to(to, ID).replyTo(set), MsgReturn.SEND_INVALID_PORT, MsgCause.REPLY);
        assertThat(client.type(set)).isEqualTo(RightType.SET);
    }

    @Test
    @Scenario("M24")
    void aReceiveRightIsNotPassedOnByWhoHasOnlyTheRightToSend() {
        assertRefused(Message.to(to, ID, PortItem.receive(to)), MsgReturn.SEND_INVALID_PORT, MsgCause.TYPE);
        assertRefused(Message.to(to, ID, PortItem.moveReceive(to)), MsgReturn.SEND_INVALID_PORT, MsgCause.TYPE);
        assertThat(client.type(to)).isEqualTo(RightType.SEND);
        assertThat(server.type(port)).isEqualTo(RightType.RECEIVE);
    }

    @Test
    void aSendRightIsNotGivenAwayByWhoReceivesNorPassedOffAsASendOnceRight() {
        ReceiveRight own = client.allocate();
        assertRefused(Message.to(to, ID, PortItem.moveSend(own)), MsgReturn.SEND_INVALID_PORT, MsgCause.TYPE);
        assertRefused(Message.to(to, ID, PortItem.sendOnce(to)), MsgReturn.SEND_INVALID_PORT, MsgCause.TYPE);
        assertRefused(Message.to(to, ID, PortItem.sendOnce(own)), MsgReturn.SEND_INVALID_PORT, MsgCause.TYPE);
        assertRefused(Message.to(to, ID, PortItem.moveSend(to, to)), MsgReturn.SEND_INVALID_PORT, MsgCause.RIGHT);
        assertThat(client.type(to)).isEqualTo(RightType.SEND);
        assertThat(client.type(own)).isEqualTo(RightType.RECEIVE);
    }

    @Test
    void aDeadNameIsNotPassedOnAndNoReplyPort() {
        PortSpace other = space("other");
        ReceiveRight mortal = other.allocate();
        SendRight dead = give(other, mortal, client);
        other.deallocate(mortal);
        settle();
        PortRight name = client.right(dead.name());
        assertThat(name).isEqualTo(new DeadName(dead.name()));
        for (PortRight each : List.of(dead, name)) {
            assertRefused(Message.to(to, ID, PortItem.send(each)), MsgReturn.SEND_INVALID_PORT, MsgCause.DIED);
            assertRefused(Message.to(to, ID).replyTo(each), MsgReturn.SEND_INVALID_PORT, MsgCause.REPLY);
            assertRefused(Message.to(each, ID), MsgReturn.SEND_INVALID_PORT, MsgCause.DIED);
        }
    }

    @Test
    @Scenario("M28")
    void aMessageIsNeverShorterThanItsHeader() {
        assertThat(Message.to(to, ID).size()).isEqualTo(Message.HEADER_SIZE).isEqualTo(24);
        assertThat(Message.to(to, ID, PortItem.send()).size()).isGreaterThan(Message.HEADER_SIZE);
    }

    @Test
    @Scenario("M28")
    void anItemWithFewerBytesThanItSaysIsNotSent() {
        Message shortItem = Message.to(to, ID, bytes(4), tooShort());
        assertRefused(shortItem, MsgReturn.SEND_MSG_TOO_SMALL, MsgCause.NONE);
        Message shortBits = Message.to(to, ID, new Inline(MsgType.BIT, 1, 17, ByteBuffer.allocate(2)));
        assertRefused(shortBits, MsgReturn.SEND_MSG_TOO_SMALL, MsgCause.NONE);
    }

    @Test
    void whatAnItemHasBeyondItsElementsIsNotSent() {
        byte[] three = {1, 2, 3};
        assertThat(client.send(
                        Message.to(to, ID, new Inline(MsgType.BYTE, 8, 2, ByteBuffer.wrap(three))), MsgOptions.NONE))
                .isEqualTo(SendResult.SUCCESS);
        Inline received = (Inline) next(server, port).items().get(0);
        assertThat(received.data()).isEqualTo(ByteBuffer.wrap(three, 0, 2));
    }

    @Test
    @Scenario("M29")
    void noMessageIsLargerThanTheLimitButTheSameBytesFitOutOfLine() {
        int most = LIMIT - Message.HEADER_SIZE - 12; // the descriptor of so many elements has the long form
        byte[] data = new byte[most + 1];
        Arrays.fill(data, (byte) 7);

        Message over = Message.to(to, ID, Inline.bytes(data));
        assertThat(over.size()).isGreaterThan(LIMIT);
        assertRefused(over, MsgReturn.SEND_MSG_TOO_LARGE, MsgCause.NONE);

        Message just = Message.to(to, ID + 1, bytes(most));
        assertThat(just.size()).isEqualTo(LIMIT);
        assertThat(client.send(just, MsgOptions.NONE)).isEqualTo(SendResult.SUCCESS);
        assertThat(client.send(Message.to(to, ID + 2, OutOfLine.copy(ByteBuffer.wrap(data))), MsgOptions.NONE))
                .isEqualTo(SendResult.SUCCESS);
        assertThat(next(server, port).id()).isEqualTo(ID + 1);
        OutOfLine received = (OutOfLine) next(server, port).items().get(0);
        assertThat(((Memory) received.region()).buffer()).isEqualTo(ByteBuffer.wrap(data));
    }

    @Test
    void anItemThatSaysMoreThanAnyMessageHasIsNotRead() {
        Message claims =
                Message.to(to, ID, new Inline(MsgType.BYTE, 0xFFFF, Integer.MAX_VALUE, ByteBuffer.allocate(1)));
        assertRefused(claims, MsgReturn.SEND_MSG_TOO_LARGE, MsgCause.NONE);
        OutOfLine many =
                new OutOfLine(MsgType.BYTE, 0xFFFF, Integer.MAX_VALUE, client.allocateMemory(1), Disposition.COPY);
        assertRefused(Message.to(to, ID, many), MsgReturn.SEND_MSG_TOO_LARGE, MsgCause.NONE);
    }

    /** All messages that are wrong in one way. */
    private List<Message> wrong() {
        PortSet set = client.newSet();
        return List.of(
                Message.to(to, ID, bytes(LIMIT)),
                Message.to(PortRight.NULL, ID),
                Message.to(set, ID),
                Message.to(to, ID).replyTo(set),
                Message.to(to, ID, tooShort()),
                Message.to(to, ID, OutOfLine.move(released())),
                Message.to(to, ID, PortItem.receive(to)),
                Message.to(to, ID, PortItem.send(port)));
    }

    @Test
    @Scenario("M30")
    void aWrongMessageDoesNotWaitAtAFullPortAndIsNotHeldThere() throws Exception {
        List<Integer> before = fill(client, to);
        for (Message message : wrong()) {
            for (MsgOptions options : List.of(MsgOptions.NONE, NOTIFY, sendTimeout(PATIENCE), MsgOptions.POLL)) {
                SendResult result = sent(Attempt.of(() -> client.send(message, options)));
                assertThat(result.code())
                        .as("%s, %s", message, options)
                        .isIn(
                                MsgReturn.SEND_MSG_TOO_LARGE,
                                MsgReturn.SEND_INVALID_PORT,
                                MsgReturn.SEND_MSG_TOO_SMALL,
                                MsgReturn.SEND_INVALID_MEMORY);
            }
        }
        assertThat(rest(server, port)).isEqualTo(before);
        assertThat(notices(client)).isEmpty();
    }

    /**
     * What is wrong, in the order in which it is looked at: size, destination, reply port, then item by item. (Whether inline data
     * can be read is looked at after the size; {@link UnreadableMemoryContract} has it.)
     */
    @Test
    @Scenario("M30")
    void noLaterErrorOfAMessageHidesAnEarlierOne() {
        PortSet set = client.newSet();
        SendRight ours = give(server, server.allocate(), client);
        Item large = bytes(LIMIT);
        Item unreadable = OutOfLine.move(released());
        Item foreign = PortItem.send(port);
        Item notReceived = PortItem.receive(ours);
        List<Item> items = new ArrayList<>(List.of(tooShort(), unreadable, foreign, notReceived));

        Message all = new Message(ID, MsgType.NORMAL, set, set, items).with(large);
        assertRefused(all, MsgReturn.SEND_MSG_TOO_LARGE, MsgCause.NONE);
        Message fits = new Message(ID, MsgType.NORMAL, set, set, items);
        assertRefused(fits, MsgReturn.SEND_INVALID_PORT, MsgCause.DESTINATION);
        Message sendable = new Message(ID, MsgType.NORMAL, to, set, items);
        assertRefused(sendable, MsgReturn.SEND_INVALID_PORT, MsgCause.REPLY);

        assertRefused(items(items), MsgReturn.SEND_MSG_TOO_SMALL, MsgCause.NONE);
        items.remove(0);
        assertRefused(items(items), MsgReturn.SEND_INVALID_MEMORY, MsgCause.NONE);
        items.remove(0);
        assertRefused(items(items), MsgReturn.SEND_INVALID_PORT, MsgCause.RIGHT);
        items.remove(0);
        assertRefused(items(items), MsgReturn.SEND_INVALID_PORT, MsgCause.TYPE);
        items.remove(0);
        assertThat(client.send(items(items), MsgOptions.NONE)).isEqualTo(SendResult.SUCCESS);
    }

    @Test
    @Scenario("M30")
    void noItemIsLookedAtBeforeAnEarlierOne() {
        List<Item> wrong = List.of(tooShort(), OutOfLine.move(released()), PortItem.receive(to));
        List<MsgReturn> codes =
                List.of(MsgReturn.SEND_MSG_TOO_SMALL, MsgReturn.SEND_INVALID_MEMORY, MsgReturn.SEND_INVALID_PORT);
        for (int first = 0; first < wrong.size(); first++) {
            for (int second = 0; second < wrong.size(); second++) {
                Message message = Message.to(to, ID, bytes(4), wrong.get(first), wrong.get(second));
                assertThat(client.send(message, MsgOptions.NONE).code()).isEqualTo(codes.get(first));
            }
        }
    }

    private Message items(List<Item> items) {
        return new Message(ID, MsgType.NORMAL, to, PortRight.NULL, items);
    }

    /** Whoever is wrong in the last item must not have lost what the items before it carry, nor may others notice. */
    @Test
    @Scenario("M25")
    void aRefusedMessageTakesNothingAndKeepsNothing() {
        PortSpace other = space("other");
        ReceiveRight others = other.allocate();
        SendRight given = give(other, others, client);
        ReceiveRight copied = client.allocate();
        ReceiveRight received = client.allocate();
        client.send(Message.to(received, 7), MsgOptions.NONE);
        SendOnceRight once = client.makeSendOnce(copied);
        SendOnceRight reply = client.makeSendOnce(copied);
        Memory memory = client.allocateMemory(3);
        memory.buffer().put(new byte[] {1, 2, 3});
        Item[] good = {
            PortItem.send(copied),
            PortItem.moveSend(given),
            PortItem.receive(received),
            PortItem.sendOnce(once),
            OutOfLine.move(memory)
        };
        for (Item bad : List.of(tooShort(), OutOfLine.move(released()), PortItem.receive(to), OutOfLine.move(memory))) {
            Message refused = Message.to(to, ID, good).replyTo(reply).with(bad);
            assertThat(client.send(refused, MsgOptions.NONE).isTaken()).isFalse();

            assertThat(client.type(given)).isEqualTo(RightType.SEND);
            assertThat(client.type(received)).isEqualTo(RightType.RECEIVE);
            assertThat(client.type(once)).isEqualTo(RightType.SEND_ONCE);
            assertThat(client.type(reply)).isEqualTo(RightType.SEND_ONCE);
            assertThat(memory.isValid()).isTrue();
            assertHasNoSenders(client, copied);
        }
        assertThat(client.receive(received, MsgOptions.POLL).message().id()).isEqualTo(7);
        assertHasNoSenders(client, received);

        assertThat(client.send(Message.to(to, ID, good).replyTo(reply), MsgOptions.NONE))
                .isEqualTo(SendResult.SUCCESS);
        assertThat(((Memory) ((OutOfLine) next(server, port).items().get(4)).region()).buffer())
                .isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @Test
    void aRefusedMessageDoesNotUseUpTheSendOnceRightThatItWasSentWith() {
        ReceiveRight own = client.allocate();
        SendOnceRight once = client.makeSendOnce(own);
        for (Item bad :
                List.of(tooShort(), OutOfLine.move(released()), PortItem.receive(to), PortItem.sendOnce(once))) {
            assertThat(client.send(Message.to(once, ID, bad), MsgOptions.NONE).isTaken())
                    .isFalse();
            assertThat(client.send(Message.to(once, ID).replyTo(once), MsgOptions.NONE)
                            .cause())
                    .isEqualTo(MsgCause.REPLY);
            assertThat(client.type(once)).isEqualTo(RightType.SEND_ONCE);
        }
        assertThat(client.send(Message.to(once, ID), MsgOptions.NONE)).isEqualTo(SendResult.SUCCESS);
        assertRefused(Message.to(once, ID), MsgReturn.SEND_INVALID_PORT, MsgCause.DESTINATION);
        assertThat(rest(client, own)).containsExactly(ID);
    }

    /** Nobody but the receiver has a right to send: no refused message holds one. */
    private static void assertHasNoSenders(PortSpace space, PortRight right) {
        MsgOptions options = MsgOptions.POLL.and(MsgOption.RCV_NO_SENDERS);
        assertThat(space.receive(right, options).code()).isEqualTo(MsgReturn.RCV_ONLY_SENDER);
    }
}
