package org.roadstead.core.runloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopThreadTest {
    private static Thread named(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Test
    void callbacksRunInOrderOnOneThreadNamedForItsOwnerWithoutInheritedContext() throws Exception {
        LoopThread loop = new LoopThread("port-loop [order]", Idle.PARK);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger wrong = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1_000);
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            loop.loop().execute(() -> {
                order.add(number);
                Thread thread = Thread.currentThread();
                if (!thread.getName().equals("port-loop [order]")
                        || thread.getContextClassLoader() != null
                        || !loop.isCurrent()) {
                    wrong.incrementAndGet();
                }
                done.countDown();
            });
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).isSorted().hasSize(1_000);
        assertThat(wrong).hasValue(0);
        assertThat(loop.isCurrent()).isFalse();
    }

    @Test
    void theThreadStartsWithTheFirstCallbackAndIsGoneWhenNothingKeepsIt() {
        LoopThread loop = new LoopThread("port-loop [gone]", Idle.PARK);
        loop.keep();
        assertThat(named("port-loop [gone]")).isNull();
        loop.loop().execute(() -> {});
        await().until(() -> loop.queued() == 0 && named("port-loop [gone]") != null);
        loop.letGo();
        await().until(() -> named("port-loop [gone]") == null);
        assertThat(loop.isRunning()).isFalse();
    }

    @Test
    void aCallbackThatThrowsDoesNotEndTheLoop() throws Exception {
        LoopThread loop = new LoopThread("port-loop [throws]", Idle.PARK);
        CountDownLatch after = new CountDownLatch(1);
        loop.loop().execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        loop.loop().execute(after::countDown);
        assertThat(after.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void stopLetsTheRunningCallbackEndWithinTheGraceAndRefusesWhatComes() throws Exception {
        LoopThread loop = new LoopThread("port-loop [grace]", Idle.PARK);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        loop.loop().execute(() -> {
            running.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        running.await();
        Thread releaser = new Thread(() -> {
            await().until(() -> !loop.post(() -> {}));
            goOn.countDown();
        });
        releaser.start();
        assertThat(loop.stop(Duration.ofSeconds(10))).isNull();
        assertThat(interrupted).isFalse();
        assertThatThrownBy(() -> loop.loop().execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        releaser.join();
    }

    @Test
    void stopInterruptsACallbackThatOutlastsTheGraceAndReportsOneThatIgnoresIt() throws Exception {
        LoopThread obedient = new LoopThread("port-loop [obedient]", Idle.PARK);
        CountDownLatch running = new CountDownLatch(2);
        obedient.loop().execute(() -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        LoopThread deaf = new LoopThread("port-loop [deaf]", Idle.PARK);
        AtomicBoolean end = new AtomicBoolean();
        deaf.loop().execute(() -> {
            running.countDown();
            while (!end.get()) {
                Thread.onSpinWait();
            }
        });
        running.await();
        assertThat(obedient.stop(Duration.ofMillis(20))).isNull();
        StackTraceElement[] stack = deaf.stop(Duration.ofMillis(20));
        assertThat(stack).isNotNull();
        assertThat(stack[0].getClassName()).isNotEmpty();
        end.set(true);
        await().until(() -> named("port-loop [deaf]") == null);
    }

    @Test
    void aLoopThatSitsInOneCallbackForLongIsSeenWithItsStack() throws Exception {
        LoopThread loop = new LoopThread("port-loop [slow]", Idle.PARK);
        CountDownLatch goOn = new CountDownLatch(1);
        loop.loop().execute(() -> sitHere(goOn));
        await().until(() -> loop.callbackMillis() >= 0);
        assertThat(loop.callbackStack()).as("not for long yet").isEmpty();
        await().until(() -> !loop.callbackStack().isEmpty());
        assertThat(loop.callbackMillis()).isGreaterThanOrEqualTo(1_000);
        assertThat(loop.callbackStack()).anyMatch(call -> call.contains("LoopThreadTest.sitHere"));
        goOn.countDown();
        await().until(() -> !loop.isRunning());
        assertThat(loop.callbackStack()).isEmpty();
    }

    private static void sitHere(CountDownLatch goOn) {
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void stopFromTheLoopItselfDoesNotWaitForItself() throws Exception {
        LoopThread loop = new LoopThread("port-loop [self]", Idle.PARK);
        loop.keep();
        CountDownLatch stopped = new CountDownLatch(1);
        loop.loop().execute(() -> {
            assertThat(loop.stop(Duration.ofSeconds(30))).isNull();
            stopped.countDown();
        });
        assertThat(stopped.await(5, TimeUnit.SECONDS)).isTrue();
        await().until(() -> named("port-loop [self]") == null);
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // the yield makes the race likelier, not right
    void noCallbackIsLeftBehindWhileTheThreadEndsAndStartsAgain() throws Exception {
        LoopThread loop = new LoopThread("port-loop [restart]", Idle.PARK);
        int posters = 3;
        int each = 10_000;
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < posters; p++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    loop.loop().execute(() -> {
                        if (inside.incrementAndGet() != 1) {
                            overlaps.incrementAndGet();
                        }
                        ran.incrementAndGet();
                        inside.decrementAndGet();
                    });
                    if (i % 16 == 0) {
                        Thread.yield(); // lets the queue run empty, so that the thread ends
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        await().until(() -> ran.get() == posters * each);
        assertThat(overlaps).hasValue(0);
    }
}
