package org.roadstead.core.runloop;

import java.util.List;
import java.util.Objects;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runloop.RunLoopObserver;
import org.roadstead.runloop.RunLoopSource;
import org.roadstead.runloop.RunLoopTimer;

/**
 * One change of what is in a loop's modes, and who is told of it after the lock was released. Who adds looks afterwards whether
 * the item has become invalid meanwhile, and takes it out again; so an item that is not valid stays in no mode.
 *
 * @param loop the loop
 * @param mode the mode that was named
 */
record Membership(Loop loop, RunLoopMode mode) {
    boolean add(RunLoopSource source) {
        ModeItem item = source instanceof QueueSource queue ? queue.seatIn(loop) : own(source, SignalledSource.class);
        checkValid(source.isValid(), source);
        return enter(item);
    }

    boolean remove(RunLoopSource source) {
        ModeItem item = known(source);
        return item != null && leave(item);
    }

    boolean contains(RunLoopSource source) {
        ModeItem item = known(source);
        return item != null && loop.table().contains(item, mode);
    }

    boolean add(RunLoopTimer timer) {
        PhasedTimer item = own(timer, PhasedTimer.class);
        checkValid(item.isValid(), timer);
        checkOwner(item.belongTo(loop), timer);
        return enter(item);
    }

    boolean remove(RunLoopTimer timer) {
        return leave(own(timer, PhasedTimer.class));
    }

    boolean contains(RunLoopTimer timer) {
        return loop.table().contains(own(timer, PhasedTimer.class), mode);
    }

    boolean add(RunLoopObserver observer) {
        ToldObserver item = own(observer, ToldObserver.class);
        checkValid(item.isValid(), observer);
        checkOwner(item.belongTo(loop), observer);
        return enter(item);
    }

    boolean remove(RunLoopObserver observer) {
        return leave(own(observer, ToldObserver.class));
    }

    boolean contains(RunLoopObserver observer) {
        return loop.table().contains(own(observer, ToldObserver.class), mode);
    }

    private ModeItem known(RunLoopSource source) {
        return source instanceof QueueSource queue ? queue.knownIn(loop) : own(source, SignalledSource.class);
    }

    private static <T> T own(Object item, Class<T> type) {
        if (!type.isInstance(Objects.requireNonNull(item, "what is added, removed or looked for"))) {
            throw new IllegalArgumentException(item + " was not made by the factory methods of org.roadstead.runloop");
        }
        return type.cast(item);
    }

    private void checkValid(boolean valid, Object item) {
        loop.endWithThread();
        if (!valid) {
            throw new IllegalStateException(item + " is invalid and cannot be added to " + loop.name());
        }
    }

    private void checkOwner(boolean own, Object item) {
        if (!own) {
            throw new IllegalStateException(item + " belongs to another loop and cannot be added to " + loop.name());
        }
    }

    private boolean enter(ModeItem item) {
        Modes.Change change = loop.table().add(item, mode);
        if (change.happened()) {
            entered(item, change.modes());
        }
        return change.happened();
    }

    /** Tells an item that it has entered modes. */
    void entered(ModeItem item, List<Mode> modes) {
        if (item instanceof SignalledSource source) {
            source.joined(loop);
            modes.forEach(entered -> source.scheduled(loop, entered.key()));
            outIfInvalid(source.isValid(), item);
        } else if (item instanceof Seat seat) {
            loop.portsChanged(seat.source().idle());
            outIfInvalid(seat.source().isValid(), item);
            if (seat.source().hasMore()) {
                seat.signal();
                loop.wakeUp(); // it may have been ready already, for another mode
            }
        } else if (item instanceof PhasedTimer timer) {
            outIfInvalid(timer.isValid(), item);
            loop.wakeUp();
        } else if (item instanceof ToldObserver observer) {
            outIfInvalid(observer.isValid(), item);
        }
    }

    private void outIfInvalid(boolean valid, ModeItem item) {
        if (!valid) {
            takeOut(item);
        }
    }

    private boolean leave(ModeItem item) {
        Modes.Change change = loop.table().remove(item, mode);
        if (change.happened()) {
            left(item, change.modes());
        }
        return change.happened();
    }

    void takeOut(ModeItem item) {
        left(item, loop.table().removeEverywhere(item));
    }

    /** The loop has ended. */
    void end(ModeItem item) {
        if (item instanceof PhasedTimer timer) {
            timer.invalidate();
        } else if (item instanceof ToldObserver observer) {
            observer.invalidate();
        } else {
            takeOut(item);
        }
        if (item instanceof Seat seat) {
            seat.source().lost(seat);
        }
    }

    private void left(ModeItem item, List<Mode> modes) {
        if (item instanceof SignalledSource source) {
            modes.forEach(left -> source.cancelled(loop, left.key()));
            if (loop.table().isNowhere(item)) {
                source.left(loop);
            }
        } else if (item instanceof Seat
                && modes.stream().allMatch(left -> left.seats().now().isEmpty())) {
            loop.portsChanged(loop.ownIdle());
        }
        if (modes.stream().anyMatch(Mode::isEmpty)) {
            loop.wakeUp(); // a run of it is finished
        }
    }
}
