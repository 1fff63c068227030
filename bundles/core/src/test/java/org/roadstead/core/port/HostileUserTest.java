package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendRight;
import org.roadstead.port.Dispatch;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MachPortOptions;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.SendOptions;
import org.roadstead.port.TransportException;
import org.roadstead.port.WouldDeadlockException;
import org.roadstead.runloop.Activity;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runloop.RunLoopObserver;
import org.roadstead.runloop.SignalSource;
import org.roadstead.testkit.Attempt;

/** What a program does wrong, or at an odd moment, harms neither its own ports nor those of others. */
@Timeout(60)
class HostileUserTest {
    private static final PortName NAME = PortName.of("hostile");
    private static final SendOptions SOON = SendOptions.timeout(Duration.ofSeconds(5));

    private final Kernel kernel = new Kernel("hostile");
    private final PortRegistry server = kernel.registry("server");
    private final PortRegistry client = kernel.registry("client");

    @AfterEach
    void close() {
        kernel.close();
    }

    /** An exception that fails while it is told. */
    private static final class Untellable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("not even a message");
        }
    }

    @Test
    void anExceptionThatCannotBeToldLeavesNoPortDeafAndNoRequesterWithoutAnAnswer() throws Exception {
        for (Dispatch dispatch : List.of(Dispatch.ownLoop(), Dispatch.direct(), Dispatch.on(Runnable::run))) {
            try (LocalMessagePort port = server.createLocal(LocalPortOptions.named(NAME, message -> {
                        if (message.id() == 1) {
                            throw new Untellable();
                        }
                        return null;
                    })
                    .withDispatch(dispatch))) {
                RemoteMessagePort remote = client.connect(NAME);
                assertThatThrownBy(() -> remote.request(1, null, SOON))
                        .as("%s", dispatch)
                        .isInstanceOf(TransportException.class)
                        .hasMessageContaining(Untellable.class.getName());
                assertThat(remote.request(2, null, SOON).isEmpty()).isTrue();
                assertThat(port.isValid()).isTrue();
            }
        }
    }

    @Test
    void sourcesWhoseCallbacksThrowDoNotKeepAStoppedOwnersPortsAlive() {
        RunLoop loop = server.runLoop();
        for (int i = 0; i < 4; i++) {
            loop.add(
                    SignalSource.of(0, new SignalSource.Callbacks() {
                        @Override
                        public void perform() {}

                        @Override
                        public void cancel(RunLoop from, RunLoopMode mode) {
                            throw new IllegalStateException("cancel fails");
                        }
                    }),
                    RunLoopMode.DEFAULT);
        }
        client.createLocal(NAME, message -> null);
        RemoteMessagePort remote = server.connect(NAME);
        kernel.space("server").close(Duration.ofSeconds(2));
        assertThat(remote.isValid()).isFalse();
        assertThat(kernel.space("server")).isNull();
    }

    @Test
    void aTurnThatAnOldExecutorNeverRunsDoesNotKeepTheNextFromServing() throws Exception {
        Queue<Runnable> stalled = new ConcurrentLinkedQueue<>();
        BlockingQueue<Integer> handled = new LinkedBlockingQueue<>();
        LocalMessagePort port = server.createLocal(LocalPortOptions.named(NAME, message -> {
                    handled.add(message.id());
                    return null;
                })
                .withDispatch(Dispatch.none()));
        RemoteMessagePort remote = client.connect(NAME);
        port.dispatchOn(stalled::add);
        remote.send(1, null, SOON);
        remote.send(2, null, SOON);
        await().until(() -> stalled.size() == 1);
        port.dispatchOn(Runnable::run);
        assertThat(handled.poll(5, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(handled.poll(5, TimeUnit.SECONDS)).isEqualTo(2);
        remote.send(3, null, SOON);
        assertThat(handled.poll(5, TimeUnit.SECONDS)).isEqualTo(3);
        stalled.forEach(Runnable::run);
        assertThat(handled).isEmpty();
    }

    @Test
    void aBlockThatGivesItselfToItsLoopAgainDoesNotOutliveItsOwner() {
        RunLoop loop = server.runLoop();
        AtomicInteger runs = new AtomicInteger();
        AtomicReference<Thread> thread = new AtomicReference<>();
        loop.execute(new Runnable() {
            @Override
            public void run() {
                thread.set(Thread.currentThread());
                runs.incrementAndGet();
                loop.execute(this);
            }
        });
        await().until(() -> runs.get() > 10);
        kernel.space("server").close(Duration.ofMillis(200));
        await().atMost(Duration.ofSeconds(2)).until(() -> !thread.get().isAlive());
    }

    @Test
    void anObserverThatWaitsInAModeWhileAMessageIsAboutToBeServedGetsItsReply() throws Exception {
        Attempt.of(() -> {
                    LocalMessagePort port = server.createLocal(
                            LocalPortOptions.named(NAME, message -> null).withDispatch(Dispatch.none()));
                    RunLoop loop = RunLoop.current();
                    loop.add(port.runLoopSource(), RunLoopMode.DEFAULT);
                    RemoteMessagePort remote = client.connect(NAME);
                    remote.send(1, null, SOON);
                    AtomicReference<Object> outcome = new AtomicReference<>();
                    loop.add(
                            RunLoopObserver.of(java.util.Set.of(Activity.AFTER_WAITING), false, 0, (observer, at) -> {
                                try {
                                    outcome.set(remote.request(2, null, SOON, RunLoopMode.DEFAULT));
                                } catch (Exception e) {
                                    outcome.set(e);
                                }
                            }),
                            RunLoopMode.DEFAULT);
                    loop.run(RunLoopMode.DEFAULT, Duration.ofSeconds(10), true);
                    assertThat(outcome.get()).isInstanceOf(Reply.class);
                    return null;
                })
                .result();
    }

    @Test
    void aRequestOfALoopToAPortThatIsDispatchedOnThatLoopIsRefusedAtOnceAndDoesNotHang() throws Exception {
        RunLoop loop = server.runLoop();
        server.createLocal(LocalPortOptions.named(NAME, message -> null).withDispatch(Dispatch.on(loop)));
        RemoteMessagePort remote = server.connect(NAME);
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                outcome.complete(remote.request(1, null, SendOptions.timeout(Duration.ofSeconds(2))));
            } catch (Exception e) {
                outcome.complete(e);
            }
        });
        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(WouldDeadlockException.class);
        CompletableFuture<Object> inMode = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                inMode.complete(
                        remote.request(1, null, SendOptions.timeout(Duration.ofSeconds(2)), RunLoopMode.DEFAULT));
            } catch (Exception e) {
                inMode.complete(e);
            }
        });
        assertThat(inMode.get(10, TimeUnit.SECONDS)).isInstanceOf(Reply.class);
        CompletableFuture<Object> elsewhere = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                elsewhere.complete(remote.request(
                        1, null, SendOptions.timeout(Duration.ofSeconds(2)), new RunLoopMode("test.private")));
            } catch (Exception e) {
                elsewhere.complete(e);
            }
        });
        assertThat(elsewhere.get(10, TimeUnit.SECONDS)).isInstanceOf(WouldDeadlockException.class);
    }

    @Test
    void aHandlerThatThrowsAfterItTookTheResponderFailsTheRequestAtOnce() throws Exception {
        Queue<Object> kept = new ConcurrentLinkedQueue<>();
        server.createLocal(NAME, message -> {
            kept.add(message.responder());
            throw new IllegalStateException("after the responder");
        });
        RemoteMessagePort remote = client.connect(NAME);
        assertThatThrownBy(() -> remote.request(1, null, SOON))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("after the responder");
        assertThat(kept).as("held all the time").hasSize(1);
    }

    @Test
    void aRequestEndsWithItsHandleAlsoIfItsPortHasDiedAndLeftItOpen() throws Exception {
        Queue<Object> kept = new ConcurrentLinkedQueue<>();
        server.createLocal(NAME, message -> {
            kept.add(message.responder());
            message.port().invalidate();
            return null;
        });
        RemoteMessagePort remote = client.connect(NAME);
        Attempt request = Attempt.of(() -> remote.request(1, null, SOON));
        await().until(() -> !kept.isEmpty() && !remote.isValid());
        assertThat(request.isOver()).isFalse();
        remote.invalidate();
        request.failure(PortBecameInvalidException.class);
        assertThat(request.took()).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aStoppedOwnersEndedThreadLeavesNoneOfItsSourcesInALoop() throws Exception {
        AtomicInteger cancelled = new AtomicInteger();
        Attempt serving = Attempt.of(() -> RunLoop.current()
                .add(
                        SignalSource.of(0, new SignalSource.Callbacks() {
                            @Override
                            public void perform() {}

                            @Override
                            public void cancel(RunLoop from, RunLoopMode mode) {
                                cancelled.incrementAndGet();
                            }
                        }),
                        RunLoopMode.DEFAULT));
        serving.result();
        serving.thread().join();
        server.createLocal(NAME, message -> null);
        kernel.space("server").close(Duration.ZERO);
        assertThat(cancelled).hasValue(1);
    }

    @Test
    void aRequestWhoseFutureTheProgramHasEndedItselfIsTakenBack() throws Exception {
        LocalMessagePort port = server.createLocal(LocalPortOptions.named(NAME, message -> null)
                .withDispatch(Dispatch.none())
                .withQueueLimit(1));
        RemoteMessagePort remote = client.connect(NAME);
        remote.send(1, null, SOON);
        CompletableFuture<Reply> waiting = remote.requestAsync(2, null, SOON).toCompletableFuture();
        await().until(() -> ((LocalPort) port).snapshot().blocked() == 1);
        waiting.completeExceptionally(new java.util.concurrent.TimeoutException("the program's own"));
        assertThat(((LocalPort) port).snapshot().blocked()).isZero();
    }

    @Test
    void aListenerHearsOfTheMessagesThatItsPortBringsBackFromASet() throws Exception {
        PortSpace space = server.space();
        ReceiveRight right = space.allocate();
        BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
        server.openMachPort(MachPortOptions.on(
                right, (port, message, info) -> received.add(message.message().id())));
        SendRight to = space.insertSend(client.space(), right);
        PortSet set = space.newSet();
        assertThat(space.addToSet(set, right)).isEqualTo(KernReturn.SUCCESS);
        assertThat(client.space().send(Message.to(to, 7), MsgOptions.POLL).code())
                .isEqualTo(MsgReturn.SUCCESS);
        assertThat(received).isEmpty();
        assertThat(space.removeFromSet(right)).isEqualTo(KernReturn.SUCCESS);
        assertThat(received.poll(2, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(space.addToSet(set, right)).isEqualTo(KernReturn.SUCCESS);
        assertThat(client.space().send(Message.to(to, 8), MsgOptions.POLL).code())
                .isEqualTo(MsgReturn.SUCCESS);
        space.deallocate(set);
        assertThat(received.poll(2, TimeUnit.SECONDS)).isEqualTo(8);
    }

    @Test
    void aStoppedOwnersCallbackThatBlocksDoesNotHoldUpTheDeadlinesOfOthers() throws Exception {
        server.createLocal(LocalPortOptions.named(NAME, message -> null).withDispatch(Dispatch.none()));
        PortRegistry gone = kernel.registry("gone");
        RemoteMessagePort dead = gone.connect(NAME);
        RemoteMessagePort remote = client.connect(NAME);
        kernel.space("gone").close(Duration.ZERO);
        CountDownLatch blocks = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread self = Thread.currentThread();
        while (blocks.getCount() > 0) { // until a callback is registered before its future is complete
            CompletableFuture<Void> over = new CompletableFuture<>();
            dead.requestAsync(1, null, SOON).whenComplete((reply, failure) -> {
                if (Thread.currentThread() != self) {
                    blocks.countDown();
                    over.complete(null);
                    awaitUninterrupted(release);
                }
                over.complete(null);
            });
            over.get(5, TimeUnit.SECONDS);
        }
        try {
            CompletableFuture<Reply> late = remote.requestAsync(2, null, SendOptions.timeout(Duration.ofMillis(50)))
                    .toCompletableFuture();
            assertThatThrownBy(() -> late.get(3, TimeUnit.SECONDS)).hasMessageContaining("no reply");
        } finally {
            release.countDown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anOwnerThatStopsWhileItsThreadsBeginToWaitForANameEndsWholly() throws Exception {
        for (int round = 0; round < 300; round++) {
            PortRegistry owner = kernel.registry("waiting");
            owner.createLocal(PortName.of("waiting-" + round), message -> null);
            AtomicBoolean over = new AtomicBoolean();
            Attempt connects = Attempt.of(() -> {
                while (!over.get()) {
                    try {
                        owner.connect(PortName.of("nobody"), Duration.ofSeconds(30));
                    } catch (IllegalStateException e) {
                        return null;
                    }
                }
                return null;
            });
            if (round % 3 == 0) {
                Thread.onSpinWait();
            }
            try {
                kernel.space("waiting").close(Duration.ofSeconds(1));
            } finally {
                over.set(true);
            }
            connects.result();
            assertThat(kernel.space("waiting")).isNull();
        }
    }
}
