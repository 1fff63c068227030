package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.Cause;
import org.roadstead.port.Dispatch;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.Invalidation;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.ReplyTimeoutException;
import org.roadstead.port.Responder;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendStatus;
import org.roadstead.port.SendTimeoutException;
import org.roadstead.port.TransportException;
import org.roadstead.testkit.Scenario;

/** What every caller is promised, whatever lies between the caller and the port. */
@Timeout(60)
abstract class OutcomesContract {
    private static final PortName NAME = PortName.of("test.port");
    private static final SendOptions SHORT = SendOptions.timeout(Duration.ofMillis(80));

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

    private LocalMessagePort serve(MessageHandler handler) {
        return arrangement.owner().createLocal(NAME, handler);
    }

    private final List<Integer> handledByDeaf = Collections.synchronizedList(new ArrayList<>());

    private LocalMessagePort deaf(int limit) {
        MessageHandler handler = message -> {
            handledByDeaf.add(message.id());
            return null;
        };
        return arrangement
                .owner()
                .createLocal(LocalPortOptions.named(NAME, handler)
                        .withDispatch(Dispatch.none())
                        .withQueueLimit(limit));
    }

    private RemoteMessagePort connect() {
        return arrangement.client().connect(NAME);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Reply reply) {
        return new String(reply.toByteArray(), StandardCharsets.UTF_8);
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    @Test
    @Scenario({"CF27", "CF29"})
    void aRequestGetsTheReplyAndTheHandlerSeesIdBytesAndSender() throws Exception {
        AtomicReference<IncomingMessage> seen = new AtomicReference<>();
        serve(message -> {
            seen.set(message);
            return bytes("pong");
        });
        try (RemoteMessagePort port = connect()) {
            for (int id : new int[] {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE}) {
                assertThat(text(port.request(id, bytes("ping")))).isEqualTo("pong");
                assertThat(seen.get().id()).isEqualTo(id);
                assertThat(seen.get().data()).isEqualTo(bytes("ping"));
                assertThat(seen.get().wantsReply()).isTrue();
                assertThat(seen.get().sender().owner()).isEqualTo("client");
                assertThat(seen.get().sender().node())
                        .isEqualTo(arrangement.clientsKernel().snapshot().id());
            }
            assertThat(port.owner().label()).isEqualTo("owner");
        }
    }

    @Test
    @Scenario({"CF30", "CF31"})
    void nullDataArrivesAsEmptyAndANullReplyIsEmpty() throws Exception {
        AtomicReference<ByteBuffer> seen = new AtomicReference<>();
        serve(message -> {
            seen.set(message.data());
            return null;
        });
        try (RemoteMessagePort port = connect()) {
            assertThat(port.request(1, null).isEmpty()).isTrue();
            assertThat(seen.get().remaining()).isZero();
        }
    }

    @Test
    @Scenario("CF32")
    void payloadsOfEverySizeUpToTheLimitComeBackIntact() throws Exception {
        serve(IncomingMessage::data);
        try (RemoteMessagePort port = connect()) {
            for (int size : new int[] {0, 1, 64, 4095, 65_535, 65_536, 300_000, 1 << 20}) {
                ByteBuffer data = ByteBuffer.allocate(size);
                for (int i = 0; i < size; i++) {
                    data.put(i, (byte) (i * 31 + size));
                }
                assertThat(port.request(1, data).data()).as("%d bytes", size).isEqualTo(data);
                assertThat(data.remaining()).isEqualTo(size);
            }
        }
    }

    @Test
    @Scenario({"CF37", "CF38", "CF42"})
    void aMessageOverTheLimitIsATransportErrorAlsoOnAnInvalidPort() throws Exception {
        serve(IncomingMessage::data);
        RemoteMessagePort port = connect();
        ByteBuffer tooLarge = ByteBuffer.allocate((1 << 20) + 1);
        TransportException over = catchThrowableOfType(TransportException.class, () -> port.request(1, tooLarge));
        assertThat(over.status()).isEqualTo(SendStatus.TRANSPORT_ERROR);
        assertThat(over.outcomeCause()).isEqualTo(Cause.TOO_LARGE);
        assertThat(over).hasMessageContaining("1048577").hasMessageContaining("1048576");
        port.invalidate();
        assertThatThrownBy(() -> port.request(1, tooLarge)).isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> port.request(1, null)).isInstanceOf(PortInvalidException.class);
    }

    @Test
    @Scenario("CF39")
    void aReplyOverTheLimitIsATypedErrorAndNotAnEmptySuccess() throws Exception {
        serve(message -> ByteBuffer.allocate((1 << 20) + 1));
        try (RemoteMessagePort port = connect()) {
            TransportException over = catchThrowableOfType(TransportException.class, () -> port.request(1, null));
            assertThat(over.outcomeCause()).isEqualTo(Cause.REPLY_TOO_LARGE);
        }
    }

    @Test
    @Scenario({"CF34", "CF45"})
    void oneWayMessagesAreHandledInOrderEachOnce() throws Exception {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        serve(message -> {
            assertThat(message.wantsReply()).isFalse();
            seen.add(message.id());
            return bytes("dropped");
        });
        try (RemoteMessagePort port = connect()) {
            for (int i = 0; i < 1_000; i++) {
                port.send(i, bytes("x"));
            }
        }
        await().until(() -> seen.size() == 1_000);
        assertThat(seen).isSorted().doesNotHaveDuplicates();
    }

    @Test
    @Scenario("CF17")
    void twoRemotesToOnePortAreEqual() {
        serve(IncomingMessage::data);
        RemoteMessagePort one = connect();
        RemoteMessagePort other = connect();
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).isNotSameAs(other);
        assertThat(one).isNotEqualTo(arrangement.owner().connect(NAME));
    }

    @Test
    @Scenario("CF16")
    void noPortWithThatNameFailsAtOnce() {
        assertThatThrownBy(this::connect)
                .isInstanceOf(NoSuchPortException.class)
                .hasMessageContaining("test.port");
    }

    /** Returns how a send ends while the home runs; that it did not run for 50 ms, on a busy machine, is an outcome of its own. */
    private static SendTimeoutException decided(ThrowableAssert.ThrowingCallable send) {
        return await().until(
                        () -> catchThrowableOfType(SendTimeoutException.class, send),
                        full -> full.outcomeCause() != Cause.UNDECIDED);
    }

    @Test
    @Scenario({"CF33", "CF49", "CF52", "M2", "M3"})
    void aFullQueueTimesOutNotBeforeTheTimeoutAndDeliversNothingLater() throws Exception {
        LocalMessagePort local = deaf(2);
        try (RemoteMessagePort port = connect()) {
            port.send(1, null);
            port.send(2, null);
            long began = System.nanoTime();
            SendTimeoutException full = decided(() -> port.send(3, null, SHORT));
            assertThat(millisSince(began)).isGreaterThanOrEqualTo(80);
            assertThat(full.status().code()).isEqualTo(-1);
            assertThat(full.outcomeCause()).isEqualTo(Cause.QUEUE_FULL);
            assertThat(full).hasMessageContaining("queue 2 of 2 messages").hasMessageContaining("owner");
            began = System.nanoTime();
            assertThatThrownBy(() -> port.send(4, null, SHORT.withSendTimeout(Duration.ZERO)))
                    .isInstanceOf(SendTimeoutException.class);
            assertThat(millisSince(began)).isLessThan(1_000);
            assertThatThrownBy(() -> port.request(5, null, SHORT)).isInstanceOf(SendTimeoutException.class);
        }
        local.dispatchOn(Runnable::run);
        await().until(() -> handledByDeaf.size() == 2);
        assertThat(local.queueDepth()).isZero();
        assertThat(handledByDeaf).containsExactly(1, 2);
    }

    @Test
    @Scenario({"CF51", "M4"})
    void aSenderThatWaitsForRoomSucceedsWhenASlotIsFreed() throws Exception {
        LocalMessagePort local = deaf(1);
        try (RemoteMessagePort port = connect()) {
            port.send(1, null);
            CountDownLatch sent = new CountDownLatch(1);
            Thread sender = new Thread(() -> {
                try {
                    port.send(2, null);
                    sent.countDown();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            sender.start();
            await().until(() -> blocked() == 1);
            assertThat(sent.getCount()).isEqualTo(1);
            local.dispatchOn(Runnable::run);
            assertThat(sent.await(5, TimeUnit.SECONDS)).isTrue();
            sender.join();
        }
    }

    private int blocked() {
        return arrangement.ownersKernel().snapshot().ports().get(0).blocked();
    }

    @Test
    void aParkedRequestIsAnsweredAndItsReplyClockStartsWhenItIsTaken() throws Exception {
        LocalMessagePort local = arrangement
                .owner()
                .createLocal(LocalPortOptions.named(NAME, message -> bytes("late"))
                        .withDispatch(Dispatch.none())
                        .withQueueLimit(1));
        try (RemoteMessagePort port = connect()) {
            port.send(1, null);
            SendOptions options = new SendOptions(Duration.ofSeconds(10), Duration.ofSeconds(5));
            CompletableFuture<Reply> reply = port.requestAsync(2, null, options).toCompletableFuture();
            await().until(() -> blocked() == 1);
            local.dispatchOn(Runnable::run);
            assertThat(text(reply.get(5, TimeUnit.SECONDS))).isEqualTo("late");
        }
    }

    @Test
    void aReplyTimeoutShorterThanTheSendTimeoutHoldsAfterAParkedSend() throws Exception {
        LocalMessagePort local = arrangement
                .owner()
                .createLocal(LocalPortOptions.named(NAME, message -> {
                            if (message.wantsReply()) {
                                message.responder();
                            }
                            return null;
                        })
                        .withDispatch(Dispatch.none())
                        .withQueueLimit(1));
        RemoteMessagePort port = connect();
        port.send(1, null);
        SendOptions options = new SendOptions(Duration.ofSeconds(30), Duration.ofMillis(150));
        CompletableFuture<Throwable> blocking = CompletableFuture.supplyAsync(() -> {
            try {
                port.request(2, null, options);
                return null;
            } catch (Exception e) {
                return e;
            }
        });
        await().until(() -> blocked() == 1);
        CompletableFuture<Reply> async = port.requestAsync(3, null, options).toCompletableFuture();
        await().until(() -> blocked() == 2);
        local.dispatchOn(Runnable::run);
        assertThat(blocking.get(5, TimeUnit.SECONDS)).isInstanceOf(ReplyTimeoutException.class);
        assertThatThrownBy(() -> async.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(ReplyTimeoutException.class);
    }

    @Test
    @Scenario({"CF56", "M65"})
    void aReplyThatDoesNotComeTimesOutAndTheLateOneIsDroppedAndCounted() throws Exception {
        LinkedBlockingQueue<Responder> held = new LinkedBlockingQueue<>();
        serve(message -> {
            held.add(message.responder());
            return null;
        });
        try (RemoteMessagePort port = connect()) {
            long began = System.nanoTime();
            ReplyTimeoutException late =
                    catchThrowableOfType(ReplyTimeoutException.class, () -> port.request(1, null, SHORT));
            assertThat(millisSince(began)).isBetween(80L, 80L + 500);
            assertThat(late.status().code()).isEqualTo(-2);
            held.take().reply(bytes("too late"));
            await().until(() -> arrangement.clientsKernel().snapshot().lateReplies() == 1);
            CompletableFuture<Reply> next =
                    port.requestAsync(2, null, SendOptions.DEFAULT).toCompletableFuture();
            held.take().reply(bytes("in time"));
            assertThat(text(next.get(5, TimeUnit.SECONDS))).isEqualTo("in time");
            SendOptions noPatience = SendOptions.DEFAULT.withReplyTimeout(Duration.ZERO);
            assertThatThrownBy(() -> port.request(3, null, noPatience)).isInstanceOf(ReplyTimeoutException.class);
            assertThat(held.poll(5, TimeUnit.SECONDS)).as("delivered").isNotNull();
        }
    }

    @Test
    void anAsynchronousRequestTimesOutByItself() throws Exception {
        serve(message -> {
            message.responder();
            return null;
        });
        try (RemoteMessagePort port = connect()) {
            CompletableFuture<Reply> reply = port.requestAsync(1, null, SHORT).toCompletableFuture();
            assertThatThrownBy(() -> reply.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(ReplyTimeoutException.class);
        }
    }

    @Test
    @Scenario("CF26")
    void aHandlerThatThrowsFailsItsRequestAtOnceAndThePortGoesOn() throws Exception {
        serve(message -> {
            if (message.id() == 1) {
                throw new IllegalArgumentException("no such colour");
            }
            return bytes("fine");
        });
        try (RemoteMessagePort port = connect()) {
            TransportException failed = catchThrowableOfType(TransportException.class, () -> port.request(1, null));
            assertThat(failed.outcomeCause()).isEqualTo(Cause.HANDLER_FAILED);
            assertThat(failed).hasMessageContaining("no such colour").hasMessageContaining("test.port");
            assertThat(text(port.request(2, null))).isEqualTo("fine");
        }
    }

    @Test
    void aResponderCountsOnceAndAClosedOneTellsTheRequesterAtOnce() throws Exception {
        serve(message -> {
            Responder responder = message.responder();
            assertThat(message.responder()).isSameAs(responder);
            if (message.id() == 1) {
                assertThat(responder.reply(bytes("first"))).isTrue();
                assertThat(responder.reply(bytes("second"))).isFalse();
            } else if (message.id() == 2) {
                responder.close();
            } else {
                responder.fail("not today");
            }
            return bytes("ignored");
        });
        try (RemoteMessagePort port = connect()) {
            assertThat(text(port.request(1, null))).isEqualTo("first");
            TransportException dropped = catchThrowableOfType(TransportException.class, () -> port.request(2, null));
            assertThat(dropped.outcomeCause()).isEqualTo(Cause.REPLY_DROPPED);
            assertThatThrownBy(() -> port.request(3, null)).hasMessageContaining("not today");
        }
    }

    @Test
    @Scenario({"CF69", "CF73", "CF74", "M33", "M70"})
    void invalidationEndsQueuedRequestsAtOnceAndTellsRemotesOnceAfterTheNameIsFree() throws Exception {
        LocalMessagePort local = deaf(4);
        RemoteMessagePort port = connect();
        CompletableFuture<Reply> queued =
                port.requestAsync(1, null, SendOptions.DEFAULT).toCompletableFuture();
        await().until(() -> local.queueDepth() == 1);
        AtomicInteger told = new AtomicInteger();
        AtomicReference<Invalidation> why = new AtomicReference<>();
        AtomicReference<Throwable> lookup = new AtomicReference<>();
        port.onInvalidated((ended, end) -> {
            why.set(end);
            try {
                arrangement.client().connect(NAME).close();
            } catch (RuntimeException e) {
                lookup.set(e);
            }
            told.incrementAndGet();
        });

        local.invalidate();
        local.invalidate();

        assertThatThrownBy(() -> queued.get(5, TimeUnit.SECONDS)).satisfies(e -> {
            PortBecameInvalidException became = (PortBecameInvalidException) e.getCause();
            assertThat(became.status().code()).isEqualTo(-5);
            assertThat(became.outcomeCause()).isEqualTo(Cause.INVALIDATED);
        });
        await().until(() -> told.get() == 1);
        assertThat(why.get().reason()).isEqualTo(Invalidation.Reason.EXPLICIT);
        assertThat(lookup.get()).isInstanceOf(NoSuchPortException.class);
        assertThat(port.isValid()).isFalse();
        PortInvalidException invalid = catchThrowableOfType(PortInvalidException.class, () -> port.request(1, null));
        assertThat(invalid.status().code()).isEqualTo(-3);
        AtomicInteger atOnce = new AtomicInteger();
        port.onInvalidated((ended, end) -> atOnce.incrementAndGet());
        assertThat(atOnce).hasValue(1);
        serve(IncomingMessage::data).invalidate();
    }

    @Test
    @Scenario("M32")
    void aSenderThatWaitsForRoomIsToldWhenThePortEnds() throws Exception {
        LocalMessagePort local = deaf(1);
        RemoteMessagePort port = connect();
        port.send(1, null);
        CompletableFuture<Throwable> outcome = CompletableFuture.supplyAsync(() -> {
            try {
                port.send(2, null);
                return null;
            } catch (Exception e) {
                return e;
            }
        });
        await().until(() -> blocked() == 1);
        local.invalidate();
        assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(PortBecameInvalidException.class);
    }

    @Test
    @Scenario("CF81")
    void aPortInvalidatedInsideItsHandlerStillReplies() throws Exception {
        AtomicReference<LocalMessagePort> self = new AtomicReference<>();
        self.set(serve(message -> {
            self.get().invalidate();
            return bytes("goodbye");
        }));
        RemoteMessagePort port = connect();
        assertThat(text(port.request(1, null))).isEqualTo("goodbye");
        await().until(() -> !port.isValid());
    }

    @Test
    @Scenario("CF85")
    void theOwnersEndReachesQueuedRunningAndDeferredRequestsWithItsReason() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        serve(message -> {
            if (message.id() == 1) {
                message.responder();
                return null;
            }
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return null;
        });
        RemoteMessagePort port = connect();
        List<CompletableFuture<Reply>> requests = new ArrayList<>();
        for (int id = 1; id <= 3; id++) {
            requests.add(port.requestAsync(id, null, SendOptions.DEFAULT).toCompletableFuture());
        }
        running.await();

        arrangement.ownersKernel().space("owner").close(Duration.ofMillis(100));

        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        for (CompletableFuture<Reply> request : requests) {
            assertThatThrownBy(() -> request.get(5, TimeUnit.SECONDS)).satisfies(e -> {
                PortBecameInvalidException became = (PortBecameInvalidException) e.getCause();
                assertThat(became.outcomeCause()).isEqualTo(Cause.OWNER_STOPPED);
                assertThat(became).hasMessageContaining("owner");
            });
        }
        await().until(() -> !port.isValid());
        arrangement.client().createLocal(NAME, IncomingMessage::data).close();
    }

    @Test
    void anInterruptEndsAWaitWithin50MillisecondsAndLeavesThePortUsable() throws Exception { // C7
        LinkedBlockingQueue<Responder> held = new LinkedBlockingQueue<>();
        serve(message -> {
            if (message.id() == 1) {
                held.add(message.responder());
            }
            return bytes("ok");
        });
        RemoteMessagePort port = connect();
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                port.request(1, null);
            } catch (Throwable e) {
                outcome.set(e);
            }
        });
        caller.start();
        held.take();
        caller.interrupt();
        caller.join(2_000);
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        assertThat(text(port.request(2, null))).isEqualTo("ok");
    }

    @Test
    void aHandleThatIsInvalidatedEndsItsOwnCallsAndNobodyElses() throws Exception {
        serve(message -> {
            if (message.id() == 1) {
                message.responder();
            }
            return bytes("ok");
        });
        RemoteMessagePort mine = connect();
        RemoteMessagePort other = connect();
        CompletableFuture<Reply> waiting =
                mine.requestAsync(1, null, SendOptions.DEFAULT).toCompletableFuture();
        mine.invalidate();
        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(PortBecameInvalidException.class);
        assertThat(text(other.request(2, null))).isEqualTo("ok");
    }

    @Test
    void manyCallersAtOnceEachGetTheirOwnReply() throws Exception {
        serve(IncomingMessage::data);
        RemoteMessagePort port = connect();
        int callers = 8;
        AtomicInteger right = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < callers; c++) {
            int caller = c;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 2_000; i++) {
                    String payload = caller + ":" + i;
                    try {
                        if (text(port.request(i, bytes(payload))).equals(payload)) {
                            right.incrementAndGet();
                        }
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(right).hasValue(callers * 2_000);
    }

    @Test
    void directDispatchServesRequestsToo() throws Exception {
        arrangement
                .owner()
                .createLocal(LocalPortOptions.named(NAME, IncomingMessage::data).withDispatch(Dispatch.direct()));
        try (RemoteMessagePort port = connect()) {
            for (int i = 0; i < 200; i++) {
                assertThat(text(port.request(i, bytes("n" + i)))).isEqualTo("n" + i);
            }
        }
    }

    @Test
    void anAsynchronousResultComesOnTheRequestersLoopAndWaitingForItThereIsRefused() throws Exception {
        serve(IncomingMessage::data);
        RemoteMessagePort port = connect();
        CompletableFuture<String> thread = port.requestAsync(1, bytes("x"), SendOptions.DEFAULT)
                .thenApply(reply -> Thread.currentThread().getName())
                .toCompletableFuture();
        String name = thread.get(5, TimeUnit.SECONDS);
        assertThat(name).isIn("port-loop [client]", Thread.currentThread().getName());
        CompletableFuture<Throwable> inLoop = new CompletableFuture<>();
        arrangement.client().runLoop().execute(() -> {
            try {
                port.requestAsync(2, null, SendOptions.DEFAULT)
                        .toCompletableFuture()
                        .join();
                inLoop.complete(null);
            } catch (CompletionException | org.roadstead.port.WouldDeadlockException e) {
                inLoop.complete(e);
            }
        });
        assertThat(inLoop.get(5, TimeUnit.SECONDS)).isInstanceOf(org.roadstead.port.WouldDeadlockException.class);
    }

    @Test
    @Scenario({"CF5", "CF6"})
    void aNameInUseIsRefusedWithItsOwnerAndFreeAgainAfterwards() {
        LocalMessagePort first = serve(IncomingMessage::data);
        assertThatThrownBy(() -> arrangement.client().createLocal(NAME, IncomingMessage::data))
                .isInstanceOf(org.roadstead.port.NameInUseException.class)
                .hasMessageContaining("owner in");
        first.invalidate();
        arrangement.client().createLocal(NAME, IncomingMessage::data).close();
    }

    @Test
    @Scenario("CF21")
    void aConnectThatWaitsIsGivenThePortWhenItAppearsAndFailsWhenItDoesNot() throws Exception {
        CompletableFuture<RemoteMessagePort> waiting =
                arrangement.client().connect(NAME, Duration.ofSeconds(10)).toCompletableFuture();
        CompletableFuture<RemoteMessagePort> inVain = arrangement
                .client()
                .connect(PortName.of("never"), Duration.ofMillis(50))
                .toCompletableFuture();
        assertThatThrownBy(() -> inVain.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(NoSuchPortException.class);
        assertThat(waiting).isNotDone();
        serve(message -> bytes("here"));
        assertThat(text(waiting.get(5, TimeUnit.SECONDS).request(1, null))).isEqualTo("here");
    }
}
