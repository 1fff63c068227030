package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.core.mach.Failure;
import org.roadstead.port.Cause;
import org.roadstead.port.Dispatch;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendStatus;
import org.roadstead.testkit.Attempt;

/** Each outcome says port, owner, transport, how long it waited, how full the queue is, and what to do. */
@Timeout(30)
class OutcomeTextsTest {
    private static final PortName NAME = PortName.of("told");
    private static final String PORT = "port told of server in texts, process \\d+ over vm: ";
    private static final String QUEUE = "queue 0 of 64 messages, 0 bytes, 0 senders waiting";
    private static final SendOptions SHORT = SendOptions.timeout(Duration.ofMillis(20));

    private final Kernel kernel = new Kernel("texts", new Limits(1_000, Duration.ofMillis(50), 1024));
    private final PortRegistry server = kernel.registry("server");
    private final PortRegistry client = kernel.registry("client");

    @AfterEach
    void close() {
        kernel.close();
    }

    private RemoteMessagePort served(MessageHandler handler) {
        server.createLocal(NAME, handler);
        return client.connect(NAME);
    }

    private LocalMessagePort deaf() {
        return server.createLocal(
                LocalPortOptions.named(NAME, message -> null).withQueueLimit(1).withDispatch(Dispatch.none()));
    }

    private static void tells(Callable<?> call, SendStatus status, Cause cause, String text) throws Exception {
        tells(Attempt.of(call), status, cause, text);
    }

    private static void tells(Attempt call, SendStatus status, Cause cause, String text) throws Exception {
        MessagePortException told = call.failure(MessagePortException.class);
        assertThat(told.status()).isEqualTo(status);
        assertThat(told.outcomeCause()).isEqualTo(cause);
        assertThat(told.getMessage()).matches(PORT + text);
    }

    private static Callable<?> sends(RemoteMessagePort port, SendOptions options) {
        return () -> {
            port.send(2, ByteBuffer.allocate(3), options);
            return null;
        };
    }

    @Test
    void aFullQueueSaysHowFullAndHowLong() throws Exception {
        deaf();
        RemoteMessagePort port = client.connect(NAME);
        port.send(1, ByteBuffer.allocate(3));
        tells(
                sends(port, SHORT),
                SendStatus.SEND_TIMEOUT,
                Cause.QUEUE_FULL,
                "the queue had no room after \\d+ ms of a send timeout of 20 ms \\(queue 1 of 1 messages, 3 bytes, 1 "
                        + "senders waiting\\); not sent. Send less often, allow more time, or give the port a larger queue");
        tells(
                sends(port, SendOptions.within(Duration.ofMillis(10))),
                SendStatus.SEND_TIMEOUT,
                Cause.QUEUE_FULL,
                "the queue had no room after \\d+ ms of 10 ms for the whole call \\(queue 1 of 1 messages, .*");
    }

    @Test
    void aMissingReplySaysThatItMayStillBeHandled() throws Exception {
        CompletableFuture<Object> held = new CompletableFuture<>();
        RemoteMessagePort port = served(message -> {
            held.complete(message.responder());
            return null;
        });
        tells(
                () -> port.request(1, null, SHORT),
                SendStatus.RECEIVE_TIMEOUT,
                Cause.NO_REPLY,
                "sent, but no reply after \\d+ ms of a reply timeout of 20 ms \\(no reply; " + QUEUE
                        + "\\); it may still be handled. See what the handler does, or allow more time");
        assertThat(held).isDone();
    }

    @Test
    void anInvalidPortSaysHowItEnded() throws Exception {
        LocalMessagePort local = deaf();
        RemoteMessagePort port = client.connect(NAME);
        Attempt waiting = Attempt.of(() -> port.request(1, null));
        await().until(() -> local.queueDepth() == 1);
        local.invalidate();
        tells(
                waiting,
                SendStatus.BECAME_INVALID,
                Cause.INVALIDATED,
                "became invalid after \\d+ ms \\(its owner server invalidated it\\); connect again when it is back");
        tells(
                () -> port.request(1, null),
                SendStatus.IS_INVALID,
                Cause.INVALIDATED,
                "the port was invalid before the call, which waited 0 ms \\(its owner server invalidated it\\); not sent. "
                        + "Connect again when it is back");
    }

    @Test
    void anOwnerThatStopsIsNamed() throws Exception {
        LocalMessagePort local = deaf();
        RemoteMessagePort port = client.connect(NAME);
        Attempt waiting = Attempt.of(() -> port.request(1, null));
        await().until(() -> local.queueDepth() == 1);
        kernel.space("server").close(Duration.ZERO);
        tells(
                waiting,
                SendStatus.BECAME_INVALID,
                Cause.OWNER_STOPPED,
                "became invalid after \\d+ ms \\(its owner server was stopped\\); connect again when it is back");
    }

    @Test
    void whatIsTooLargeSaysHowLargeItMayBe() throws Exception {
        RemoteMessagePort port = served(message -> ByteBuffer.allocate(1_002));
        tells(
                () -> port.request(1, ByteBuffer.allocate(1_001)),
                SendStatus.TRANSPORT_ERROR,
                Cause.TOO_LARGE,
                "the message is too large after 0 ms \\(1001 bytes, the limit is 1000; " + QUEUE
                        + "\\); not sent. Send it in parts, or raise the limit on both sides");
        tells(
                () -> port.request(1, null),
                SendStatus.TRANSPORT_ERROR,
                Cause.REPLY_TOO_LARGE,
                "the reply is too large after \\d+ ms \\(a reply of 1002 bytes; the limit is 1000; " + QUEUE
                        + "\\); ask for less, or raise the limit on both sides");
    }

    @Test
    void aHandlerThatFailsOrDropsARequestIsNamed() throws Exception {
        RemoteMessagePort port = served(message -> {
            if (message.id() == 1) {
                throw new IllegalStateException("no colour");
            }
            message.responder().close();
            return null;
        });
        tells(
                () -> port.request(1, null),
                SendStatus.TRANSPORT_ERROR,
                Cause.HANDLER_FAILED,
                "the handler failed after \\d+ ms \\(java.lang.IllegalStateException: no colour; " + QUEUE
                        + "\\); its owner's log says more, and the port goes on");
        tells(
                () -> port.request(2, null),
                SendStatus.TRANSPORT_ERROR,
                Cause.REPLY_DROPPED,
                "the handler dropped the request unanswered after \\d+ ms \\(its responder was closed; " + QUEUE
                        + "\\); see what becomes of its responders, or request again");
    }

    /** What takes a stopped process, a peer that does not read, or another program's refusal, is told by the same hand. */
    @Test
    void whatOnlyALinkCanTellHasTheSameParts() {
        RemotePort port = (RemotePort) served(message -> null);
        assertThat(told(port, Failure.Kind.LINK_FULL))
                .matches(PORT + "the link had no room after 7 ms \\(detail; " + QUEUE
                        + "\\); not sent. See whether the owner runs");
        assertThat(told(port, Failure.Kind.UNDECIDED))
                .matches(PORT + "no verdict after 7 ms \\(detail; " + QUEUE
                        + "\\); whether it was taken is not known. See whether the owner is stopped");
        assertThat(told(port, Failure.Kind.PEER_DIED))
                .matches(PORT + "became invalid after 7 ms \\(detail\\); connect again when it is back");
        assertThat(told(port, Failure.Kind.REFUSED))
                .matches(PORT + "refused after 7 ms \\(detail; " + QUEUE
                        + "\\); send what the port takes, as its owner may");
    }

    @Test
    void whatIsRefusedSinceItWouldWaitHasTheSameParts() {
        RemotePort port = (RemotePort) served(message -> null);
        assertThat(Outcomes.nestedTooDeep(port, "main").getMessage())
                .matches(PORT + "main waits for 16 replies already, one inside of the other, after 0 ms \\(" + QUEUE
                        + "\\); not sent. Use requestAsync in handlers");
        assertThat(Outcomes.wouldWaitInCycle(port, "a waits for b", Duration.ofMillis(7))
                        .getMessage())
                .matches(
                        PORT + "a circle of waits after 7 ms \\(a waits for b; " + QUEUE
                                + "\\); not sent. Use requestAsync in handlers, or wait in a run loop mode that serves the port");
        assertThat(Outcomes.interrupted(port, false).text())
                .matches(PORT + "the thread was interrupted while it waited \\(" + QUEUE
                        + "\\); not sent. Clear the interrupt and send again");
    }

    private static String told(RemotePort port, Failure.Kind kind) {
        return Outcomes.exception(port, new Failure(kind, "detail"), Duration.ofMillis(7), SHORT)
                .getMessage();
    }

    @Test
    void everyFailureOfTheKernelHasAnOutcomeAndEveryCauseATest() {
        RemotePort port = (RemotePort) served(message -> null);
        Set<Cause> causes = EnumSet.noneOf(Cause.class);
        Arrays.stream(Failure.Kind.values())
                .forEach(kind -> causes.add(Outcomes.exception(port, new Failure(kind, "detail"), Duration.ZERO, SHORT)
                        .outcomeCause()));
        causes.addAll(Set.of(
                Cause.WOULD_DEADLOCK, Cause.NESTED_TOO_DEEP, Cause.INTERRUPTED)); // told before, or by CF's shape
        assertThat(causes).containsExactlyInAnyOrder(Cause.values());
    }

    @Test
    void namesSayWhoseTheyAreAndWhatToDo() {
        server.createLocal(NAME, message -> null);
        assertThat(Attempt.of(() -> client.createLocal(NAME, message -> null)))
                .satisfies(attempt -> assertThat(attempt.failure(NameInUseException.class))
                        .message()
                        .matches(
                                "the name told is in use by server in texts, process \\d+, since .*; choose another name, or "
                                        + "end that port first"));
        assertThat(Attempt.of(() -> client.connect(PortName.of("nobody"))))
                .satisfies(attempt -> assertThat(attempt.failure(NoSuchPortException.class))
                        .message()
                        .contains("nobody")
                        .contains("start its owner"));
    }

    @Test
    void aHandlerHasTheTimeThatTheTextsSay() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        RemoteMessagePort port = served(message -> {
            goOn.await();
            return null;
        });
        Attempt slow = Attempt.of(() -> port.request(1, null, SHORT));
        MessagePortException told = slow.failure(MessagePortException.class);
        goOn.countDown();
        String millis = told.getMessage().replaceAll(".*no reply after (\\d+) ms of.*", "$1");
        assertThat(Duration.ofMillis(Long.parseLong(millis)))
                .isBetween(Duration.ofMillis(20), slow.took().plusMillis(1));
    }
}
