package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.roadstead.port.Dispatch;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.Invalidation;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.Responder;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendStatus;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** What the CFMessagePort seeds say, one method for each function, callback and code, inside one kernel. */
@ShownIn(Place.VM)
@Timeout(20)
class MessagePortSeedTest {
    private static final PortName NAME = PortName.of("seed");
    private static final SendOptions TRY = SendOptions.timeout(Duration.ZERO);
    private static final SendOptions SHORT = SendOptions.timeout(Duration.ofMillis(50));
    private static final SendOptions FOR_EVER = SendOptions.timeout(SendOptions.FOREVER);

    private final Kernel kernel = new Kernel("seeds");
    private final PortRegistry server = kernel.registry("server");
    private final PortRegistry client = kernel.registry("client");
    private final BlockingQueue<IncomingMessage> received = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        kernel.close();
    }

    private ByteBuffer take(IncomingMessage message) {
        received.add(message);
        return null;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SendStatus statusOf(Executable call) {
        return catchThrowableOfType(MessagePortException.class, call::execute).status();
    }

    private static <T> FutureTask<T> inThread(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "seed-test");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** A port that nobody serves: messages stay in its queue. */
    private LocalMessagePort deafPort(int queueLimit) {
        return server.createLocal(LocalPortOptions.named(NAME, this::take)
                .withQueueLimit(queueLimit)
                .withDispatch(Dispatch.none()));
    }

    @Test
    @Scenario("CF27")
    void aMessageHasAnIdAndDataAndGetsAReply() throws Exception {
        server.createLocal(NAME, message -> {
            received.add(message);
            return bytes("pong");
        });
        Reply reply = client.connect(NAME).request(-7, bytes("ping"));
        assertThat(reply.data()).isEqualTo(bytes("pong"));
        IncomingMessage message = received.remove();
        assertThat(message.id()).isEqualTo(-7);
        assertThat(message.data()).isEqualTo(bytes("ping"));
        assertThat(message.wantsReply()).isTrue();
    }

    @Test
    @Scenario("CF30")
    void aOneWayMessageIsTakenAndWantsNoReply() throws Exception {
        server.createLocal(NAME, this::take);
        client.connect(NAME).send(1, null);
        IncomingMessage message = received.take();
        assertThat(message.wantsReply()).isFalse();
        assertThat(message.data().remaining()).isZero();
    }

    @Test
    @Scenario("CF31")
    void aCallbackWithoutAReplyGivesAnEmptyOne() throws Exception {
        server.createLocal(NAME, this::take);
        assertThat(client.connect(NAME).request(1, null).isEmpty()).isTrue();
    }

    @Test
    void aReplyRightIsUsedOnceAndMayBeUsedLater() throws Exception {
        CompletableFuture<Responder> right = new CompletableFuture<>();
        server.createLocal(NAME, message -> {
            right.complete(message.responder());
            return null;
        });
        RemoteMessagePort remote = client.connect(NAME);
        FutureTask<Reply> request = inThread(() -> remote.request(1, null));
        assertThat(right.get().reply(bytes("later"))).isTrue();
        assertThat(right.get().reply(bytes("twice"))).isFalse();
        assertThat(request.get().data()).isEqualTo(bytes("later"));
    }

    @Test
    void aNameLeadsToALivePortOnly() {
        assertThatThrownBy(() -> client.connect(NAME)).isInstanceOf(NoSuchPortException.class);
        LocalMessagePort port = server.createLocal(NAME, this::take);
        assertThatThrownBy(() -> client.createLocal(NAME, this::take)).isInstanceOf(NameInUseException.class);
        assertThat(client.connect(NAME).isValid()).isTrue();
        port.invalidate();
        assertThatThrownBy(() -> client.connect(NAME)).isInstanceOf(NoSuchPortException.class);
    }

    @Test
    @Scenario({"CF1", "CF19", "CF22", "CF25"})
    void aPortTellsNameKindValidityAndContext() {
        Object info = new Object();
        LocalMessagePort local =
                server.createLocal(LocalPortOptions.named(NAME, this::take).withContext(info));
        RemoteMessagePort remote = client.connect(NAME);
        assertThat(List.of(local.isRemote(), remote.isRemote())).containsExactly(false, true);
        assertThat(List.of(local.isValid(), remote.isValid())).containsExactly(true, true);
        assertThat(local.context()).containsSame(info);
        assertThat(remote.context()).isEmpty();
        assertThat(client.connect(NAME)).isNotSameAs(remote);
        local.invalidate();
        assertThat(List.of(local.isValid(), remote.isValid())).containsExactly(false, false);
        assertThat(List.of(local.isRemote(), remote.isRemote())).containsExactly(false, true);
        assertThat(List.of(local.name(), remote.name())).containsOnly(Optional.of(NAME));
        assertThat(local.context()).isEmpty();
    }

    @Test
    @Scenario("CF2")
    void aPortWithoutANameIsValidAndHasNone() {
        LocalMessagePort local = server.createLocal(LocalPortOptions.unnamed(this::take));
        assertThat(local.isValid()).isTrue();
        assertThat(local.isRemote()).isFalse();
        assertThat(local.name()).isEmpty();
    }

    @Test
    @Scenario("CF44")
    void aLocalPortHasNoWayToSend() {
        assertThat(LocalMessagePort.class.getMethods())
                .extracting(Method::getName)
                .noneMatch(name -> name.startsWith("send") || name.startsWith("request"));
        assertThat(server.createLocal(NAME, this::take)).isNotInstanceOf(RemoteMessagePort.class);
    }

    @Test
    @Scenario("CF72")
    void aRemoteThatIsInvalidatedTellsItsOwnListenerOnceWithoutAContext() throws Exception {
        LocalMessagePort local =
                server.createLocal(LocalPortOptions.named(NAME, this::take).withContext("of the owner"));
        RemoteMessagePort remote = client.connect(NAME);
        BlockingQueue<Optional<Object>> contexts = new LinkedBlockingQueue<>();
        remote.onInvalidated((port, why) -> contexts.add(port.context()));
        remote.invalidate();
        remote.invalidate();
        assertThat(contexts.take()).isEmpty();
        local.invalidate();
        client.runLoop().execute(() -> contexts.add(Optional.of("the end")));
        assertThat(contexts.take()).hasValue("the end");
    }

    @Test
    @Scenario({"CF69", "CF73"})
    void invalidationIsToldOnceAndAtOnceIfItCameBefore() throws Exception {
        LocalMessagePort local = server.createLocal(NAME, this::take);
        RemoteMessagePort remote = client.connect(NAME);
        BlockingQueue<Invalidation> told = new LinkedBlockingQueue<>();
        local.onInvalidated((port, why) -> told.add(why));
        remote.onInvalidated((port, why) -> told.add(why));
        local.invalidate();
        local.invalidate();
        assertThat(List.of(told.take(), told.take()))
                .extracting(Invalidation::reason)
                .containsOnly(Invalidation.Reason.EXPLICIT);
        List<Thread> threads = new ArrayList<>();
        remote.onInvalidated((port, why) -> threads.add(Thread.currentThread()));
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(told).isEmpty();
    }

    @Test
    void theCallbackRunsOnTheLoopOfTheOwner() throws Exception {
        BlockingQueue<Boolean> onLoop = new LinkedBlockingQueue<>();
        server.createLocal(NAME, message -> {
            onLoop.add(server.runLoop().isCurrent());
            return null;
        });
        client.connect(NAME).send(1, null);
        assertThat(onLoop.take()).isTrue();
    }

    @Test
    void anExecutorServesThePortFromAttachToDetach() throws Exception {
        LocalMessagePort local = deafPort(8);
        RemoteMessagePort remote = client.connect(NAME);
        remote.send(1, null);
        assertThat(local.queueDepth()).isEqualTo(1);
        local.dispatchOn(Runnable::run);
        assertThat(received.take().id()).isEqualTo(1);
        local.detach();
        remote.send(2, null);
        assertThat(local.queueDepth()).isEqualTo(1);
        assertThat(received).isEmpty();
    }

    @Test
    @Scenario({"CF49", "CF52"})
    void aFullQueueIsASendTimeout() throws Exception {
        deafPort(1);
        RemoteMessagePort remote = client.connect(NAME);
        remote.send(1, null, TRY);
        assertThat(statusOf(() -> remote.send(2, null, TRY))).isEqualTo(SendStatus.SEND_TIMEOUT);
        assertThat(statusOf(() -> remote.send(3, null, SHORT))).isEqualTo(SendStatus.SEND_TIMEOUT);
    }

    @Test
    @Scenario({"CF51", "CF54", "M5"})
    void aSenderWithoutALimitWaitsForASlot() throws Exception {
        LocalMessagePort local = deafPort(1);
        RemoteMessagePort remote = client.connect(NAME);
        remote.send(1, null, TRY);
        FutureTask<Void> second = inThread(() -> {
            remote.send(2, null, FOR_EVER);
            return null;
        });
        awaitBlockedSender();
        local.dispatchOn(Runnable::run);
        second.get();
        assertThat(received.take().id()).isEqualTo(1);
        assertThat(received.take().id()).isEqualTo(2);
    }

    @Test
    @Scenario("M32")
    void aSenderThatWaitsIsToldOfThePortsEnd() throws Exception {
        LocalMessagePort local = deafPort(1);
        RemoteMessagePort remote = client.connect(NAME);
        remote.send(1, null, TRY);
        FutureTask<SendStatus> second = inThread(() -> statusOf(() -> remote.send(2, null, FOR_EVER)));
        awaitBlockedSender();
        local.invalidate();
        assertThat(second.get()).isEqualTo(SendStatus.BECAME_INVALID);
    }

    @Test
    @Scenario("CF54")
    void anInterruptEndsTheWaitOfASender() throws Exception {
        LocalMessagePort local = deafPort(1);
        RemoteMessagePort remote = client.connect(NAME);
        remote.send(1, null, TRY);
        CompletableFuture<Thread> sender = new CompletableFuture<>();
        FutureTask<Void> second = inThread(() -> {
            sender.complete(Thread.currentThread());
            remote.send(2, null, FOR_EVER);
            return null;
        });
        awaitBlockedSender();
        sender.get().interrupt();
        assertThatThrownBy(second::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(local.queueDepth()).isEqualTo(1);
        assertThat(remote.isValid()).isTrue();
    }

    @Test
    void aMissingReplyIsAReceiveTimeoutThoughTheMessageWasTaken() {
        LocalMessagePort local = deafPort(1);
        RemoteMessagePort remote = client.connect(NAME);
        SendOptions options = SendOptions.DEFAULT.withReplyTimeout(Duration.ofMillis(50));
        assertThat(statusOf(() -> remote.request(1, null, options))).isEqualTo(SendStatus.RECEIVE_TIMEOUT);
        assertThat(local.queueDepth()).isEqualTo(1);
        assertThat(remote.isValid()).isTrue();
    }

    @Test
    @Scenario("CF42")
    void anInvalidPortIsToldBeforeAnythingIsSent() {
        LocalMessagePort local = deafPort(1);
        RemoteMessagePort remote = client.connect(NAME);
        remote.invalidate();
        assertThat(statusOf(() -> remote.send(1, null))).isEqualTo(SendStatus.IS_INVALID);
        assertThat(local.queueDepth()).isZero();
        assertThat(local.isValid()).isTrue();
    }

    @Test
    void whatCannotBeCarriedIsATransportError() {
        server.createLocal(NAME, message -> {
            throw new IllegalStateException("on purpose");
        });
        RemoteMessagePort remote = client.connect(NAME);
        assertThat(statusOf(() -> remote.request(1, null))).isEqualTo(SendStatus.TRANSPORT_ERROR);
        ByteBuffer tooLarge = ByteBuffer.allocate(Limits.DEFAULT.message() + 1);
        assertThat(statusOf(() -> remote.send(1, tooLarge))).isEqualTo(SendStatus.TRANSPORT_ERROR);
    }

    @Test
    @Scenario("M70")
    void aPortThatEndsMeanwhileBecameInvalid() throws Exception {
        LocalMessagePort local = deafPort(1);
        RemoteMessagePort remote = client.connect(NAME);
        FutureTask<SendStatus> request = inThread(() -> statusOf(() -> remote.request(1, null)));
        await().until(() -> local.queueDepth() == 1);
        local.invalidate();
        assertThat(request.get(5, TimeUnit.SECONDS)).isEqualTo(SendStatus.BECAME_INVALID);
    }

    private void awaitBlockedSender() {
        await().until(() -> kernel.snapshot().ports().get(0).blocked() == 1);
    }
}
