package org.roadstead.core.runloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.runloop.Activity;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopObserver;
import org.roadstead.runloop.RunLoopTimer;
import org.roadstead.runloop.SignalSource;
import org.roadstead.testkit.Attempt;

/** What is in a loop and misbehaves, or is used in odd ways. */
@Timeout(60)
class HostileItemsTest extends LoopFixture {
    @Test
    void timersThatOthersSetWhileTheyFireDoNotEndTheRun() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            List<RunLoopTimer> timers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                RunLoopTimer timer = RunLoopTimer.every(Duration.ZERO, Duration.ofNanos(1), fired -> {});
                timers.add(timer);
                loop.add(timer, DEFAULT);
            }
            AtomicBoolean over = new AtomicBoolean();
            Attempt setting = Attempt.of(() -> {
                java.util.Random random = new java.util.Random(7);
                while (!over.get()) {
                    ((PhasedTimer) timers.get(random.nextInt(timers.size()))).fireIn(Duration.ZERO);
                }
                return null;
            });
            try {
                loop.run(DEFAULT, Duration.ofSeconds(2), false);
            } finally {
                over.set(true);
            }
            setting.result();
        });
    }

    @Test
    void aSourceThatIsAddedAndRemovedAgainAndAgainKeepsNothingOfTheLoop() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            SignalledSource source = (SignalledSource) SignalSource.of(() -> {});
            for (int i = 0; i < 3; i++) {
                loop.add(source, DEFAULT);
                loop.add(source, OTHER);
                loop.add(source, COMMON);
                loop.remove(source, COMMON);
                loop.remove(source, DEFAULT);
                loop.remove(source, OTHER);
            }
            assertThat(source.loops()).isEmpty();
            loop.add(source, DEFAULT);
            loop.add(source, OTHER);
            loop.remove(source, DEFAULT);
            source.invalidate();
            assertThat(loop.contains(source, OTHER)).isFalse();
        });
    }

    @Test
    void aPortThatManyShortLivedThreadsServedKeepsNoneOfThem() throws Exception {
        TestPort port = new TestPort(message -> {});
        for (int i = 0; i < 20; i++) {
            alone(() -> {
                RunLoop loop = RunLoop.current();
                loop.add(port.source, DEFAULT);
                port.send(1);
                pass(loop, DEFAULT);
                loop.remove(port.source, DEFAULT);
            });
        }
        assertThat(port.source.seatCount()).isLessThan(5);
    }

    @Test
    void anObserverThatIsToldOnceIsValidUntilItWasTold() throws Exception {
        alone(() -> {
            RunLoop loop = RunLoop.current();
            keep(loop, DEFAULT);
            List<Boolean> valid = new ArrayList<>();
            RunLoopObserver once = RunLoopObserver.of(
                    Set.of(Activity.BEFORE_TIMERS), false, 0, (observer, at) -> valid.add(observer.isValid()));
            loop.add(once, DEFAULT);
            pass(loop, DEFAULT);
            pass(loop, DEFAULT);
            assertThat(valid).containsExactly(true);
            assertThat(once.isValid()).isFalse();
        });
    }
}
