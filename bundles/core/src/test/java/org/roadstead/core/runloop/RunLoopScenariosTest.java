package org.roadstead.core.runloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.runloop.Activity;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runloop.RunLoopObserver;
import org.roadstead.runloop.RunLoopTimer;
import org.roadstead.runloop.RunResult;
import org.roadstead.runloop.SignalSource;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** What a run loop does, scenario by scenario. */
@ShownIn(Place.VM)
@Timeout(60)
class RunLoopScenariosTest extends LoopFixture {
    @Test
    @Scenario("CF103")
    void constantsAndModeNamesHaveTheirPublishedValues() {
        assertThat(RunLoopMode.DEFAULT.name()).isEqualTo("kCFRunLoopDefaultMode");
        assertThat(RunLoopMode.COMMON.name()).isEqualTo("kCFRunLoopCommonModes");
        assertThat(new RunLoopMode("kCFRunLoop" + "CommonModes".strip()).isCommon())
                .isTrue();
        assertThat(RunResult.values()).extracting(RunResult::code).containsExactly(1, 2, 3, 4);
        assertThat(RunResult.values())
                .allSatisfy(
                        result -> assertThat(RunResult.ofCode(result.code())).isSameAs(result));
        Map<Activity, Integer> bits = new TreeMap<>();
        for (Activity activity : Activity.values()) {
            bits.put(activity, activity.bit());
        }
        assertThat(bits)
                .containsOnly(
                        Map.entry(Activity.ENTRY, 1),
                        Map.entry(Activity.BEFORE_TIMERS, 2),
                        Map.entry(Activity.BEFORE_SOURCES, 4),
                        Map.entry(Activity.BEFORE_WAITING, 32),
                        Map.entry(Activity.AFTER_WAITING, 64),
                        Map.entry(Activity.EXIT, 128));
        assertThat(Activity.ALL_ACTIVITIES).isEqualTo(0x0FFFFFFF);
        assertThat(Activity.ofMask(Activity.ALL_ACTIVITIES)).containsExactly(Activity.values());
        assertThat(Activity.ofMask(1 | 128)).containsExactly(Activity.ENTRY, Activity.EXIT);
    }

    @Test
    @Scenario("CF104")
    void aThreadsLoopAndABundlesLoopAreAlwaysTheSameAndCurrentOnTheirThread() throws Exception {
        alone(() -> {
            RunLoop mine = RunLoop.current();
            assertThat(RunLoop.current()).isSameAs(mine);
            assertThat(mine.isCurrent()).isTrue();
            assertThat(mine.name()).isEqualTo(Thread.currentThread().getName());
            LoopThread bundle = new LoopThread("port-loop [main]", Idle.PARK);
            CompletableFuture<RunLoop> current = new CompletableFuture<>();
            bundle.loop().execute(() -> current.complete(RunLoop.current()));
            assertThat(current.get(5, TimeUnit.SECONDS)).isSameAs(bundle.loop()).isNotSameAs(mine);
            assertThat(bundle.loop().isCurrent()).isFalse();
        });
    }

    @Test
    @Scenario("CF105")
    void aRunOfAnUnknownOrEmptyModeIsFinishedAtOnceAndTellsNoObserver() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            List<Activity> seen = new ArrayList<>();
            loop.add(RunLoopObserver.of(EnumSet.allOf(Activity.class), (o, activity) -> seen.add(activity)), DEFAULT);
            assertThat(loop.run(OTHER, LONG, false)).isSameAs(RunResult.FINISHED);
            assertThat(loop.run(DEFAULT, LONG, false)).isSameAs(RunResult.FINISHED);
            assertThat(loop.run()).isSameAs(RunResult.FINISHED);
            assertThat(seen).isEmpty();
            assertThat(loop.modes()).containsExactly(DEFAULT);
        });
    }

    @Test
    @Scenario("CF107")
    void aManualSourceRunsOnceWhenSignalledAndNeverOtherwise() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            AtomicInteger performed = new AtomicInteger();
            SignalSource source = SignalSource.of(performed::incrementAndGet);
            loop.add(source, DEFAULT);
            assertThat(loop.run(DEFAULT, Duration.ofMillis(500), true)).isSameAs(RunResult.TIMED_OUT);
            assertThat(performed).hasValue(0);
            source.signal();
            assertThat(source.isSignalled()).isTrue();
            assertThat(loop.run(DEFAULT, LONG, true)).isSameAs(RunResult.HANDLED_SOURCE);
            assertThat(source.isSignalled()).isFalse();
            assertThat(loop.run(DEFAULT, Duration.ofMillis(50), true)).isSameAs(RunResult.TIMED_OUT);
            assertThat(performed).hasValue(1);
        });
    }

    @Test
    @Scenario("CF108")
    void aSourceIsScheduledWhenAddedOnceHoweverOftenAndCancelledWhenRemoved() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            List<String> told = new ArrayList<>();
            SignalSource source = SignalSource.of(0, new SignalSource.Callbacks() {
                @Override
                public void perform() {}

                @Override
                public void schedule(RunLoop in, RunLoopMode mode) {
                    told.add((in == loop) + " schedule " + mode);
                }

                @Override
                public void cancel(RunLoop in, RunLoopMode mode) {
                    told.add((in == loop) + " cancel " + mode);
                }
            });
            assertThat(loop.add(source, OTHER)).isTrue();
            assertThat(loop.add(source, OTHER)).isFalse();
            assertThat(loop.contains(source, OTHER)).isTrue();
            assertThat(told).containsExactly("true schedule test.other");
            assertThat(loop.remove(source, OTHER)).isTrue();
            assertThat(loop.remove(source, OTHER)).isFalse();
            assertThat(loop.contains(source, OTHER)).isFalse();
            assertThat(told).containsExactly("true schedule test.other", "true cancel test.other");
        });
    }

    @Test
    @Scenario("CF109")
    void ofTwoSignalledSourcesTheOneWithTheLowerOrderRunsFirst() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            List<Integer> order = new ArrayList<>();
            SignalSource[] sources = new SignalSource[4];
            int[] orders = {10, 5, 10, -1};
            for (int i = 0; i < sources.length; i++) {
                int number = i;
                sources[i] = SignalSource.of(orders[i], () -> order.add(number));
                loop.add(sources[i], DEFAULT);
            }
            sources[2].signal();
            sources[0].signal();
            sources[2].signal();
            sources[1].signal();
            sources[3].signal();
            assertThat(pass(loop, DEFAULT)).isSameAs(RunResult.TIMED_OUT);
            assertThat(order).as("by order, then by the time of the signal").containsExactly(3, 1, 2, 0);
        });
    }

    @Test
    @Scenario("CF110")
    void signalsBeforeAPassRunASourceOnceAndOneFromWithinRunsItOnceMore() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            AtomicInteger performed = new AtomicInteger();
            SignalSource[] self = new SignalSource[1];
            self[0] = SignalSource.of(() -> {
                if (performed.incrementAndGet() == 1) {
                    self[0].signal();
                }
            });
            loop.add(self[0], DEFAULT);
            self[0].signal();
            self[0].signal();
            self[0].signal();
            pass(loop, DEFAULT);
            assertThat(performed).hasValue(1);
            pass(loop, DEFAULT);
            pass(loop, DEFAULT);
            assertThat(performed).hasValue(2);
        });
    }

    @Test
    @Scenario("CF112")
    void anObserverSeesTheActivitiesOfAPassThatSleepsInTheirOrder() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            keep(loop, DEFAULT);
            List<Activity> seen = new ArrayList<>();
            loop.add(RunLoopObserver.of(EnumSet.allOf(Activity.class), (o, activity) -> seen.add(activity)), DEFAULT);
            assertThat(loop.run(DEFAULT, Duration.ofMillis(30), false)).isSameAs(RunResult.TIMED_OUT);
            assertThat(seen)
                    .containsExactly(
                            Activity.ENTRY,
                            Activity.BEFORE_TIMERS,
                            Activity.BEFORE_SOURCES,
                            Activity.BEFORE_WAITING,
                            Activity.AFTER_WAITING,
                            Activity.EXIT);
        });
    }

    @Test
    @Scenario("CF114")
    void aRunWhoseLimitHasPassedStillFiresWhatIsDueAndReturns() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            AtomicInteger fired = new AtomicInteger();
            loop.add(RunLoopTimer.every(Duration.ofMillis(-5), LONG, timer -> fired.incrementAndGet()), DEFAULT);
            loop.add(RunLoopTimer.once(LONG, timer -> fired.addAndGet(100)), DEFAULT);
            long began = System.nanoTime();
            assertThat(loop.run(DEFAULT, Duration.ofSeconds(-1), false)).isSameAs(RunResult.TIMED_OUT);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(200));
            assertThat(fired).hasValue(1);
        });
    }

    @Test
    @Scenario("CF115")
    void aBlockPostedBeforeARunIsRunByIt() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            List<String> ran = new ArrayList<>();
            loop.execute(() -> ran.add("common"));
            loop.execute(OTHER, () -> ran.add("other"));
            assertThat(loop.modes()).containsExactly(DEFAULT, OTHER);
            assertThat(loop.run()).isSameAs(RunResult.FINISHED);
            assertThat(ran).containsExactly("common");
            assertThat(loop.run(OTHER, LONG, false)).isSameAs(RunResult.FINISHED);
            assertThat(ran).containsExactly("common", "other");
        });
    }

    @Test
    @Scenario("CF117")
    void aRunWithASourceAndNoEventLastsUntilItsLimitAndUsesNoProcessor() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            keep(loop, DEFAULT);
            pass(loop, DEFAULT);
            long before = cpuNanos();
            long began = System.nanoTime();
            assertThat(loop.run(DEFAULT, Duration.ofMillis(200), false)).isSameAs(RunResult.TIMED_OUT);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(200), Duration.ofMillis(1_200));
            assertThat(Duration.ofNanos(cpuNanos() - before)).isLessThan(Duration.ofMillis(50));
        });
    }

    /** Returns the processor time of the calling thread, as Linux counts it; 0 elsewhere. */
    private static long cpuNanos() throws IOException {
        Path statistics = Path.of("/proc/thread-self/schedstat");
        return Files.exists(statistics) ? new Scanner(Files.readString(statistics)).nextLong() : 0;
    }

    @Test
    @Scenario("CF118")
    void theCurrentModeIsTheInnermostRunsAndNoneOutsideOfARun() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            List<Optional<RunLoopMode>> seen = new ArrayList<>();
            seen.add(loop.currentMode());
            loop.execute(OTHER, () -> seen.add(loop.currentMode()));
            loop.execute(DEFAULT, () -> {
                seen.add(loop.currentMode());
                loop.run(OTHER, LONG, false);
                seen.add(loop.currentMode());
            });
            loop.run();
            seen.add(loop.currentMode());
            assertThat(seen)
                    .containsExactly(
                            Optional.empty(),
                            Optional.of(DEFAULT),
                            Optional.of(OTHER),
                            Optional.of(DEFAULT),
                            Optional.empty());
        });
    }

    /** A hundred, or as many as {@code roadstead.runs} says: the profile {@code faults} says a thousand. */
    @Test
    @Scenario("CF120")
    void manyShortRunsInARowEachEndNearTheirLimit() {
        int runs = Integer.getInteger("roadstead.runs", 100);
        RunLoop loop = RunLoop.current();
        SignalSource source = keep(loop, DEFAULT);
        Duration limit = Duration.ofMillis(23);
        List<Duration> far = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            long began = System.nanoTime();
            assertThat(loop.run(DEFAULT, limit, false)).isSameAs(RunResult.TIMED_OUT);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(took).isBetween(limit, Duration.ofSeconds(1));
            if (took.toMillis() > 50) {
                far.add(took);
            }
        }
        source.invalidate();
        assertThat(far).as("runs that a busy machine has made longer").hasSizeLessThan(Math.max(2, runs / 10));
    }
}
