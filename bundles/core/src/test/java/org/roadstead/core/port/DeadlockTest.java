package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
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
import org.roadstead.port.Reply;
import org.roadstead.port.Responder;
import org.roadstead.port.SendOptions;
import org.roadstead.port.WouldDeadlockException;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;
import org.roadstead.testkit.Utf8;

/** Handlers that would wait for each other in a circle are told at once, and others are let alone. */
@ShownIn(Place.VM)
@Timeout(60)
class DeadlockTest {
    private final Kernel kernel = new Kernel("circle");
    private final ExecutorService pool = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        kernel.close();
        pool.shutdownNow();
    }

    private PortRegistry owner(int number) {
        return kernel.registry("owner" + number);
    }

    private static PortName name(int number) {
        return PortName.of("p" + number);
    }

    private LocalMessagePort serve(int number, MessageHandler handler) {
        return owner(number).createLocal(name(number), handler);
    }

    private RemoteMessagePort remote(int from, int to) {
        return owner(from).connect(name(to));
    }

    /** Passes a message on around a ring of ports; the last one's request closes the circle. */
    private WouldDeadlockException closeRing(int size, Dispatch dispatch) throws Exception {
        CompletableFuture<Throwable> last = new CompletableFuture<>();
        CompletableFuture<Duration> took = new CompletableFuture<>();
        List<RemoteMessagePort> next = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < size; i++) {
            int number = i;
            owner(i).createLocal(LocalPortOptions.named(name(i), message -> {
                        long began = System.nanoTime();
                        try {
                            next.get(number).request(message.id() + 1, null);
                        } catch (WouldDeadlockException e) {
                            took.complete(Duration.ofNanos(System.nanoTime() - began));
                            last.complete(e);
                            assertThat(message.id()).isEqualTo(size - 1);
                        }
                        return Utf8.bytes("from " + number);
                    })
                    .withDispatch(dispatch));
        }
        for (int i = 0; i < size; i++) {
            next.add(remote(i, (i + 1) % size));
        }
        Reply reply = kernel.registry("client").connect(name(0)).request(0, null);
        assertThat(Utf8.text(reply.data())).isEqualTo("from 0");
        assertThat(took.get()).isLessThan(Duration.ofMillis(100));
        return (WouldDeadlockException) last.get();
    }

    @Test
    void aCircleOfLoopsIsRefusedToItsLastCallerWithinATenthOfASecond() throws Exception {
        WouldDeadlockException refused = closeRing(3, Dispatch.ownLoop());
        assertThat(refused)
                .hasMessageStartingWith("port p0 of owner0 in circle, process ")
                .hasMessageContaining("over vm: a circle of waits after ")
                .hasMessageContaining("port-loop [owner2] would wait for port p0 of owner0")
                .hasMessageContaining("which port-loop [owner0] serves, and that waits for port p1 of owner1")
                .hasMessageContaining("queue 0 of 64 messages")
                .hasMessageContaining("not sent. Use requestAsync in handlers");
    }

    @Test
    void aCircleOfTwoLoopsIsRefused() throws Exception {
        closeRing(2, Dispatch.ownLoop());
    }

    @Test
    void aCircleOfExecutorsIsRefused() throws Exception {
        closeRing(4, Dispatch.on(pool));
    }

    @Test
    void aCircleThatClosesWithAWaitForRoomIsRefusedAndTheMessageTakenBack() throws Exception {
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        RemoteMessagePort[] other = new RemoteMessagePort[2];
        LocalMessagePort full = owner(0).createLocal(LocalPortOptions.named(name(0), message -> {
                    if (message.id() == 0) {
                        other[0].request(1, null);
                    }
                    return null;
                })
                .withQueueLimit(1));
        serve(1, message -> {
            other[1].send(2, null);
            try {
                other[1].send(3, null);
            } catch (WouldDeadlockException e) {
                refused.complete(e);
            }
            return null;
        });
        other[0] = remote(0, 1);
        other[1] = remote(1, 0);
        kernel.registry("client").connect(name(0)).request(0, null);
        assertThat(refused.get()).hasMessageContaining("queue 1 of 1 messages");
        await().until(() -> full.queueDepth() == 0);
        assertThat(kernel.snapshot().ports().get(0).handled()).isEqualTo(2);
    }

    @Test
    void ofTwoThatCloseACircleAtTheSameMomentOneIsRefusedAndTheOtherAnswered() throws Exception {
        RemoteMessagePort[] to = new RemoteMessagePort[2];
        AtomicInteger refused = new AtomicInteger();
        CyclicBarrier both = new CyclicBarrier(2);
        for (int i = 0; i < 2; i++) {
            int number = i;
            serve(i, message -> {
                if (message.id() == 0) {
                    both.await();
                    try {
                        to[number].request(1, null);
                    } catch (WouldDeadlockException e) {
                        refused.incrementAndGet();
                    }
                }
                return null;
            });
        }
        to[0] = remote(0, 1);
        to[1] = remote(1, 0);
        RemoteMessagePort first = kernel.registry("client").connect(name(0));
        RemoteMessagePort second = kernel.registry("client").connect(name(1));
        for (int round = 1; round <= 100; round++) {
            CompletableFuture<Reply> one =
                    first.requestAsync(0, null, SendOptions.DEFAULT).toCompletableFuture();
            second.request(0, null);
            one.get();
            assertThat(refused).hasValue(round);
        }
    }

    @Test
    void aRequestThatWasDeferredIsNoEdgeOfACircle() throws Exception {
        LinkedBlockingQueue<Responder> deferred = new LinkedBlockingQueue<>();
        CountDownLatch back = new CountDownLatch(1);
        RemoteMessagePort[] to = new RemoteMessagePort[2];
        serve(0, message -> message.id() == 0 ? to[1].request(0, null).data() : Utf8.bytes("back"));
        serve(1, message -> {
            if (message.id() == 0) {
                deferred.add(message.responder());
                return null;
            }
            back.countDown();
            return to[0].request(1, null).data();
        });
        to[0] = remote(1, 0);
        to[1] = remote(0, 1);
        RemoteMessagePort first = kernel.registry("client").connect(name(0));
        RemoteMessagePort second = kernel.registry("client").connect(name(1));
        CompletableFuture<Reply> forth =
                first.requestAsync(0, null, SendOptions.DEFAULT).toCompletableFuture();
        Responder later = deferred.take();
        CompletableFuture<Reply> around =
                second.requestAsync(1, null, SendOptions.DEFAULT).toCompletableFuture();
        back.await();
        await().until(() -> first.isValid() && kernel.snapshot().ports().get(0).depth() == 1);
        later.reply(Utf8.bytes("forth"));
        assertThat(Utf8.text(forth.get().data())).isEqualTo("forth");
        assertThat(Utf8.text(around.get().data())).isEqualTo("back");
    }

    @Test
    void anEdgeThatEndsWhileItIsDoubtedGivesNoVerdict() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        LinkedBlockingQueue<IncomingMessage> held = new LinkedBlockingQueue<>();
        RemoteMessagePort[] to = new RemoteMessagePort[2];
        serve(0, message -> message.id() == 0 ? to[1].request(0, null).data() : Utf8.bytes("back"));
        serve(1, message -> {
            held.add(message);
            taken.await();
            return to[0].request(1, null).data();
        });
        to[0] = remote(1, 0);
        to[1] = remote(0, 1);
        RemoteMessagePort first = kernel.registry("client").connect(name(0));
        CompletableFuture<Reply> forth =
                first.requestAsync(0, null, SendOptions.DEFAULT).toCompletableFuture();
        IncomingMessage message = held.take();
        taken.countDown();
        message.responder().reply(Utf8.bytes("by another thread"));
        assertThat(Utf8.text(forth.get().data())).isEqualTo("by another thread");
    }

    @Test
    void aThreadThatServesNothingIsNotWatched() throws Exception {
        serve(0, IncomingMessage::data);
        RemotePort port = (RemotePort) kernel.registry("client").connect(name(0));
        CompletableFuture<Boolean> outside = new CompletableFuture<>();
        // A thread that has no loop; the one that runs the tests may have one.
        new Thread(() -> outside.complete(Waits.concerns(port))).start();
        assertThat(outside.get()).isFalse();
        CompletableFuture<Boolean> inHandler = new CompletableFuture<>();
        serve(1, message -> {
            inHandler.complete(Waits.concerns(port));
            return null;
        });
        kernel.registry("client").connect(name(1)).request(1, ByteBuffer.allocate(1));
        assertThat(inHandler.get()).isTrue();
    }

    @Test
    @Scenario("CF68")
    void aPortThatItsOwnThreadServesIsRefusedAtOnceWithAReason() throws Exception {
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        CompletableFuture<RemoteMessagePort> self = new CompletableFuture<>();
        serve(0, message -> {
            if (message.id() == 0) {
                try {
                    self.get().request(1, null);
                } catch (WouldDeadlockException e) {
                    refused.complete(e);
                }
            }
            return null;
        });
        self.complete(remote(0, 0));
        kernel.registry("client").connect(name(0)).request(0, null);
        assertThat(refused.get())
                .hasMessageMatching("port p0 of owner0 in circle, process \\d+ over vm: port-loop \\[owner0] serves "
                        + "this port and would wait for itself after 0 ms \\(queue 0 of 64 messages, 0 bytes, 0 senders "
                        + "waiting\\); not sent. Use requestAsync in handlers, or send with a send timeout of zero");
    }
}
