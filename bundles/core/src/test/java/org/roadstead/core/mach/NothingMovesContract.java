package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendResult;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** What a message is to carry away stays with its sender, all of it, if the message is not taken, however the send ends. */
abstract class NothingMovesContract extends CarryingContract {
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
