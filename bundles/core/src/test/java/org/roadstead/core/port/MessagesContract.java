package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.Dispatch;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.runtime.PortSnapshot;
import org.roadstead.testkit.Scenario;

/** What becomes of messages on their way, whatever lies between the caller and the port: bytes, order, room, interrupts. */
@Timeout(60)
abstract class MessagesContract {
    private static final PortName NAME = PortName.of("test.messages");
    private static final SendOptions FOR_EVER = SendOptions.timeout(SendOptions.FOREVER);

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<Integer> handled = new CopyOnWriteArrayList<>();
    private Arrangement arrangement;

    abstract Arrangement arrange() throws Exception;

    @BeforeEach
    void open() throws Exception {
        arrangement = arrange();
    }

    @AfterEach
    void close() throws Exception {
        callers.shutdownNow();
        arrangement.close();
    }

    private LocalMessagePort create(MessageHandler handler, Dispatch dispatch, int queueLimit) {
        return arrangement
                .owner()
                .createLocal(LocalPortOptions.named(NAME, handler)
                        .withDispatch(dispatch)
                        .withQueueLimit(queueLimit));
    }

    private LocalMessagePort deaf(int queueLimit) {
        return create(
                message -> {
                    handled.add(message.id());
                    return null;
                },
                Dispatch.none(),
                queueLimit);
    }

    private RemoteMessagePort connect() {
        return arrangement.client().connect(NAME);
    }

    private Future<?> inThread(Callable<?> call) {
        return callers.submit(call);
    }

    private PortSnapshot snapshot() {
        return arrangement.ownersKernel().snapshot().ports().get(0);
    }

    private static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    @Scenario("CF35")
    void aRequestWaitsForItsReplyAlsoIfNobodyLooksAtIt() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        create(
                message -> {
                    entered.countDown();
                    leave.await();
                    handled.add(message.id());
                    return null;
                },
                Dispatch.ownLoop(),
                1);
        RemoteMessagePort port = connect();
        Future<?> request = inThread(() -> {
            port.request(1, null);
            return List.copyOf(handled);
        });
        entered.await();
        assertThat(request.isDone()).isFalse();
        leave.countDown();
        assertThat(request.get(5, TimeUnit.SECONDS)).isEqualTo(List.of(1));
    }

    @Test
    @Scenario("CF40")
    void bytesThatAHandlerKeepsStayWhatTheyWere() throws Exception {
        List<ByteBuffer> kept = new ArrayList<>();
        create(
                message -> {
                    kept.add(message.data());
                    return null;
                },
                Dispatch.ownLoop(),
                8);
        int[] sizes = {0, 1, 64, 4_096, 70_000};
        try (RemoteMessagePort port = connect()) {
            for (int i = 0; i < 200; i++) {
                port.request(i, ByteBuffer.wrap(random(sizes[i % sizes.length], i)));
            }
        }
        assertThat(kept).hasSize(200);
        for (int i = 0; i < 200; i++) {
            assertThat(kept.get(i)).isEqualTo(ByteBuffer.wrap(random(sizes[i % sizes.length], i)));
        }
    }

    @Test
    @Scenario("CF41")
    void aSenderMayOverwriteItsBufferOnceAOneWaySendReturns() throws Exception {
        List<ByteBuffer> came = new CopyOnWriteArrayList<>();
        int[] sizes = {3, 70_000, 1 << 20};
        LocalMessagePort local = create(
                message -> {
                    came.add(message.data());
                    return null;
                },
                Dispatch.none(),
                sizes.length);
        byte[] buffer = new byte[1 << 20];
        try (RemoteMessagePort port = connect()) {
            for (int size : sizes) {
                System.arraycopy(random(size, size), 0, buffer, 0, size);
                port.send(size, ByteBuffer.wrap(buffer, 0, size));
            }
            java.util.Arrays.fill(buffer, (byte) -1);
            local.dispatchOn(Runnable::run);
            await().until(() -> came.size() == sizes.length);
        }
        for (int i = 0; i < sizes.length; i++) {
            assertThat(came.get(i)).isEqualTo(ByteBuffer.wrap(random(sizes[i], sizes[i])));
        }
    }

    @Test
    @Scenario("CF47")
    void manyPairsOfPortsEachCarryTheirMessage() throws Exception {
        int pairs = 128;
        CountDownLatch left = new CountDownLatch(pairs);
        for (int i = 0; i < pairs; i++) {
            int number = i;
            arrangement.owner().createLocal(PortName.of("pair." + i), message -> {
                if (message.id() == number) {
                    left.countDown();
                }
                return null;
            });
        }
        List<RemoteMessagePort> remotes = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            remotes.add(arrangement.client().connect(PortName.of("pair." + i)));
        }
        for (int i = 0; i < pairs; i++) {
            remotes.get(i).send(i, null);
        }
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @Scenario("M87")
    void tenThousandMessagesOfOneSenderComeInOrderEachOnce() throws Exception {
        List<Integer> came = new ArrayList<>();
        CountDownLatch last = new CountDownLatch(10_000);
        create(
                message -> {
                    came.add(message.id());
                    last.countDown();
                    return null;
                },
                Dispatch.ownLoop(),
                5);
        try (RemoteMessagePort port = connect()) {
            for (int i = 0; i < 10_000; i++) {
                port.send(i, null);
            }
            assertThat(last.await(30, TimeUnit.SECONDS)).isTrue();
            port.request(10_000, null);
        }
        assertThat(came).isEqualTo(IntStream.rangeClosed(0, 10_000).boxed().toList());
    }

    @Test
    @Scenario({"CF54", "M5"})
    void aSendWithoutALimitWaitsUntilThereIsRoom() throws Exception {
        LocalMessagePort local = deaf(1);
        RemoteMessagePort port = connect();
        port.send(1, null);
        Future<?> second = inThread(() -> {
            port.send(2, null, FOR_EVER);
            return null;
        });
        await().until(() -> snapshot().blocked() == 1);
        assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        local.dispatchOn(Runnable::run);
        second.get(5, TimeUnit.SECONDS);
        await().until(() -> handled.size() == 2);
        assertThat(handled).containsExactly(1, 2);
    }

    @Test
    @Scenario("CF54")
    void anInterruptEndsASendWithoutALimitAndItsMessageIsNotDelivered() throws Exception {
        LocalMessagePort local = deaf(1);
        RemoteMessagePort port = connect();
        port.send(1, null);
        CompletableFuture<Thread> sender = new CompletableFuture<>();
        Future<?> second = inThread(() -> {
            sender.complete(Thread.currentThread());
            port.send(2, null, FOR_EVER);
            return null;
        });
        await().until(() -> snapshot().blocked() == 1);
        sender.get().interrupt();
        assertThatThrownBy(() -> second.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        local.dispatchOn(Runnable::run);
        port.request(3, null);
        assertThat(handled).containsExactly(1, 3);
    }

    @Test
    @Scenario("M18")
    void anInterruptFromBeforeDoesNotHinderASendThatHasRoom() throws Exception {
        LocalMessagePort local = deaf(2);
        RemoteMessagePort port = connect();
        port.send(1, null);
        Thread.currentThread().interrupt();
        port.send(2, null);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(local.queueDepth()).isEqualTo(2);
    }

    @Test
    @Scenario("CF59")
    void sendersThatAreFasterThanTheExecutorAreHeldBackAtTheLimit() throws Exception {
        Semaphore turns = new Semaphore(0);
        LocalMessagePort local = create(
                message -> {
                    turns.acquire();
                    handled.add(message.id());
                    return null;
                },
                Dispatch.on(callers),
                3);
        RemoteMessagePort port = connect();
        AtomicInteger sent = new AtomicInteger();
        int all = 20;
        Future<?> sender = inThread(() -> {
            for (int i = 0; i < all; i++) {
                port.send(i, ByteBuffer.allocate(1_000), SendOptions.timeout(Duration.ofSeconds(20)));
                sent.incrementAndGet();
            }
            return null;
        });
        for (int i = 0; i + 4 < all; i++) {
            int taken = i + 4; // one is in the handler, three are in the queue
            await().until(() -> sent.get() == taken && snapshot().blocked() == 1);
            assertThat(local.queueDepth()).isEqualTo(3);
            assertThat(snapshot().bytes()).isEqualTo(3_000);
            turns.release();
        }
        turns.release(all);
        sender.get(5, TimeUnit.SECONDS);
        await().until(() -> handled.size() == all);
        assertThat(handled).isEqualTo(IntStream.range(0, all).boxed().toList());
    }
}
