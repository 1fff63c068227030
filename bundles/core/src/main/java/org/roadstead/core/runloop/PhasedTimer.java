package org.roadstead.core.runloop;

import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.roadstead.runloop.RunLoopTimer;

/**
 * A timer that keeps its phase.
 *
 * <p>The moment at which it is due is one number, changed by compare-and-set: the firing moves it on only if nobody has set a
 * later one meanwhile. Only the loop's thread fires, and never while it is firing already. The first loop that a timer is
 * added to is its own for good.
 */
final class PhasedTimer implements RunLoopTimer, ModeItem {
    /** The one that is due first. */
    static final Comparator<Due> FIRST = Comparator.comparingLong(Due::sinceNow);

    /** A timer and when it is due from the moment of a pass, which others may change while timers are sorted. */
    record Due(PhasedTimer timer, long sinceNow) {}

    private final long interval;
    private final Consumer<? super RunLoopTimer> callback;
    private final AtomicLong due;
    private final AtomicReference<Loop> loop = new AtomicReference<>();
    private volatile long tolerance;
    private volatile boolean valid = true;
    private volatile boolean firing;

    PhasedTimer(Duration first, Duration interval, Consumer<? super RunLoopTimer> callback) {
        this.due = new AtomicLong(at(first));
        this.interval = Moment.nanos(interval);
        this.callback = callback;
    }

    /** Not the moment that stands for none: a timer always has one. */
    private static long at(Duration delay) {
        return System.nanoTime() + Moment.nanos(delay);
    }

    /** Makes a loop the timer's own; false if it has another. */
    boolean belongTo(Loop owner) {
        return loop.compareAndSet(null, owner) || loop.get() == owner;
    }

    boolean isFiring() {
        return firing;
    }

    long due() {
        return due.get();
    }

    /** Returns when the timer must fire at last. */
    long latest() {
        return due.get() + toleranceNanos();
    }

    private long toleranceNanos() {
        return interval == 0 ? tolerance : Math.min(tolerance, interval / 2);
    }

    boolean isDue(long now) {
        return valid && !firing && due.get() - now <= 0;
    }

    /** Calls back, and moves on by whole intervals. By the loop's thread. */
    void fire(Loop owner) {
        long mine = due.get();
        firing = true;
        owner.table().timerChanged(this);
        owner.callOut(() -> callback.accept(this));
        if (interval == 0) {
            invalidate();
        } else {
            moveOn(mine);
        }
        firing = false;
        owner.table().timerChanged(this);
    }

    private void moveOn(long mine) {
        long late = System.nanoTime() - mine;
        long next = mine + (late < 0 ? 1 : late / interval + 1) * interval;
        long now = due.get();
        while (now - mine <= 0 && !due.compareAndSet(now, next)) {
            now = due.get(); // set anew just now; a later moment than this firing's is left as it is
        }
    }

    @Override
    public Duration interval() {
        return Duration.ofNanos(interval);
    }

    @Override
    public boolean repeats() {
        return interval != 0;
    }

    @Override
    public Duration untilFire() {
        return Duration.ofNanos(due.get() - System.nanoTime());
    }

    @Override
    public void fireIn(Duration delay) {
        due.set(at(delay));
        tellLoop();
    }

    @Override
    public Duration tolerance() {
        return Duration.ofNanos(tolerance);
    }

    @Override
    public void tolerance(Duration late) {
        if (late.isNegative()) {
            throw new IllegalArgumentException("the tolerance of a timer is " + late + "; allowed: zero or more");
        }
        tolerance = Moment.nanos(late);
        tellLoop();
    }

    private void tellLoop() {
        Loop owner = loop.get();
        if (owner != null && valid) {
            owner.table().timerChanged(this);
            owner.wakeUp();
        }
    }

    @Override
    public boolean isValid() {
        return valid;
    }

    @Override
    public void invalidate() {
        valid = false;
        Loop owner = loop.get();
        if (owner != null) {
            owner.takeOut(this);
        }
    }

    @Override
    public boolean enter(Mode mode) {
        boolean entered = mode.timers().add(this, null);
        mode.reckonTimers();
        return entered;
    }

    @Override
    public boolean leave(Mode mode) {
        boolean left = mode.timers().remove(this);
        mode.reckonTimers();
        return left;
    }

    @Override
    public boolean isIn(Mode mode) {
        return mode.timers().contains(this);
    }
}
