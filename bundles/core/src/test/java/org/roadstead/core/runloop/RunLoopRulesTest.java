package org.roadstead.core.runloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
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

/** Common modes, observers, misuse, and the ends of sources and loops. */
@Timeout(60)
class RunLoopRulesTest extends LoopFixture {
    /** Remembers what it was told. */
    private static final class Told implements SignalSource.Callbacks {
        private final List<String> calls = new ArrayList<>();

        @Override
        public void perform() {
            calls.add("perform");
        }

        @Override
        public void schedule(RunLoop loop, RunLoopMode mode) {
            calls.add("schedule " + mode);
        }

        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {
            calls.add("cancel " + mode);
        }
    }

    @Test
    void whatIsInTheCommonModesIsInEachOfThemAlsoInThoseThatComeLater() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            Told told = new Told();
            SignalSource source = SignalSource.of(0, told);
            assertThat(loop.add(source, COMMON)).isTrue();
            assertThat(loop.add(source, COMMON)).isFalse();
            assertThat(loop.contains(source, DEFAULT)).isTrue();
            assertThat(loop.contains(source, OTHER)).isFalse();
            loop.addCommonMode(OTHER);
            loop.addCommonMode(OTHER);
            assertThat(loop.contains(source, OTHER)).isTrue();
            source.signal();
            assertThat(loop.run(OTHER, LONG, true)).isSameAs(RunResult.HANDLED_SOURCE);
            loop.execute(() -> told.calls.add("block"));
            assertThat(pass(loop, OTHER)).isSameAs(RunResult.TIMED_OUT);
            assertThat(loop.modes()).containsExactly(DEFAULT, OTHER);
            assertThat(loop.remove(source, COMMON)).isTrue();
            assertThat(loop.contains(source, COMMON)).isFalse();
            assertThat(told.calls)
                    .containsExactly(
                            "schedule " + DEFAULT,
                            "schedule " + OTHER,
                            "perform",
                            "block",
                            "cancel " + DEFAULT,
                            "cancel " + OTHER);
            assertThatThrownBy(() -> loop.addCommonMode(COMMON)).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void observersAreToldInTheirOrderOnceIfTheyDoNotRepeatAndNotWhileTheyAreTold() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            keep(loop, DEFAULT);
            List<String> told = new ArrayList<>();
            Set<Activity> entry = EnumSet.of(Activity.ENTRY);
            RunLoopObserver once = RunLoopObserver.of(entry, false, 5, (o, activity) -> told.add("once"));
            loop.add(RunLoopObserver.of(entry, true, 10, (o, activity) -> told.add("late")), DEFAULT);
            loop.add(once, DEFAULT);
            loop.add(RunLoopObserver.of(entry, true, 5, (o, activity) -> told.add("second")), DEFAULT);
            loop.add(
                    RunLoopObserver.of(entry, true, -1, (o, activity) -> {
                        told.add("first");
                        pass(loop, DEFAULT);
                    }),
                    DEFAULT);
            pass(loop, DEFAULT);
            assertThat(told).containsExactly("first", "once", "second", "late", "second", "late");
            assertThat(once.isValid()).isFalse();
            assertThat(loop.contains(once, DEFAULT)).isFalse();
        });
    }

    @Test
    void misuseIsRefusedWithAnErrorThatSaysWhatWasWrong() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            CompletableFuture<RunLoop> others = new CompletableFuture<>();
            Thread other = new Thread(() -> others.complete(RunLoop.current()), "somebody else");
            other.start();
            RunLoop foreign = others.get(5, TimeUnit.SECONDS);
            assertThatThrownBy(() -> foreign.run())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("somebody else")
                    .hasMessageContaining(Thread.currentThread().getName());
            assertThatThrownBy(() -> loop.run(COMMON, LONG, false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be run");
            RunLoopTimer timer = RunLoopTimer.once(LONG, self -> {});
            RunLoopObserver observer = RunLoopObserver.of(EnumSet.of(Activity.EXIT), (o, a) -> {});
            loop.add(timer, DEFAULT);
            loop.add(observer, DEFAULT);
            LoopThread bundle = new LoopThread("port-loop [second]", Idle.PARK);
            assertThatThrownBy(() -> bundle.loop().add(timer, DEFAULT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another loop");
            assertThatThrownBy(() -> bundle.loop().add(observer, DEFAULT)).isInstanceOf(IllegalStateException.class);
            SignalSource source = SignalSource.of(() -> {});
            source.invalidate();
            assertThatThrownBy(() -> loop.add(source, DEFAULT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("invalid");
            assertThatThrownBy(() -> loop.execute(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> new RunLoopMode(" ")).isInstanceOf(IllegalArgumentException.class);
            other.join();
        });
    }

    @Test
    void withoutAKernelTheErrorSaysWhatToStart() {
        Loops.close();
        try {
            assertThatThrownBy(RunLoop::current)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("org.roadstead.core")
                    .hasMessageContaining("Roadstead.open");
        } finally {
            Loops.open();
        }
    }

    @Test
    void anInvalidSourceIsGoneFromAllLoopsAndNotPerformedThoughItWasCollected() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            LoopThread bundle = new LoopThread("port-loop [both]", Idle.PARK);
            Told told = new Told();
            SignalSource second = SignalSource.of(2, told);
            SignalSource first = SignalSource.of(1, second::invalidate);
            loop.add(first, DEFAULT);
            loop.add(second, DEFAULT);
            bundle.loop().add(second, DEFAULT);
            first.signal();
            second.signal();
            pass(loop, DEFAULT);
            assertThat(told.calls)
                    .containsExactly(
                            "schedule " + DEFAULT, "schedule " + DEFAULT, "cancel " + DEFAULT, "cancel " + DEFAULT);
            assertThat(second.isValid()).isFalse();
            assertThat(loop.contains(second, DEFAULT)).isFalse();
            assertThat(bundle.loop().contains(second, DEFAULT)).isFalse();
        });
    }

    @Test
    void aCallbackThatThrowsEndsNeitherTheRunNorTheOtherCallbacks() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            AtomicInteger ran = new AtomicInteger();
            SignalSource source = SignalSource.of(() -> {
                throw new IllegalStateException("thrown by a test");
            });
            loop.add(source, DEFAULT);
            source.signal();
            loop.execute(() -> {
                throw new AssertionError("thrown by a test");
            });
            loop.execute(ran::incrementAndGet);
            assertThat(loop.run(DEFAULT, LONG, true)).isSameAs(RunResult.HANDLED_SOURCE);
            assertThat(ran).hasValue(1);
        });
    }

    @Test
    void aLoopEndsWithItsThread() throws Exception {
        Told told = new Told();
        CompletableFuture<RunLoop> made = new CompletableFuture<>();
        RunLoopTimer timer = RunLoopTimer.once(LONG, self -> {});
        SignalSource source = SignalSource.of(0, told);
        Thread thread = new Thread(() -> {
            RunLoop loop = RunLoop.current();
            loop.add(source, DEFAULT);
            loop.add(timer, DEFAULT);
            loop.execute(() -> told.calls.add("never"));
            made.complete(loop);
        });
        thread.start();
        thread.join();
        RunLoop loop = made.get(5, TimeUnit.SECONDS);
        assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(told.calls).containsExactly("schedule " + DEFAULT, "cancel " + DEFAULT);
        assertThat(timer.isValid()).isFalse();
        assertThat(source.isValid()).as("a source may be in other loops").isTrue();
        assertThatThrownBy(() -> loop.add(source, DEFAULT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has ended");
    }

    /** Otherwise what a bundle leaves in the loop of a thread that is gone would keep the bundle's classes. */
    @Test
    void theLoopOfAThreadThatIsGoneIsLetGoWhenTheNextIsMade() throws Exception {
        Told told = new Told();
        Thread thread = new Thread(() -> RunLoop.current().add(SignalSource.of(0, told), DEFAULT));
        thread.start();
        thread.join();
        alone(RunLoop::current);
        assertThat(told.calls).containsExactly("schedule " + DEFAULT, "cancel " + DEFAULT);
    }

    @Test
    void aTimerOnABundlesLoopBringsTheThreadAndTakesItAwayAgain() throws Exception {
        LoopThread bundle = new LoopThread("port-loop [timed]", Idle.PARK);
        CompletableFuture<Boolean> current = new CompletableFuture<>();
        RunLoopTimer timer = RunLoopTimer.once(
                Duration.ofMillis(20), self -> current.complete(bundle.loop().isCurrent()));
        bundle.loop().add(timer, COMMON);
        assertThat(bundle.isRunning()).isTrue();
        assertThat(current.get(5, TimeUnit.SECONDS)).isTrue();
        org.awaitility.Awaitility.await().until(() -> !bundle.isRunning());
    }
}
