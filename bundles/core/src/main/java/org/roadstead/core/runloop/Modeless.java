package org.roadstead.core.runloop;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runloop.RunLoopObserver;
import org.roadstead.runloop.RunLoopSource;
import org.roadstead.runloop.RunLoopTimer;
import org.roadstead.runloop.RunResult;

/** What a loop without modes cannot do. */
abstract class Modeless implements RunLoop {
    private static final String NO_MODES = "this loop has no modes yet";

    @Override
    public RunResult run(RunLoopMode mode, Duration limit, boolean returnAfterSource) {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public void wakeUp() {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public boolean isWaiting() {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public Optional<RunLoopMode> currentMode() {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public Set<RunLoopMode> modes() {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public void addCommonMode(RunLoopMode mode) {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public Optional<Duration> untilNextTimer(RunLoopMode mode) {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public void execute(RunLoopMode mode, Runnable block) {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public boolean add(RunLoopSource source, RunLoopMode mode) {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public boolean remove(RunLoopSource source, RunLoopMode mode) {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public boolean contains(RunLoopSource source, RunLoopMode mode) {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public boolean add(RunLoopTimer timer, RunLoopMode mode) {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public boolean remove(RunLoopTimer timer, RunLoopMode mode) {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public boolean contains(RunLoopTimer timer, RunLoopMode mode) {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public boolean add(RunLoopObserver observer, RunLoopMode mode) {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public boolean remove(RunLoopObserver observer, RunLoopMode mode) {
        throw new UnsupportedOperationException(NO_MODES);
    }

    @Override
    public boolean contains(RunLoopObserver observer, RunLoopMode mode) {
        throw new UnsupportedOperationException(NO_MODES);
    }
}
