package org.roadstead.core.runloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopTimer;
import org.roadstead.runloop.RunResult;
import org.roadstead.runloop.SignalSource;
import org.roadstead.testkit.Attempt;

/** A stop and a wake-up are never lost, whenever they come. */
@Timeout(60)
class StopAndWakeUpTest extends LoopFixture {
    @Test
    void aStopThatComesBeforeTheRunEndsIt() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            keep(loop, DEFAULT);
            loop.stop();
            loop.stop();
            assertThat(loop.run()).isSameAs(RunResult.STOPPED);
            assertThat(loop.run(DEFAULT, Duration.ofMillis(20), false)).isSameAs(RunResult.TIMED_OUT);
        });
    }

    @Test
    void aStopIsNotHiddenByTheEndOfTheTime() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            keep(loop, DEFAULT);
            loop.execute(loop::stop);
            assertThat(loop.run(DEFAULT, Duration.ZERO, false)).isSameAs(RunResult.STOPPED);
        });
    }

    @Test
    void aStopInTheShadowOfAServedSourceEndsTheNextRun() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            SignalSource source = SignalSource.of(loop::stop);
            loop.add(source, DEFAULT);
            source.signal();
            assertThat(loop.run(DEFAULT, LONG, true)).isSameAs(RunResult.HANDLED_SOURCE);
            assertThat(loop.run(DEFAULT, LONG, true)).isSameAs(RunResult.STOPPED);
        });
    }

    @Test
    void aStopEndsTheInnermostRunOnly() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            keep(loop, DEFAULT);
            keep(loop, OTHER);
            List<RunResult> results = new ArrayList<>();
            loop.execute(DEFAULT, () -> {
                loop.execute(OTHER, loop::stop);
                results.add(loop.run(OTHER, LONG, false));
            });
            results.add(loop.run(DEFAULT, Duration.ofMillis(50), false));
            assertThat(results).containsExactly(RunResult.STOPPED, RunResult.TIMED_OUT);
        });
    }

    @Test
    void theOutermostRunOfABundlesLoopTakesAStopAndGoesOn() throws Exception {
        LoopThread bundle = new LoopThread("port-loop [stopped]", Idle.PARK);
        bundle.keep();
        AtomicInteger ran = new AtomicInteger();
        bundle.loop().execute(ran::incrementAndGet);
        bundle.loop().stop();
        await().until(() -> bundle.loop().isWaiting());
        bundle.loop().stop();
        bundle.loop().execute(ran::incrementAndGet);
        await().until(() -> ran.get() == 2);
        bundle.letGo();
        assertThat(bundle.stop(Duration.ofSeconds(5))).isNull();
    }

    @Test
    void anInterruptEndsARunAndStays() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            keep(loop, DEFAULT);
            Thread me = Thread.currentThread();
            Thread other = new Thread(() -> {
                await().until(loop::isWaiting);
                me.interrupt();
            });
            other.start();
            assertThat(loop.run()).isSameAs(RunResult.STOPPED);
            assertThat(Thread.interrupted()).isTrue();
            other.join();
        });
    }

    @Test
    void aWakeUpThatAnInnerRunTakesIsNotLostToTheRunAroundIt() throws Exception {
        alone(() -> {
            Loop loop = Loops.ofThisThread();
            AtomicBoolean come = new AtomicBoolean();
            long began = System.nanoTime();
            loop.execute(DEFAULT, () -> {
                loop.add(
                        RunLoopTimer.once(Duration.ofMillis(20), timer -> {
                            come.set(true);
                            loop.wakeUp();
                        }),
                        OTHER);
                loop.run(OTHER, Duration.ofMillis(100), false);
                keep(loop, OTHER);
                loop.run(OTHER, Duration.ofMillis(50), false);
            });
            loop.runUntil(DEFAULT, began + LONG.toNanos(), Idle.PARK, come::get);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        });
    }

    @Test
    void aStopThatAnInnerWaitLeavesIsSeenAtOnceByTheRunAroundIt() throws Exception {
        alone(() -> {
            Loop loop = Loops.ofThisThread();
            keep(loop, DEFAULT);
            long began = System.nanoTime();
            loop.execute(DEFAULT, () -> {
                loop.execute(OTHER, loop::stop);
                try {
                    loop.runUntil(OTHER, System.nanoTime() + 30_000_000, Idle.PARK, () -> false);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(loop.run(DEFAULT, LONG, false)).isSameAs(RunResult.STOPPED);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        });
    }

    /** The other thread stops the loop at moments that differ by nothing but chance. */
    @Test
    void noStopOfManyIsLost() throws Exception {
        int rounds = 20_000;
        Attempt runs = Attempt.of(() -> {
            RunLoop loop = RunLoop.current();
            keep(loop, DEFAULT);
            AtomicInteger round = new AtomicInteger();
            Thread stopper = new Thread(() -> {
                for (int i = 1; i <= rounds; i++) {
                    while (round.get() < i) {
                        Thread.onSpinWait();
                    }
                    for (int j = 0; j < i % 97; j++) {
                        Thread.onSpinWait();
                    }
                    loop.stop();
                }
            });
            stopper.start();
            for (int i = 1; i <= rounds; i++) {
                round.set(i);
                RunResult result = loop.run(DEFAULT, LONG, false);
                if (result != RunResult.STOPPED) {
                    throw new AssertionError("round " + i + ": " + result);
                }
            }
            stopper.join();
            return loop.run(DEFAULT, Duration.ZERO, false);
        });
        assertThat(runs.result()).as("no stop is left over").isSameAs(RunResult.TIMED_OUT);
    }

    @Test
    void noSignalFollowedByAWakeUpIsLost() throws Exception {
        int rounds = 20_000;
        Attempt runs = Attempt.of(() -> {
            RunLoop loop = RunLoop.current();
            AtomicInteger performed = new AtomicInteger();
            SignalSource source = SignalSource.of(performed::incrementAndGet);
            loop.add(source, DEFAULT);
            Thread signaller = new Thread(() -> {
                for (int i = 0; i < rounds; i++) {
                    while (performed.get() < i) {
                        Thread.onSpinWait();
                    }
                    for (int j = 0; j < i % 89; j++) {
                        Thread.onSpinWait();
                    }
                    source.signal();
                    loop.wakeUp();
                }
            });
            signaller.start();
            while (performed.get() < rounds) {
                RunResult result = loop.run(DEFAULT, LONG, true);
                if (result != RunResult.HANDLED_SOURCE) {
                    throw new AssertionError("after " + performed + ": " + result);
                }
            }
            signaller.join();
            return performed.get();
        });
        assertThat(runs.result()).isEqualTo(rounds);
    }

    /** A thread that ends and starts again, one that sleeps and one that is awake: all of it while posts come. */
    @Test
    void noMessageOfManyIsForgottenOrServedTwice() throws Exception {
        int each = 20_000;
        LoopThread bundle = new LoopThread("port-loop [many]", Idle.PARK);
        bundle.keep();
        AtomicInteger served = new AtomicInteger();
        int ports = 3;
        List<Thread> senders = new ArrayList<>();
        for (int p = 0; p < ports; p++) {
            AtomicInteger mine = new AtomicInteger();
            TestPort port = new TestPort(message -> {
                mine.incrementAndGet();
                served.incrementAndGet();
            });
            bundle.loop().add(port.source, COMMON);
            Thread sender = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    port.send(i);
                    while (i - mine.get() > i % 100) {
                        Thread.onSpinWait(); // lets the queue run empty now and then, so that the loop goes to sleep
                    }
                }
            });
            senders.add(sender);
            sender.start();
        }
        for (Thread sender : senders) {
            sender.join();
        }
        await().until(() -> served.get() == ports * each);
        bundle.letGo();
        assertThat(bundle.stop(Duration.ofSeconds(5))).isNull();
    }
}
