package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.Dispatch;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendTimeoutException;
import org.roadstead.port.WouldDeadlockException;
import org.roadstead.runloop.PortSource;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runloop.RunLoopTimer;
import org.roadstead.runloop.RunResult;
import org.roadstead.runloop.SignalSource;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** A port that its owner serves: in a loop of its choice, or on an executor, never both. */
@ShownIn(Place.VM)
@Timeout(60)
class PortInLoopsTest {
    private static final PortName NAME = PortName.of("served");
    private static final RunLoopMode OTHER = new RunLoopMode("test.other");
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final SendOptions TRY = SendOptions.timeout(Duration.ZERO);

    private final Kernel kernel = new Kernel("loops");
    private final PortRegistry server = kernel.registry("server");
    private final PortRegistry client = kernel.registry("client");
    private final BlockingQueue<IncomingMessage> received = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        kernel.close();
    }

    private ByteBuffer take(IncomingMessage message) {
        received.add(message);
        return null;
    }

    private LocalMessagePort port(Dispatch dispatch, MessageHandler handler) {
        return server.createLocal(LocalPortOptions.named(NAME, handler).withDispatch(dispatch));
    }

    private LocalMessagePort deaf() {
        return port(Dispatch.none(), this::take);
    }

    private static void alone(Attempted body) throws Exception {
        Attempt.of(() -> {
                    body.run();
                    return null;
                })
                .result();
    }

    /** What a thread of its own does. */
    interface Attempted {
        void run() throws Exception;
    }

    @Test
    @Scenario("CF86")
    void askingAgainForAPortsSourceGivesTheFirstOne() {
        LocalMessagePort port = deaf();
        PortSource source = port.runLoopSource(7);
        assertThat(port.runLoopSource(3)).isSameAs(source);
        assertThat(port.runLoopSource()).isSameAs(source);
        assertThat(source.order()).isEqualTo(7);
        source.invalidate();
        assertThat(port.isValid()).isTrue();
        assertThat(port.runLoopSource(3)).isNotSameAs(source).satisfies(again -> {
            assertThat(again.order()).isEqualTo(3);
            assertThat(again.isValid()).isTrue();
        });
    }

    @Test
    @Scenario("CF87")
    void anEndedPortHasNoSourceAndARemoteCannotBeAskedForOne() throws Exception {
        LocalMessagePort port = deaf();
        PortSource source = port.runLoopSource();
        RunLoop loop = server.runLoop();
        loop.add(source, RunLoopMode.DEFAULT);
        port.close();
        assertThat(source.isValid()).isFalse();
        assertThat(loop.contains(source, RunLoopMode.DEFAULT)).isFalse();
        assertThatThrownBy(port::runLoopSource)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("served")
                .hasMessageContaining("invalid");
        assertThat(RemoteMessagePort.class.getMethods()).extracting("name").doesNotContain("runLoopSource");
        assertThatThrownBy(() -> port(Dispatch.ownLoop(), this::take).runLoopSource())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Dispatch.none()");
    }

    @Test
    @Scenario("CF88")
    void aPortHasASourceOrAnExecutorNeverBoth() {
        LocalMessagePort port = deaf();
        port.dispatchOn(threads);
        assertThatThrownBy(port::runLoopSource)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("detach()");
        port.detach();
        PortSource source = port.runLoopSource();
        assertThatThrownBy(() -> port.dispatchOn(threads))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("detach()");
        source.invalidate();
        assertThatThrownBy(() -> port.dispatchOn(threads))
                .as("as in CF, once there was a source")
                .isInstanceOf(IllegalStateException.class);
        port.detach();
        port.dispatchOn(threads);
        assertThat(port.dispatch().executor()).contains(threads);
    }

    @Test
    @Scenario("CF89")
    void aPortThatWasLetGoByItsExecutorIsServedByALoop() throws Exception {
        LocalMessagePort port = deaf();
        port.dispatchOn(threads);
        RemoteMessagePort remote = client.connect(NAME);
        remote.request(1, null);
        port.detach();
        remote.send(2, null);
        remote.send(3, null);
        alone(() -> {
            RunLoop loop = RunLoop.current();
            loop.add(port.runLoopSource(), RunLoopMode.DEFAULT);
            assertThat(loop.run(RunLoopMode.DEFAULT, LONG, true)).isSameAs(RunResult.HANDLED_SOURCE);
            assertThat(loop.run(RunLoopMode.DEFAULT, LONG, true)).isSameAs(RunResult.HANDLED_SOURCE);
        });
        assertThat(received).extracting(IncomingMessage::id).containsExactly(1, 2, 3);
    }

    @Test
    @Scenario("CF90")
    void aSourceInTwoModesDeliversEachMessageOnceInTheModeThatRuns() throws Exception {
        LocalMessagePort port = deaf();
        RemoteMessagePort remote = client.connect(NAME);
        alone(() -> {
            RunLoop loop = RunLoop.current();
            PortSource source = port.runLoopSource();
            loop.add(source, RunLoopMode.DEFAULT);
            loop.add(source, OTHER);
            for (int i = 1; i <= 4; i++) {
                remote.send(i, null);
            }
            assertThat(loop.run(OTHER, LONG, true)).isSameAs(RunResult.HANDLED_SOURCE);
            assertThat(loop.run(RunLoopMode.DEFAULT, LONG, true)).isSameAs(RunResult.HANDLED_SOURCE);
            loop.remove(source, RunLoopMode.DEFAULT);
            assertThat(loop.run(RunLoopMode.DEFAULT, LONG, true)).isSameAs(RunResult.FINISHED);
            loop.add(SignalSource.of(() -> {}), RunLoopMode.DEFAULT);
            remote.send(5, null);
            assertThat(loop.run(RunLoopMode.DEFAULT, Duration.ofMillis(50), true))
                    .isSameAs(RunResult.TIMED_OUT);
            assertThat(port.queueDepth())
                    .as("nothing is served in a mode that the source has left")
                    .isEqualTo(3);
            assertThat(loop.run(OTHER, Duration.ofMillis(100), false)).isSameAs(RunResult.TIMED_OUT);
        });
        assertThat(received).extracting(IncomingMessage::id).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void whatWaitsIsDeliveredWhenTheSourceIsAddedAgainAndAFullQueueStopsItsSenders() throws Exception {
        LocalMessagePort port = server.createLocal(LocalPortOptions.named(NAME, this::take)
                .withDispatch(Dispatch.none())
                .withQueueLimit(2));
        RemoteMessagePort remote = client.connect(NAME);
        RunLoop loop = server.runLoop();
        PortSource source = port.runLoopSource();
        loop.add(source, RunLoopMode.COMMON);
        remote.request(0, null);
        loop.remove(source, RunLoopMode.COMMON);
        remote.send(1, null);
        remote.send(2, null);
        assertThatThrownBy(() -> remote.send(3, null, TRY)).isInstanceOf(SendTimeoutException.class);
        loop.add(source, RunLoopMode.COMMON);
        await().until(() -> received.size() == 3);
        assertThat(received).extracting(IncomingMessage::id).containsExactly(0, 1, 2);
    }

    @Test
    void aSourceInTheLoopsOfTwoThreadsDeliversEachMessageOnce() throws Exception {
        LocalMessagePort port = deaf();
        RemoteMessagePort remote = client.connect(NAME);
        AtomicBoolean over = new AtomicBoolean();
        List<Attempt> loops = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            loops.add(Attempt.of(() -> {
                RunLoop loop = RunLoop.current();
                loop.add(port.runLoopSource(), RunLoopMode.DEFAULT);
                int served = 0;
                while (!over.get()) {
                    if (loop.run(RunLoopMode.DEFAULT, Duration.ofMillis(20), true) == RunResult.HANDLED_SOURCE) {
                        served++;
                    }
                }
                return served;
            }));
        }
        for (int i = 0; i < 2_000; i++) {
            remote.send(i, null);
        }
        await().until(() -> received.size() >= 2_000);
        over.set(true);
        int served = 0;
        for (Attempt loop : loops) {
            served += (Integer) loop.result();
        }
        assertThat(served).isEqualTo(2_000);
        assertThat(received)
                .extracting(IncomingMessage::id)
                .doesNotHaveDuplicates()
                .hasSize(2_000);
    }

    @Test
    @Scenario("CF94")
    void onAConcurrentExecutorHandlersOverlap() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        port(Dispatch.concurrentlyOn(threads), message -> {
            together.await(10, TimeUnit.SECONDS);
            return take(message);
        });
        RemoteMessagePort remote = client.connect(NAME);
        for (int i = 0; i < 3; i++) {
            remote.send(i, null);
        }
        await().until(() -> received.size() == 3);
    }

    @Test
    @Scenario("CF94")
    void onASerialExecutorHandlersNeverOverlapAlsoWithSeveralThreads() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean overlapped = new AtomicBoolean();
        port(Dispatch.on(threads), message -> {
            if (inside.incrementAndGet() != 1) {
                overlapped.set(true);
            }
            Thread.onSpinWait();
            inside.decrementAndGet();
            return take(message);
        });
        RemoteMessagePort remote = client.connect(NAME);
        for (int i = 0; i < 1_000; i++) {
            remote.send(i, null);
        }
        await().until(() -> received.size() == 1_000);
        assertThat(overlapped).isFalse();
        assertThat(received).extracting(IncomingMessage::id).isSorted();
    }

    @Test
    void noMessageIsForgottenBetweenConcurrentHandlers() throws Exception {
        port(Dispatch.concurrentlyOn(threads), this::take);
        RemoteMessagePort remote = client.connect(NAME);
        for (int i = 0; i < 5_000; i++) {
            remote.send(i, null);
        }
        await().until(() -> received.size() == 5_000);
        assertThat(received).extracting(IncomingMessage::id).doesNotHaveDuplicates();
    }

    /** Ten thousand messages wait or come; a timer and a block have their turns all the same. */
    @Test
    void aBurstOfMessagesStarvesNeitherATimerNorABlock() throws Exception {
        int burst = 10_000;
        CountDownLatch first = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger atTimer = new AtomicInteger(-1);
        AtomicInteger atBlock = new AtomicInteger(-1);
        server.createLocal(NAME, message -> {
            first.await();
            handled.incrementAndGet();
            return null;
        });
        RemoteMessagePort remote = client.connect(NAME);
        RunLoop loop = server.runLoop();
        Attempt sender = Attempt.of(() -> {
            for (int i = 0; i < burst; i++) {
                remote.send(i, null);
            }
            return null;
        });
        await().until(() -> kernel.runtime().snapshot().ports().get(0).depth() == 64);
        loop.add(RunLoopTimer.once(Duration.ZERO, timer -> atTimer.set(handled.get())), RunLoopMode.DEFAULT);
        loop.execute(() -> atBlock.set(handled.get()));
        first.countDown();
        sender.result();
        await().until(() -> handled.get() == burst);
        assertThat(atTimer.get()).isBetween(0, 2);
        assertThat(atBlock.get()).isBetween(0, 2);
    }

    @Test
    void aThreadThatAloneServesAPortCannotParkForItAndIsNotHeldUpByAPortThatNobodyServes() throws Exception {
        LocalMessagePort port = deaf();
        RemoteMessagePort remote = client.connect(NAME);
        alone(() -> {
            RunLoop loop = RunLoop.current();
            loop.add(port.runLoopSource(), OTHER);
            assertThatThrownBy(() -> remote.request(1, null)).isInstanceOf(WouldDeadlockException.class);
            assertThatThrownBy(() -> remote.request(1, null, SendOptions.DEFAULT, RunLoopMode.DEFAULT))
                    .isInstanceOf(WouldDeadlockException.class)
                    .hasMessageContaining(RunLoopMode.DEFAULT.name());
            assertThat(remote.request(1, null, SendOptions.DEFAULT, OTHER)
                            .data()
                            .remaining())
                    .isZero();
        });
    }

    @Test
    void theSnapshotTellsADeafPortFromOneThatALoopServes() throws Exception {
        LocalMessagePort port = deaf();
        assertThat(state()).isEqualTo("deaf");
        server.runLoop().add(port.runLoopSource(), RunLoopMode.DEFAULT);
        assertThat(state()).isEqualTo("listening");
        port.detach();
        assertThat(state()).isEqualTo("deaf");
        assertThat(server.runLoop().modes()).containsExactly(RunLoopMode.DEFAULT);
    }

    private String state() {
        return kernel.runtime().snapshot().ports().get(0).state();
    }
}
