package org.roadstead.core.runloop;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roadstead.runloop.Activity;
import org.roadstead.runloop.RunLoopMode;

/**
 * A mode of one loop. Changed under the lock of {@link Modes}; the loop's thread reads without it, so that a mode without
 * timers, observers and signal sources costs a pass a few reads.
 */
final class Mode {
    private final RunLoopMode key;
    private final Members<SignalledSource> signals = new Members<>();
    private final Members<Seat> seats = new Members<>();
    private final Members<PhasedTimer> timers = new Members<>();
    private final Members<ToldObserver> observers = new Members<>();

    private volatile boolean common;
    /** What the observers want, in bits. */
    private volatile int wanted;
    /** When a timer is due first, and when one must fire at last. */
    private volatile long nextDue = Moment.NEVER;

    private volatile long nextLatest = Moment.NEVER;

    Mode(RunLoopMode key) {
        this.key = key;
    }

    RunLoopMode key() {
        return key;
    }

    boolean isCommon() {
        return common;
    }

    void makeCommon() {
        common = true;
    }

    Members<SignalledSource> signals() {
        return signals;
    }

    Members<Seat> seats() {
        return seats;
    }

    Members<PhasedTimer> timers() {
        return timers;
    }

    Members<ToldObserver> observers() {
        return observers;
    }

    /** Tells whether there is no source and no timer. */
    boolean isEmpty() {
        return signals.now().isEmpty() && seats.now().isEmpty() && timers.now().isEmpty();
    }

    boolean wants(Activity activity) {
        return (wanted & activity.bit()) != 0;
    }

    void reckonObservers() {
        int bits = 0;
        for (ToldObserver observer : observers.now()) {
            bits |= observer.bits();
        }
        wanted = bits;
    }

    /** Timers have changed; one that is firing is not due meanwhile. */
    void reckonTimers() {
        List<PhasedTimer> all = timers.now();
        long due = Moment.NEVER;
        long latest = Moment.NEVER;
        for (PhasedTimer timer : all) {
            if (!timer.isFiring()) {
                due = Moment.earlier(due, timer.due());
                latest = Moment.earlier(latest, timer.latest());
            }
        }
        nextDue = due;
        nextLatest = latest;
    }

    long nextDue() {
        return nextDue;
    }

    Optional<Duration> untilNextTimer() {
        long due = nextDue;
        return due == Moment.NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(due - System.nanoTime()));
    }

    long nextLatest() {
        return nextLatest;
    }

    @Override
    public String toString() {
        return key.name();
    }
}
