package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.Cause;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.ReplyTimeoutException;
import org.roadstead.port.Responder;
import org.roadstead.port.SendOptions;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runloop.RunLoopTimer;
import org.roadstead.runloop.RunResult;
import org.roadstead.runloop.SignalSource;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** A request whose thread runs its loop while it waits. */
@Timeout(60)
abstract class WaitInModeContract {
    private static final PortName A = PortName.of("wait.a");
    private static final PortName B = PortName.of("wait.b");
    private static final RunLoopMode DEFAULT = RunLoopMode.DEFAULT;
    private static final RunLoopMode QUIET = new RunLoopMode("test.quiet");
    private static final SendOptions LONG = SendOptions.timeout(Duration.ofSeconds(10));
    private static final SendOptions SHORT = SendOptions.timeout(Duration.ofMillis(100));

    private Arrangement arrangement;

    abstract Arrangement arrange() throws Exception;

    @BeforeEach
    void open() throws Exception {
        arrangement = arrange();
    }

    @AfterEach
    void close() throws Exception {
        arrangement.close();
    }

    private static void alone(Body body) throws Exception {
        Attempt.of(() -> {
                    body.run();
                    return null;
                })
                .result();
    }

    /** What a thread of its own does. */
    interface Body {
        void run() throws Exception;
    }

    /** Requests to this port are answered when the test says so. */
    private AtomicReference<Responder> answeredLater(PortName name) {
        AtomicReference<Responder> responder = new AtomicReference<>();
        arrangement.owner().createLocal(name, message -> {
            responder.set(message.responder());
            return null;
        });
        return responder;
    }

    @Test
    @Scenario("CF60")
    void timersAndSourcesOfItsModeRunWhileARequestWaitsAndThoseOfOthersDoNot() throws Exception {
        AtomicReference<Responder> responder = answeredLater(A);
        RemoteMessagePort remote = arrangement.client().connect(A);
        alone(() -> {
            RunLoop loop = RunLoop.current();
            List<String> ran = new ArrayList<>();
            SignalSource source = SignalSource.of(() -> {
                ran.add("source");
                responder.get().reply(ByteBuffer.wrap(new byte[] {7}));
            });
            loop.add(source, QUIET);
            loop.execute(DEFAULT, () -> ran.add("block of another mode"));
            loop.execute(QUIET, () -> ran.add("block"));
            loop.add(
                    RunLoopTimer.every(Duration.ofMillis(5), Duration.ofMillis(5), timer -> {
                        if (responder.get() != null) {
                            timer.invalidate();
                            ran.add("timer in " + loop.currentMode().orElseThrow());
                            source.signal();
                        }
                    }),
                    QUIET);
            assertThat(remote.request(1, null, LONG, QUIET).data().get(0)).isEqualTo((byte) 7);
            assertThat(ran).containsExactly("block", "timer in test.quiet", "source");
            assertThat(loop.currentMode()).isEmpty();
        });
    }

    @Test
    @Scenario("CF62")
    void theCommonModesAreNoModeToWaitInAndSaidToBeNoneAtOnce() {
        answeredLater(A);
        RemoteMessagePort remote = arrangement.client().connect(A);
        assertThatThrownBy(() -> remote.request(1, null, LONG, RunLoopMode.COMMON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kCFRunLoopCommonModes");
    }

    @Test
    @Scenario("CF63")
    void twoThatWaitForEachOtherInAModeThatServesTheirPortsBothGetTheirReplies() throws Exception {
        PortRegistry a = arrangement.owner();
        PortRegistry b = arrangement.client();
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger answered = new AtomicInteger();
        a.createLocal(A, message -> {
            answered.incrementAndGet();
            return message.data();
        });
        b.createLocal(B, message -> {
            answered.incrementAndGet();
            return message.data();
        });
        RemoteMessagePort toB = a.connect(B);
        RemoteMessagePort toA = b.connect(A);
        CompletableFuture<Integer> fromB = new CompletableFuture<>();
        CompletableFuture<Integer> fromA = new CompletableFuture<>();
        a.runLoop().execute(() -> ask(toB, both, fromB));
        b.runLoop().execute(() -> ask(toA, both, fromA));
        assertThat(fromB.get(10, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(fromA.get(10, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(answered).hasValue(2);
    }

    /** Asks when the other side is about to ask too, and so cannot serve but in its wait. */
    private static void ask(RemoteMessagePort port, CountDownLatch both, CompletableFuture<Integer> size) {
        try {
            both.countDown();
            both.await();
            size.complete(port.request(1, ByteBuffer.allocate(3), LONG, DEFAULT)
                    .data()
                    .remaining());
        } catch (InterruptedException | MessagePortException e) {
            size.completeExceptionally(e);
        }
    }

    @Test
    @Scenario("CF65")
    void aRequestNestedDeeperThanTheLimitIsRefusedAndTheOuterOnesGoOn() throws Exception {
        PortRegistry owner = arrangement.owner();
        AtomicReference<RemoteMessagePort> self = new AtomicReference<>();
        AtomicReference<MessagePortException> refused = new AtomicReference<>();
        AtomicInteger deepest = new AtomicInteger();
        owner.createLocal(A, message -> {
            deepest.accumulateAndGet(message.id(), Math::max);
            try {
                self.get().request(message.id() + 1, null, LONG, DEFAULT);
            } catch (MessagePortException e) {
                refused.set(e);
            }
            return message.data();
        });
        self.set(owner.connect(A));
        assertThat(arrangement
                        .client()
                        .connect(A)
                        .request(1, ByteBuffer.allocate(5))
                        .data()
                        .remaining())
                .isEqualTo(5);
        assertThat(refused.get().outcomeCause()).isSameAs(Cause.NESTED_TOO_DEEP);
        assertThat(refused.get()).hasMessageContaining("16").hasMessageContaining("requestAsync");
        assertThat(deepest).hasValue(1 + RemoteMessagePort.MAX_NESTED_WAITS);
    }

    @Test
    @Scenario("CF67")
    void stoppingALoopDuringAWaitEndsTheRunAfterTheWait() throws Exception {
        AtomicReference<Responder> responder = answeredLater(A);
        RemoteMessagePort remote = arrangement.client().connect(A);
        alone(() -> {
            RunLoop loop = RunLoop.current();
            loop.add(SignalSource.of(() -> {}), DEFAULT);
            List<String> trace = new ArrayList<>();
            loop.execute(DEFAULT, () -> {
                loop.execute(QUIET, () -> {
                    loop.stop();
                    trace.add("stop");
                });
                loop.add(
                        RunLoopTimer.every(Duration.ofMillis(20), Duration.ofMillis(20), timer -> {
                            if (responder.get() != null) {
                                timer.invalidate();
                                trace.add("still waiting");
                                responder.get().reply(null);
                            }
                        }),
                        QUIET);
                try {
                    remote.request(1, null, LONG, QUIET);
                    trace.add("reply");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(loop.run(DEFAULT, Duration.ofSeconds(10), false)).isSameAs(RunResult.STOPPED);
            assertThat(trace).containsExactly("stop", "still waiting", "reply");
        });
    }

    @Test
    void aWaitEndsAtItsDeadlineWithThePortsDeathAndWithAnInterrupt() throws Exception {
        PortRegistry owner = arrangement.owner();
        CountDownLatch arrived = new CountDownLatch(3);
        LocalMessagePort port = owner.createLocal(A, message -> {
            message.responder();
            arrived.countDown();
            return null;
        });
        RemoteMessagePort remote = arrangement.client().connect(A);
        assertThatThrownBy(() -> alone(() -> remote.request(1, null, SHORT, DEFAULT)))
                .hasRootCauseInstanceOf(ReplyTimeoutException.class);
        Attempt interrupted = Attempt.of(() -> remote.request(2, null, LONG, DEFAULT));
        Attempt died = Attempt.of(() -> remote.request(3, null, LONG, DEFAULT));
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        interrupted.thread().interrupt();
        interrupted.failure(InterruptedException.class);
        ((LocalPort) port)
                .end(new org.roadstead.core.mach.Failure(
                        org.roadstead.core.mach.Failure.Kind.OWNER_STOPPED, "its owner was stopped"));
        died.failure(PortBecameInvalidException.class);
    }

    @Test
    void waitsThatAreNestedGetEachItsOwnReply() throws Exception {
        AtomicReference<Responder> outer = new AtomicReference<>();
        arrangement.owner().createLocal(A, message -> {
            if (message.id() == 1) {
                outer.set(message.responder());
                return null;
            }
            outer.get().reply(ByteBuffer.allocate(1)); // it comes first and is taken last
            return ByteBuffer.allocate(message.id());
        });
        RemoteMessagePort remote = arrangement.client().connect(A);
        alone(() -> {
            RunLoop loop = RunLoop.current();
            AtomicInteger inner = new AtomicInteger();
            loop.execute(DEFAULT, () -> {
                try {
                    inner.set(remote.request(2, null, LONG, DEFAULT).data().remaining());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(remote.request(1, null, LONG, DEFAULT).data().remaining())
                    .isEqualTo(1);
            assertThat(inner).hasValue(2);
        });
    }
}
