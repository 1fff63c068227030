package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.Cause;
import org.roadstead.port.Dispatch;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendResult;
import org.roadstead.port.SendStatus;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;
import org.roadstead.testkit.Utf8;

/** CF's own shape of a request: each outcome is a number and never an exception. */
@ShownIn(Place.VM)
@Timeout(30)
class SendRequestTest {
    private static final PortName NAME = PortName.of("shaped");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Optional<RunLoopMode> WAIT = Optional.of(RunLoopMode.DEFAULT);
    private static final Optional<RunLoopMode> ONE_WAY = Optional.empty();

    private final Kernel kernel = new Kernel("shape", new Limits(1_000, Duration.ofMillis(50), 1024));
    private final PortRegistry server = kernel.registry("server");
    private final PortRegistry client = kernel.registry("client");
    private final BlockingQueue<Integer> handled = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        kernel.close();
    }

    private RemoteMessagePort served(MessageHandler handler) {
        server.createLocal(NAME, handler);
        return client.connect(NAME);
    }

    private RemoteMessagePort full() throws InterruptedException {
        server.createLocal(
                LocalPortOptions.named(NAME, message -> null).withQueueLimit(1).withDispatch(Dispatch.none()));
        RemoteMessagePort port = client.connect(NAME);
        port.send(1, null);
        return port;
    }

    private static void is(SendResult result, SendStatus status, Cause cause) {
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.code()).isEqualTo(status.code());
        assertThat(result.cause()).isEqualTo(Optional.ofNullable(cause));
        assertThat(result.reply()).isEmpty();
        assertThat(result.text()).contains("port shaped of server");
    }

    @Test
    void aReplyIsSuccessWithItsData() {
        RemoteMessagePort port = served(message -> Utf8.bytes("pong " + message.id()));
        SendResult result = port.sendRequest(-3, null, LONG, LONG, WAIT);
        assertThat(result.code()).isZero();
        assertThat(result.cause()).isEmpty();
        assertThat(result.text()).isEmpty();
        assertThat(result.reply().map(Reply::data).map(Utf8::text)).hasValue("pong -3");
    }

    @Test
    void aMessageWithoutAModeIsOneWayAndIgnoresTheReceiveTimeout() throws Exception {
        RemoteMessagePort port = served(message -> {
            assertThat(message.wantsReply()).isFalse();
            handled.add(message.id());
            return Utf8.bytes("dropped");
        });
        SendResult result = port.sendRequest(4, null, LONG, Duration.ofDays(-1), ONE_WAY);
        assertThat(result.code()).isZero();
        assertThat(result.reply()).isEmpty();
        assertThat(handled.take()).isEqualTo(4);
    }

    @Test
    @Scenario("CF53")
    void aNegativeTimeoutDoesNotWait() throws Exception {
        RemoteMessagePort port = full();
        Attempt sent = Attempt.of(() -> port.sendRequest(2, null, Duration.ofSeconds(-5), LONG, ONE_WAY));
        is((SendResult) sent.result(), SendStatus.SEND_TIMEOUT, Cause.QUEUE_FULL);
        assertThat(sent.took()).isLessThan(Duration.ofSeconds(2));
        assertThatThrownBy(() -> SendOptions.timeout(Duration.ofSeconds(-5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the send timeout is negative");
    }

    @Test
    void aNegativeReceiveTimeoutPollsOnceThoughTheMessageIsDelivered() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        RemoteMessagePort port = served(message -> {
            goOn.await();
            handled.add(message.id());
            return null;
        });
        SendResult result = port.sendRequest(5, null, LONG, Duration.ofMillis(-1), WAIT);
        goOn.countDown();
        is(result, SendStatus.RECEIVE_TIMEOUT, Cause.NO_REPLY);
        assertThat(handled.take()).isEqualTo(5);
    }

    @Test
    void tenDaysToSendAreForEverAndLessIsWhatItSays() {
        assertThat(CfTimeouts.options(Duration.ofDays(10), Duration.ofDays(10)))
                .isEqualTo(new SendOptions(SendOptions.FOREVER, Duration.ofDays(10)));
        assertThat(CfTimeouts.options(Duration.ofDays(9), Duration.ofSeconds(Long.MAX_VALUE)))
                .isEqualTo(new SendOptions(Duration.ofDays(9), SendOptions.FOREVER));
    }

    @Test
    void whatIsNotSentOrNotAnsweredIsANumberWithItsCause() {
        RemoteMessagePort port = served(message -> {
            throw new IllegalStateException("on purpose");
        });
        is(port.sendRequest(1, null, LONG, LONG, WAIT), SendStatus.TRANSPORT_ERROR, Cause.HANDLER_FAILED);
        ByteBuffer large = ByteBuffer.allocate(1_001);
        is(port.sendRequest(1, large, LONG, LONG, WAIT), SendStatus.TRANSPORT_ERROR, Cause.TOO_LARGE);
        port.invalidate();
        is(port.sendRequest(1, large, LONG, LONG, WAIT), SendStatus.TRANSPORT_ERROR, Cause.TOO_LARGE);
        is(port.sendRequest(1, null, LONG, LONG, WAIT), SendStatus.IS_INVALID, Cause.INVALIDATED);
    }

    @Test
    void aPortThatEndsMeanwhileBecameInvalid() {
        RemoteMessagePort port = served(message -> {
            message.responder();
            message.port().invalidate();
            return null;
        });
        RunLoop.current().execute(port::invalidate);
        is(port.sendRequest(1, null, LONG, LONG, WAIT), SendStatus.BECAME_INVALID, Cause.INVALIDATED);
    }

    @Test
    @Scenario("CF28")
    void aPortOfTheSameLoopAndModeIsServedDuringTheWaitAndOneInAnotherModeIsRefused() {
        LocalMessagePort local = server.createLocal(
                LocalPortOptions.named(NAME, message -> Utf8.bytes("myself")).withDispatch(Dispatch.none()));
        RunLoopMode mode = new RunLoopMode("shaped");
        RunLoop.current().add(local.runLoopSource(), mode);
        RemoteMessagePort port = client.connect(NAME);
        SendResult here = port.sendRequest(1, null, LONG, LONG, Optional.of(mode));
        assertThat(here.code()).isZero();
        assertThat(here.reply().map(Reply::data).map(Utf8::text)).hasValue("myself");
        SendResult elsewhere = port.sendRequest(1, null, LONG, LONG, Optional.of(new RunLoopMode("another")));
        is(elsewhere, SendStatus.TRANSPORT_ERROR, Cause.WOULD_DEADLOCK);
        assertThat(elsewhere.text())
                .matches(
                        "port shaped of server in shape, process \\d+ over vm: .* alone serves this port, and not in the mode "
                                + "another that it would wait in, after 0 ms \\(queue 0 of 64 messages, 0 bytes, 0 senders waiting\\); "
                                + "not sent. Add the port's source to that mode, or use requestAsync");
    }

    @Test
    void anInterruptIsTheTimeoutOfItsPartAndTheThreadStaysInterrupted() throws Exception {
        RemoteMessagePort port = full();
        Thread.currentThread().interrupt();
        SendResult request = port.sendRequest(2, null, LONG, LONG, WAIT);
        assertThat(Thread.interrupted()).isTrue();
        is(request, SendStatus.RECEIVE_TIMEOUT, Cause.INTERRUPTED);
        Thread.currentThread().interrupt();
        SendResult send = port.sendRequest(2, null, LONG, LONG, ONE_WAY);
        assertThat(Thread.interrupted()).isTrue();
        is(send, SendStatus.SEND_TIMEOUT, Cause.INTERRUPTED);
    }

    @Test
    @Scenario("CF62")
    void theCommonModesAreNoModeToWaitIn() {
        RemoteMessagePort port = served(message -> null);
        assertThatThrownBy(() -> port.sendRequest(1, null, LONG, LONG, Optional.of(RunLoopMode.COMMON)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be waited in");
    }
}
