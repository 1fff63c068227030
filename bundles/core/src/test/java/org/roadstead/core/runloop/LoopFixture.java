package org.roadstead.core.runloop;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runloop.RunResult;
import org.roadstead.runloop.SignalSource;
import org.roadstead.testkit.Attempt;

/** Tests of loops, each on a thread of its own, so that none finds what another has left. */
abstract class LoopFixture {
    static final RunLoopMode DEFAULT = RunLoopMode.DEFAULT;
    static final RunLoopMode COMMON = RunLoopMode.COMMON;
    static final RunLoopMode OTHER = new RunLoopMode("test.other");
    static final Duration LONG = Duration.ofSeconds(10);

    @BeforeEach
    void open() {
        Loops.open();
    }

    @AfterEach
    void close() {
        Loops.close();
    }

    /** Runs a test on a thread that has no loop yet. */
    static void alone(Body body) throws Exception {
        Attempt.of((Callable<Void>) () -> {
                    body.run();
                    return null;
                })
                .result();
    }

    /** A test. */
    interface Body {
        void run() throws Exception;
    }

    /** Makes one pass in a mode, which does not wait. */
    static RunResult pass(RunLoop loop, RunLoopMode mode) {
        return loop.run(mode, Duration.ZERO, false);
    }

    /** Keeps a mode from being empty. */
    static SignalSource keep(RunLoop loop, RunLoopMode mode) {
        SignalSource source = SignalSource.of(() -> {});
        loop.add(source, mode);
        return source;
    }

    /** A port, as a loop sees it: numbers that wait, and what is done with each. */
    static final class TestPort implements PortQueue {
        private final Queue<Integer> messages = new ConcurrentLinkedQueue<>();
        private final java.util.function.IntConsumer handler;
        final QueueSource source = new QueueSource(0, this, Idle.PARK);

        TestPort(java.util.function.IntConsumer handler) {
            this.handler = handler;
        }

        void send(int message) {
            messages.add(message);
            source.signal();
        }

        @Override
        public boolean serveNext() {
            Integer message = messages.poll();
            if (message == null) {
                return false;
            }
            handler.accept(message);
            return true;
        }

        @Override
        public boolean hasMore() {
            return !messages.isEmpty();
        }
    }
}
