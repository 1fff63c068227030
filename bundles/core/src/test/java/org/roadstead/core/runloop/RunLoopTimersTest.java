package org.roadstead.core.runloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopTimer;
import org.roadstead.runloop.RunResult;

/** Timers: phase, tolerance, re-entry, the one loop that each belongs to. */
@Timeout(60)
class RunLoopTimersTest extends LoopFixture {
    private static void busy(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void periodsThatTheLoopWasTooBusyForAreSkippedAndThePhaseStays() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            Duration interval = Duration.ofMillis(40);
            long began = System.nanoTime();
            List<Long> firings = new ArrayList<>();
            RunLoopTimer timer = RunLoopTimer.every(interval, interval, self -> {
                firings.add((System.nanoTime() - began) / 1_000_000);
                if (firings.size() == 1) {
                    busy(Duration.ofMillis(100)); // from 40 to 140: the firings at 80 and 120 are skipped
                }
                if (firings.size() == 3) {
                    self.invalidate();
                }
            });
            loop.add(timer, DEFAULT);
            assertThat(loop.run(DEFAULT, LONG, false)).isSameAs(RunResult.FINISHED);
            assertThat(firings.get(1)).isBetween(firings.get(0) + 100, 1_000L);
            assertThat(firings)
                    .allSatisfy(at -> assertThat(at % 40).as("late by").isLessThan(35));
            assertThat(firings.get(1)).isGreaterThanOrEqualTo(160);
            assertThat(timer.isValid()).isFalse();
        });
    }

    @Test
    void aTimerThatFiresOnceIsInvalidThen() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            AtomicInteger fired = new AtomicInteger();
            RunLoopTimer timer = RunLoopTimer.once(Duration.ofMillis(5), self -> {
                assertThat(self.isValid()).isTrue();
                fired.incrementAndGet();
            });
            assertThat(timer.repeats()).isFalse();
            loop.add(timer, DEFAULT);
            assertThat(loop.untilNextTimer(DEFAULT))
                    .hasValueSatisfying(left -> assertThat(left).isLessThanOrEqualTo(Duration.ofMillis(5)));
            assertThat(loop.run()).isSameAs(RunResult.FINISHED);
            assertThat(fired).hasValue(1);
            assertThat(timer.isValid()).isFalse();
            assertThat(loop.untilNextTimer(DEFAULT)).isEmpty();
            assertThatThrownBy(() -> loop.add(timer, DEFAULT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("invalid");
        });
    }

    @Test
    void aTimerIsNotFiredWhileItIsFiringAndDoesNotKeepANestedRunBusy() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            keep(loop, DEFAULT);
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            AtomicInteger others = new AtomicInteger();
            loop.add(
                    RunLoopTimer.every(Duration.ofMillis(2), Duration.ofMillis(2), t -> others.incrementAndGet()),
                    DEFAULT);
            loop.add(
                    RunLoopTimer.every(Duration.ZERO, Duration.ofMillis(1), self -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        loop.run(DEFAULT, Duration.ofMillis(30), false);
                        inside.decrementAndGet();
                        self.invalidate();
                    }),
                    DEFAULT);
            loop.run(DEFAULT, Duration.ofMillis(60), false);
            assertThat(most).hasValue(1);
            assertThat(others).hasValueGreaterThan(2);
        });
    }

    @Test
    void aTimerThatIsSetAnewFiresThenAndALaterTimeSetInItsCallbackIsKept() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            AtomicInteger fired = new AtomicInteger();
            RunLoopTimer timer = RunLoopTimer.every(Duration.ofDays(1), Duration.ofMillis(10), self -> {
                if (fired.incrementAndGet() == 1) {
                    self.fireIn(Duration.ofDays(2));
                }
            });
            loop.add(timer, DEFAULT);
            assertThat(timer.untilFire()).isGreaterThan(Duration.ofHours(23));
            Thread other = new Thread(() -> {
                org.awaitility.Awaitility.await().until(loop::isWaiting);
                timer.fireIn(Duration.ofMillis(1));
            });
            other.start();
            assertThat(loop.run(DEFAULT, Duration.ofMillis(300), false)).isSameAs(RunResult.TIMED_OUT);
            other.join();
            assertThat(fired).hasValue(1);
            assertThat(timer.untilFire()).isGreaterThan(Duration.ofDays(1));
        });
    }

    @Test
    void aToleranceLetsALoopSleepUntilAnotherTimerMustFireAndIsHalfTheIntervalAtMost() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            List<String> order = new ArrayList<>();
            RunLoopTimer tolerant = RunLoopTimer.once(Duration.ofMillis(20), self -> order.add("tolerant"));
            tolerant.tolerance(Duration.ofSeconds(5));
            AtomicInteger passes = new AtomicInteger();
            loop.add(tolerant, DEFAULT);
            loop.add(RunLoopTimer.once(Duration.ofMillis(60), self -> order.add("strict")), DEFAULT);
            loop.add(
                    org.roadstead.runloop.RunLoopObserver.of(
                            java.util.Set.of(org.roadstead.runloop.Activity.AFTER_WAITING),
                            (observer, activity) -> passes.incrementAndGet()),
                    DEFAULT);
            long began = System.nanoTime();
            assertThat(loop.run()).isSameAs(RunResult.FINISHED);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
            assertThat(order).containsExactly("tolerant", "strict");
            assertThat(passes).as("it slept once for both").hasValueLessThanOrEqualTo(2);

            RunLoopTimer repeating =
                    RunLoopTimer.every(Duration.ofMillis(10), Duration.ofMillis(20), self -> self.invalidate());
            repeating.tolerance(Duration.ofDays(1));
            loop.add(repeating, DEFAULT);
            assertThat(loop.run(DEFAULT, Duration.ofSeconds(5), false)).isSameAs(RunResult.FINISHED);
            assertThatThrownBy(() -> repeating.tolerance(Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("zero or more");
        });
    }

    @Test
    void aTimerThatIsAlwaysDueStarvesNoMessageAndNoSource() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            AtomicInteger served = new AtomicInteger();
            TestPort port = new TestPort(message -> {
                if (served.incrementAndGet() == 500) {
                    loop.stop();
                }
            });
            loop.add(RunLoopTimer.every(Duration.ZERO, Duration.ofNanos(1), timer -> {}), DEFAULT);
            loop.add(port.source, DEFAULT);
            for (int i = 0; i < 500; i++) {
                port.send(i);
            }
            assertThat(loop.run(DEFAULT, LONG, false)).isSameAs(RunResult.STOPPED);
        });
    }
}
