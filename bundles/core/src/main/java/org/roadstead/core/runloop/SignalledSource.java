package org.roadstead.core.runloop;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runloop.SignalSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source that is signalled by hand.
 *
 * <p>A signal is a number that goes from zero to the next of all signals, and back to zero by the one loop that takes it, just
 * before it performs; both by compare-and-set, so signals before that are one, and one during it is another. Who adds the source
 * to a loop looks afterwards whether it is still valid, who invalidates it looks at the loops afterwards, so no loop keeps it.
 */
final class SignalledSource implements SignalSource, ModeItem, Runnable {
    /** The lowest order first, then the one that was signalled first. */
    static final Comparator<Signal> FIRST =
            Comparator.comparingInt((Signal signal) -> signal.source.order).thenComparingLong(Signal::number);

    private static final Logger LOG = LoggerFactory.getLogger(SignalledSource.class);
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** A source and its signal, as a pass sees them. */
    record Signal(SignalledSource source, long number) {}

    private final int order;
    private final Callbacks callbacks;
    private final AtomicLong signalled = new AtomicLong();
    private final CopyOnWriteArrayList<Loop> loops = new CopyOnWriteArrayList<>();
    private volatile boolean valid = true;

    SignalledSource(int order, Callbacks callbacks) {
        this.order = order;
        this.callbacks = callbacks;
    }

    @Override
    public void signal() {
        if (valid && signalled.get() == 0) {
            signalled.compareAndSet(0, NUMBERS.incrementAndGet());
        }
    }

    @Override
    public boolean isSignalled() {
        return signalled.get() != 0;
    }

    long signalNumber() {
        return signalled.get();
    }

    /** Takes the signal, if there is one and the source is valid; who gets true performs. */
    boolean takeSignal() {
        long number = signalled.get();
        return valid && number != 0 && signalled.compareAndSet(number, 0);
    }

    @Override
    public void run() {
        callbacks.perform();
    }

    /** Returns the loops that it is in, for {@link #invalidate()}. */
    List<Loop> loops() {
        return loops;
    }

    /** It is in a mode of a loop. */
    void joined(Loop loop) {
        loops.addIfAbsent(loop);
    }

    /** It was in no mode of a loop. Who has added it since has written that before this looks, or joins after it. */
    void left(Loop loop) {
        loops.remove(loop);
        if (!loop.table().isNowhere(this)) {
            joined(loop);
        }
    }

    void scheduled(RunLoop loop, RunLoopMode mode) {
        try {
            callbacks.schedule(loop, mode);
        } catch (Throwable e) {
            ThrownByUser.warn(LOG, "{}: the schedule callback of a source failed", loop, e);
        }
    }

    void cancelled(RunLoop loop, RunLoopMode mode) {
        try {
            callbacks.cancel(loop, mode);
        } catch (Throwable e) { // others are still to be taken out
            ThrownByUser.warn(LOG, "{}: the cancel callback of a source failed", loop, e);
        }
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
        signalled.set(0);
        for (Loop loop : loops) {
            loop.takeOut(this);
        }
    }

    @Override
    public boolean enter(Mode mode) {
        return mode.signals().add(this, null);
    }

    @Override
    public boolean leave(Mode mode) {
        return mode.signals().remove(this);
    }

    @Override
    public boolean isIn(Mode mode) {
        return mode.signals().contains(this);
    }
}
