package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.Dispatch;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;

/** What another thread ends ends at once and leaves nothing: a handle in use, an owner that waits, an executor that fails. */
@Timeout(60)
class EndedByOthersTest {
    private static final PortName NAME = PortName.of("ended");
    private static final SendOptions LONG = SendOptions.timeout(Duration.ofSeconds(20));

    @Test
    void invalidatedHandleEndsTheWaitOfTheThreadThatReads() throws Exception {
        try (Arrangement.TwoKernels two = new Arrangement.TwoKernels()) {
            List<Object> kept = new CopyOnWriteArrayList<>();
            two.owner().createLocal(NAME, message -> {
                kept.add(message.responder());
                return null;
            });
            for (int i = 0; i < 3; i++) {
                RemoteMessagePort port = two.client().connect(NAME);
                CompletableFuture<Object> outcome = inThread(() -> port.request(1, null, LONG));
                int asked = i + 1;
                await().until(() -> kept.size() == asked && isIn("caller", "LinkSelector"));
                long began = System.nanoTime();
                port.invalidate();
                assertThat(outcome.get(25, TimeUnit.SECONDS)).isInstanceOf(PortBecameInvalidException.class);
                assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(2));
            }
        }
    }

    @Test
    void messageOfAnInvalidatedHandleThatWaitedForRoomIsNeverDelivered() throws Exception {
        try (Arrangement one = new Arrangement.OneKernel()) {
            messageThatWaitedIsNeverDelivered(one);
        }
        try (Arrangement two = new Arrangement.TwoKernels()) {
            messageThatWaitedIsNeverDelivered(two);
        }
    }

    private void messageThatWaitedIsNeverDelivered(Arrangement kernels) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> handled = new CopyOnWriteArrayList<>();
        kernels.owner()
                .createLocal(LocalPortOptions.named(NAME, message -> {
                            go.await();
                            handled.add(message.id());
                            return null;
                        })
                        .withQueueLimit(1));
        RemoteMessagePort port = kernels.client().connect(NAME);
        RemoteMessagePort other = kernels.client().connect(NAME);
        port.send(1, null);
        await().until(() -> kernels.ownersKernel().snapshot().ports().get(0).depth() == 0);
        port.send(2, null);
        CompletableFuture<Object> outcome = inThread(() -> {
            port.send(3, null, LONG);
            return null;
        });
        await().until(() -> kernels.ownersKernel().snapshot().ports().get(0).blocked() == 1);
        port.invalidate();
        assertThat(outcome.get(25, TimeUnit.SECONDS)).isInstanceOf(PortBecameInvalidException.class);
        await().until(() -> kernels.ownersKernel().snapshot().ports().get(0).blocked() == 0);
        go.countDown();
        other.request(4, null, LONG);
        assertThat(handled).containsExactly(1, 2, 4);
    }

    @Test
    void waitForANameEndsWithItsOwnerAndLeavesNoThread() throws Exception {
        CompletableFuture<RemoteMessagePort> waiting;
        try (Arrangement.TwoKernels two = new Arrangement.TwoKernels()) {
            waiting = two.client().connect(NAME, Duration.ofHours(1)).toCompletableFuture();
            await().until(() -> isIn("port-connect [" + NAME + "]", "WatchService"));
        }
        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has stopped");
        await().until(EndedByOthersTest::noThreadConnects);
    }

    @Test
    void cancelledWaitForANameEndsAndLeavesNoHandle() throws Exception {
        try (Arrangement.TwoKernels two = new Arrangement.TwoKernels()) {
            two.client()
                    .connect(NAME, Duration.ofHours(1))
                    .toCompletableFuture()
                    .cancel(true);
            await().until(EndedByOthersTest::noThreadConnects);
            two.owner().createLocal(NAME, message -> null);
            two.client().connect(NAME).close(); // the name is there for everybody by now
            assertThat(two.clientsKernel().snapshot().spaces())
                    .allSatisfy(space -> assertThat(space.remotePorts()).isZero());
        }
    }

    @Test
    void handlerRunsInsideTheExecutorThatRunsItAtOnce() throws Exception {
        try (Arrangement one = new Arrangement.OneKernel()) {
            ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);
            AtomicReference<Boolean> seen = new AtomicReference<>();
            one.owner()
                    .createLocal(LocalPortOptions.named(NAME, message -> {
                                seen.set(inside.get());
                                return null;
                            })
                            .withDispatch(Dispatch.on(task -> {
                                inside.set(true);
                                try {
                                    task.run();
                                } finally {
                                    inside.set(false);
                                }
                            })));
            one.client().connect(NAME).request(1, null, LONG);
            assertThat(seen.get()).isTrue();
        }
    }

    @Test
    void executorThatFailsWithAnErrorDoesNotLeaveThePortDeaf() throws Exception {
        try (Arrangement one = new Arrangement.OneKernel()) {
            List<Integer> handled = new CopyOnWriteArrayList<>();
            int[] calls = {0};
            one.owner()
                    .createLocal(LocalPortOptions.named(NAME, message -> {
                                handled.add(message.id());
                                return null;
                            })
                            .withDispatch(Dispatch.on(task -> {
                                if (calls[0]++ == 0) {
                                    throw new NoClassDefFoundError("the executor is half gone");
                                }
                                task.run();
                            })));
            RemoteMessagePort port = one.client().connect(NAME);
            port.send(1, null, LONG);
            port.send(2, null, LONG);
            assertThat(handled).containsExactly(1, 2);
        }
    }

    private interface Action {
        Object run() throws Exception;
    }

    private static CompletableFuture<Object> inThread(Action action) {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(action.run());
            } catch (Exception e) {
                outcome.complete(e);
            }
        });
        thread.setName("caller");
        thread.setDaemon(true);
        thread.start();
        return outcome;
    }

    /** Tells whether a thread with the name waits in a class whose name has the word. */
    private static boolean isIn(String name, String word) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals(name))
                .anyMatch(entry -> List.of(entry.getValue()).stream()
                        .anyMatch(frame -> frame.getClassName().contains(word)));
    }

    private static boolean noThreadConnects() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("port-connect"));
    }
}
