package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;

/**
 * What the contracts of the Mach calls share. They use {@link PortSpace} only; where its spaces are is said by the class that
 * runs a contract. A message is known by its id.
 */
@Timeout(60)
abstract class MachContract {
    /** No test waits for longer than this for what has to come. */
    static final Duration PATIENCE = Duration.ofSeconds(20);
    /** The id of the first message that fills a port; the next ones follow. */
    static final int FILLING = 1000;

    static final MsgOptions NOTIFY = MsgOptions.NONE.and(MsgOption.SEND_NOTIFY);
    static final MsgOptions INTERRUPT = MsgOptions.NONE.and(MsgOption.SEND_INTERRUPT);

    private static final MsgOptions COMING = MsgOptions.NONE.withReceiveTimeout(PATIENCE);

    private MachSpaces spaces;

    abstract MachSpaces spaces();

    @BeforeEach
    final void open() {
        spaces = spaces();
    }

    @AfterEach
    final void close() {
        spaces.close();
    }

    /** Makes a space, which ends with the test. */
    final PortSpace space(String owner) {
        return spaces.space(owner);
    }

    /** Gives another space a copy of a send right. */
    final SendRight give(PortSpace from, PortRight right, PortSpace to) {
        return spaces.give(from, right, to);
    }

    /** Waits until all that was caused so far has come. */
    final void settle() {
        spaces.settle();
    }

    /** Sends with a timeout of zero. */
    static SendResult poll(PortSpace by, Message message) {
        return by.send(message, MsgOptions.POLL);
    }

    static MsgOptions sendTimeout(Duration timeout) {
        return MsgOptions.NONE.withSendTimeout(timeout);
    }

    static MsgOptions receiveTimeout(Duration timeout) {
        return MsgOptions.NONE.withReceiveTimeout(timeout);
    }

    /** Sends empty messages until the port is full, and returns their ids. */
    static List<Integer> fill(PortSpace by, PortRight port) {
        List<Integer> ids = new ArrayList<>();
        int id = FILLING;
        MsgReturn code;
        while ((code = poll(by, Message.to(port, id)).code()) == MsgReturn.SUCCESS) {
            ids.add(id++);
        }
        assertThat(code).as("the end of filling").isEqualTo(MsgReturn.SEND_TIMED_OUT);
        return ids;
    }

    /** Receives a message that is there, or is sure to come. */
    static Message next(PortSpace by, PortRight from) {
        return by.receive(from, COMING).message();
    }

    /** Receives all that is there, and returns the ids. */
    final List<Integer> rest(PortSpace by, PortRight from) {
        settle();
        List<Integer> ids = new ArrayList<>();
        ReceiveResult received = by.receive(from, MsgOptions.POLL);
        while (received.isSuccess()) {
            ids.add(received.message().id());
            received = by.receive(from, MsgOptions.POLL);
        }
        assertThat(received.code()).as("the end of receiving").isEqualTo(MsgReturn.RCV_TIMED_OUT);
        return ids;
    }

    /** Receives a notice that is there, or is sure to come. */
    static Notification notice(PortSpace of) {
        return Notification.of(next(of, of.notifyPort())).orElseThrow();
    }

    /** Receives all notices that are there. */
    final List<Notification> notices(PortSpace of) {
        settle();
        List<Notification> all = new ArrayList<>();
        ReceiveResult received = of.receive(of.notifyPort(), MsgOptions.POLL);
        while (received.isSuccess()) {
            all.add(Notification.of(received.message()).orElseThrow());
            received = of.receive(of.notifyPort(), MsgOptions.POLL);
        }
        return all;
    }

    /** Sends on a thread of its own, and returns when the send waits for room. */
    final Attempt sendThatWaits(PortSpace by, Message message, MsgOptions options) {
        return waiting(Attempt.of(() -> by.send(message, options)));
    }

    /** Receives on a thread of its own, and returns when the receive waits for a message. */
    final Attempt receiveThatWaits(PortSpace by, PortRight from, MsgOptions options) {
        return waiting(Attempt.of(() -> by.receive(from, options)));
    }

    /** Returns when a call waits; one that has ended instead is an error. */
    final Attempt waiting(Attempt call) {
        await().pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .atMost(PATIENCE)
                .until(() -> spaces.isWaiting(call) || call.isOver());
        assertThat(isWaiting(call)).as("the call waits").isTrue();
        return call;
    }

    /** Tells whether a call waits now. */
    final boolean isWaiting(Attempt call) {
        return spaces.isWaiting(call);
    }

    /** Waits for the end of a send. */
    static SendResult sent(Attempt send) throws Exception {
        return (SendResult) send.result();
    }

    /** Waits for the end of a receive or a call. */
    static ReceiveResult received(Attempt receive) throws Exception {
        return (ReceiveResult) receive.result();
    }
}
