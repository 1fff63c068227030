package org.roadstead.core.runloop;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.roadstead.runloop.Activity;
import org.roadstead.runloop.RunLoopObserver;

/** An observer. Only the loop's thread tells it, and never while it is being told already; its first loop is its own for good. */
final class ToldObserver implements RunLoopObserver, ModeItem {
    private static final Comparator<ToldObserver> FIRST = Comparator.comparingInt(ToldObserver::order);

    private final Set<Activity> activities;
    private final int bits;
    private final boolean repeats;
    private final int order;
    private final Callback callback;
    private final AtomicReference<Loop> loop = new AtomicReference<>();
    private volatile boolean valid = true;
    /** Only touched by the loop's thread. */
    private boolean told;

    ToldObserver(Set<Activity> activities, boolean repeats, int order, Callback callback) {
        this.activities = activities;
        this.bits = activities.stream().mapToInt(Activity::bit).sum();
        this.repeats = repeats;
        this.order = order;
        this.callback = callback;
    }

    /** Makes a loop the observer's own; false if it has another. */
    boolean belongTo(Loop owner) {
        return loop.compareAndSet(null, owner) || loop.get() == owner;
    }

    int bits() {
        return bits;
    }

    void tell(Loop owner, Activity activity) {
        if (!valid || told || (bits & activity.bit()) == 0) {
            return;
        }
        told = true;
        owner.callOut(() -> callback.observed(this, activity));
        if (!repeats) {
            invalidate();
        }
        told = false;
    }

    @Override
    public Set<Activity> activities() {
        return activities;
    }

    @Override
    public boolean repeats() {
        return repeats;
    }

    @Override
    public int order() {
        return order;
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
        boolean entered = mode.observers().add(this, FIRST);
        mode.reckonObservers();
        return entered;
    }

    @Override
    public boolean leave(Mode mode) {
        boolean left = mode.observers().remove(this);
        mode.reckonObservers();
        return left;
    }

    @Override
    public boolean isIn(Mode mode) {
        return mode.observers().contains(this);
    }
}
