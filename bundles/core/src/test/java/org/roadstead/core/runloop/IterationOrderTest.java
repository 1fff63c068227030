package org.roadstead.core.runloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.runloop.Activity;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopObserver;
import org.roadstead.runloop.RunLoopTimer;
import org.roadstead.runloop.RunResult;
import org.roadstead.runloop.SignalSource;

/** One pass, step by step: observers, blocks, signalled sources, the wait, the one event, blocks. */
@Timeout(60)
class IterationOrderTest extends LoopFixture {
    private final List<String> trace = new ArrayList<>();

    private void observe(RunLoop loop) {
        loop.add(
                RunLoopObserver.of(EnumSet.allOf(Activity.class), (observer, activity) -> trace.add(activity.name())),
                DEFAULT);
    }

    @Test
    void aRunWithEverythingInItGoesInTheOrderOfCoreFoundation() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            observe(loop);
            TestPort port = new TestPort(message -> {
                trace.add("message " + message);
                if (message == 1) {
                    loop.execute(() -> trace.add("block of a message"));
                } else {
                    loop.stop();
                }
            });
            loop.add(port.source, DEFAULT);
            port.send(1);
            port.send(2);
            loop.execute(() -> {
                trace.add("block");
                loop.execute(() -> trace.add("block of a block"));
            });
            loop.execute(() -> trace.add("second block"));
            SignalSource late = SignalSource.of(10, () -> trace.add("source 10"));
            SignalSource early = SignalSource.of(5, () -> {
                trace.add("source 5");
                loop.execute(() -> trace.add("block of a source"));
            });
            loop.add(late, DEFAULT);
            loop.add(early, DEFAULT);
            late.signal();
            early.signal();
            loop.add(RunLoopTimer.once(Duration.ofNanos(2), timer -> trace.add("first timer")), DEFAULT);
            loop.add(
                    RunLoopTimer.once(Duration.ofSeconds(-1), timer -> {
                        trace.add("second timer");
                        loop.execute(() -> trace.add("block of a timer"));
                    }),
                    DEFAULT);
            assertThat(loop.run(DEFAULT, LONG, false)).isSameAs(RunResult.STOPPED);
            assertThat(String.join(", ", trace))
                    .isEqualTo("ENTRY, BEFORE_TIMERS, BEFORE_SOURCES, block, second block, source 5, source 10,"
                            + " block of a block, block of a source, first timer, second timer, block of a timer,"
                            + " BEFORE_TIMERS, BEFORE_SOURCES, BEFORE_WAITING, AFTER_WAITING, message 1,"
                            + " block of a message, BEFORE_TIMERS, BEFORE_SOURCES, BEFORE_WAITING, AFTER_WAITING,"
                            + " message 2, EXIT");
        });
    }

    @Test
    void whatWakesASleepingLoopIsServedAfterItHasToldThatItWaited() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            observe(loop);
            TestPort port = new TestPort(message -> trace.add("message " + message));
            loop.add(port.source, DEFAULT);
            Thread sender = new Thread(() -> {
                org.awaitility.Awaitility.await().until(loop::isWaiting);
                port.send(7);
            });
            sender.start();
            assertThat(loop.run(DEFAULT, LONG, true)).isSameAs(RunResult.HANDLED_SOURCE);
            sender.join();
            assertThat(loop.isWaiting()).isFalse();
            assertThat(trace)
                    .containsExactly(
                            "ENTRY",
                            "BEFORE_TIMERS",
                            "BEFORE_SOURCES",
                            "BEFORE_WAITING",
                            "AFTER_WAITING",
                            "message 7",
                            "EXIT");
        });
    }

    @Test
    void aRunThatEndsAfterASourcePerformsOneAndALookAtThePortsAndLeavesTheOtherSignalled() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            SignalSource first = SignalSource.of(1, () -> trace.add("first"));
            SignalSource second = SignalSource.of(2, () -> trace.add("second"));
            TestPort port = new TestPort(message -> trace.add("message"));
            loop.add(first, DEFAULT);
            loop.add(second, DEFAULT);
            loop.add(port.source, DEFAULT);
            second.signal();
            first.signal();
            port.send(1);
            assertThat(loop.run(DEFAULT, LONG, true)).isSameAs(RunResult.HANDLED_SOURCE);
            assertThat(trace).containsExactly("first", "message");
            assertThat(second.isSignalled()).isTrue();
        });
    }

    @Test
    void timersAndBlocksDoNotEndARunThatEndsAfterASource() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            int[] fired = {0};
            loop.add(
                    RunLoopTimer.every(Duration.ofMillis(5), Duration.ofMillis(5), timer -> {
                        fired[0]++;
                        loop.execute(() -> {});
                    }),
                    DEFAULT);
            assertThat(loop.run(DEFAULT, Duration.ofMillis(100), true)).isSameAs(RunResult.TIMED_OUT);
            assertThat(fired[0]).isGreaterThanOrEqualTo(3);
        });
    }
}
