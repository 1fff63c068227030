package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** What an interrupt does to a receive and to a call. */
abstract class MachReceiveInterruptContract extends MachContract {
    private static final MsgOptions INTERRUPTIBLE = MsgOptions.NONE.and(MsgOption.RCV_INTERRUPT);

    private static ConditionFactory soon() {
        return await().pollInSameThread().pollInterval(Duration.ofMillis(1)).atMost(PATIENCE);
    }

    /** What a call gave, and whether its thread was interrupted when it returned. */
    private record Ended(ReceiveResult result, boolean interrupted) {}

    private static Ended receive(PortSpace by, PortRight from, MsgOptions options) {
        ReceiveResult result = by.receive(from, options);
        return new Ended(result, Thread.interrupted());
    }

    @Test
    @Scenario("M57")
    void anInterruptDoesNotGoUnheardByAReceiveThatAskedForIt() throws Exception {
        PortSpace a = space("a");
        ReceiveRight port = a.allocate();
        Attempt waiting = waiting(Attempt.of(() -> receive(a, port, INTERRUPTIBLE)));
        waiting.thread().interrupt();
        Ended ended = (Ended) waiting.result();
        assertThat(ended.result().code()).isEqualTo(MsgReturn.RCV_INTERRUPTED);
        assertThat(ended.interrupted()).as("the interrupt is kept").isTrue();

        poll(a, Message.to(port, 1));
        assertThat(rest(a, port)).as("nobody waits any more who would take it").containsExactly(1);
    }

    @Test
    @Scenario("M57")
    void anInterruptEndsNoReceiveThatDidNotAskForItAndIsNotLost() throws Exception {
        PortSpace a = space("a");
        ReceiveRight port = a.allocate();
        Attempt waiting = waiting(Attempt.of(() -> receive(a, port, MsgOptions.NONE)));
        waiting.thread().interrupt();
        soon().until(() -> !waiting.thread().isInterrupted() && isWaiting(waiting)); // it has seen it and waits on
        poll(a, Message.to(port, 1));
        Ended ended = (Ended) waiting.result();
        assertThat(ended.result().message().id()).isEqualTo(1);
        assertThat(ended.interrupted()).isTrue();
    }

    @Test
    @Scenario("M57")
    void anInterruptFromBeforeTakesNoMessageAway() throws Exception {
        PortSpace a = space("a");
        ReceiveRight port = a.allocate();
        poll(a, Message.to(port, 1));
        Attempt there = Attempt.of(() -> {
            Thread.currentThread().interrupt();
            return receive(a, port, INTERRUPTIBLE);
        });
        Ended ended = (Ended) there.result();
        assertThat(ended.result().message().id()).isEqualTo(1);
        assertThat(ended.interrupted()).isTrue();

        Attempt empty = Attempt.of(() -> {
            Thread.currentThread().interrupt();
            return receive(a, port, INTERRUPTIBLE);
        });
        assertThat(((Ended) empty.result()).result().code()).isEqualTo(MsgReturn.RCV_INTERRUPTED);
    }

    @Test
    @Scenario("M57")
    void interruptsDoNotMoveTheEndOfAReceiveThatIgnoresThem() throws Exception {
        PortSpace a = space("a");
        ReceiveRight port = a.allocate();
        Duration timeout = Duration.ofMillis(300);
        long began = System.nanoTime();
        Attempt timed = Attempt.of(() -> receive(a, port, receiveTimeout(timeout)));
        await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> {
            timed.thread().interrupt();
            return timed.isOver();
        });
        assertThat(((Ended) timed.result()).result().code()).isEqualTo(MsgReturn.RCV_TIMED_OUT);
        assertThat(timed.endedAfter(began)).isGreaterThanOrEqualTo(timeout).isLessThan(PATIENCE);
    }

    @Test
    @Scenario("M57")
    void anInterruptedCallSendsItsRequestNotTwice() throws Exception {
        PortSpace server = space("server");
        PortSpace client = space("client");
        ReceiveRight port = server.allocate();
        Message request = Message.to(give(server, port, client), 1).replyTo(client.allocate());
        Attempt call = waiting(Attempt.of(() -> client.rpc(request, MsgOptions.NONE)));
        for (int i = 0; i < 10; i++) {
            call.thread().interrupt();
            soon().until(() -> !call.thread().isInterrupted() && isWaiting(call));
        }
        Message seen = next(server, port);
        assertThat(rest(server, port)).isEmpty();
        poll(server, Message.to(seen.remote(), 2));
        assertThat(received(call).message().id()).isEqualTo(2);
    }
}
