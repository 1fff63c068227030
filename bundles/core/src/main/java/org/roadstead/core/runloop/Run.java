package org.roadstead.core.runloop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.roadstead.runloop.Activity;
import org.roadstead.runloop.RunResult;

/**
 * One run of a loop in a mode: passes in the order of {@code CFRunLoopRunInMode}, until the run's own verdict ends it. Only the
 * loop's thread touches it. A mode without observers, timers and signal sources costs a pass no allocation and no lock.
 */
abstract class Run {
    private final Loop loop;
    private final Mode mode;
    private final long deadline;
    private final boolean polls;

    private Run(Loop loop, Mode mode, long deadline, boolean polls) {
        this.loop = loop;
        this.mode = mode;
        this.deadline = deadline;
        this.polls = polls;
    }

    /** A run that a program asks for. */
    static Run ofProgram(Loop loop, Mode mode, Duration limit, boolean returnAfterSource) {
        boolean polls = limit.isNegative() || limit.isZero();
        return new Run(loop, mode, Moment.in(limit), polls) {
            @Override
            boolean endsAtEntry() {
                return loop.takeStop();
            }

            @Override
            RunResult verdict(boolean served) {
                if (served && returnAfterSource) {
                    return RunResult.HANDLED_SOURCE;
                }
                if (loop.takeStop() || Thread.currentThread().isInterrupted()) {
                    return RunResult.STOPPED;
                }
                if (polls || isOverdue()) {
                    return RunResult.TIMED_OUT;
                }
                return mode.isEmpty() && !loop.blocks().hasFor(mode) ? RunResult.FINISHED : null;
            }

            @Override
            boolean endsAfterOne() {
                return returnAfterSource;
            }

            @Override
            boolean isPointless() {
                return mode.isEmpty();
            }
        };
    }

    /** A run that waits for one event. A stop is for the run around it. */
    static Run forReply(Loop loop, Mode mode, long deadline, BooleanSupplier over) {
        return new Run(loop, mode, deadline, false) {
            @Override
            boolean endsAtEntry() {
                return over.getAsBoolean();
            }

            @Override
            RunResult verdict(boolean served) {
                if (over.getAsBoolean()) {
                    return RunResult.HANDLED_SOURCE;
                }
                if (Thread.currentThread().isInterrupted()) {
                    return RunResult.STOPPED;
                }
                return isOverdue() ? RunResult.TIMED_OUT : null;
            }
        };
    }

    /** The outermost run of a loop with a thread of its own. An interrupt was meant for a callback that has ended. */
    static Run forEver(Loop loop, BooleanSupplier over) {
        return new Run(loop, loop.table().standard(), Moment.NEVER, false) {
            @Override
            boolean endsAtEntry() {
                return false;
            }

            @Override
            RunResult verdict(boolean served) {
                loop.takeStop();
                Thread.interrupted();
                return over.getAsBoolean() && loop.isQueueEmpty() ? RunResult.FINISHED : null;
            }

            @Override
            boolean isPointless() {
                return over.getAsBoolean();
            }
        };
    }

    /** Tells whether the run ends before its first pass. */
    abstract boolean endsAtEntry();

    /** Returns how the run ends after a pass, or null if it does not. */
    abstract RunResult verdict(boolean served);

    final Mode mode() {
        return mode;
    }

    final boolean isOverdue() {
        return Moment.isPast(deadline);
    }

    final RunResult go() {
        tell(Activity.ENTRY);
        try {
            if (endsAtEntry()) {
                return RunResult.STOPPED;
            }
            RunResult result;
            do {
                result = verdict(pass());
            } while (result == null);
            return result;
        } finally {
            tell(Activity.EXIT);
        }
    }

    /** Makes one pass; returns whether a source was served. */
    private boolean pass() {
        tell(Activity.BEFORE_TIMERS);
        tell(Activity.BEFORE_SOURCES);
        runBlocks();
        boolean performed = performSignalled();
        if (performed) {
            runBlocks();
        }
        boolean waits = !performed && !polls && !isPointless();
        if (waits) {
            tell(Activity.BEFORE_WAITING);
        }
        Seat seat = loop.readySeats().next(mode);
        if (waits) {
            boolean ready = seat != null;
            if (ready && mode.wants(Activity.AFTER_WAITING)) { // what an observer calls may serve it, or take it out
                loop.readySeats().putBack(seat);
                seat = null;
            }
            if (!ready && !loop.isWoken() && !timersAreDue() && !loop.blocks().hasFor(mode)) {
                loop.rest().until(Moment.earlier(deadline, mode.nextLatest()));
            }
            loop.hasWaited();
            tell(Activity.AFTER_WAITING);
        }
        boolean served = serveOne(seat == null ? loop.readySeats().next(mode) : seat);
        runBlocks();
        return performed || served;
    }

    /** Serves the one event that has come: a message, or all timers that are due. Neither keeps the other from its turn. */
    private boolean serveOne(Seat seat) {
        if (timersAreDue() && (seat == null || !loop.servedTimers())) {
            if (seat != null) {
                loop.readySeats().putBack(seat);
            }
            loop.servedTimers(true);
            fireTimers();
            return false;
        }
        loop.servedTimers(false);
        return seat != null && seat.serve();
    }

    private boolean timersAreDue() {
        return mode.nextDue() != Moment.NEVER && Moment.isPast(mode.nextDue());
    }

    private void fireTimers() {
        long now = System.nanoTime();
        List<PhasedTimer.Due> due = new ArrayList<>();
        for (PhasedTimer timer : mode.timers().now()) {
            if (timer.isDue(now)) {
                due.add(new PhasedTimer.Due(timer, timer.due() - now));
            }
        }
        due.sort(PhasedTimer.FIRST);
        for (PhasedTimer.Due next : due) {
            if (next.timer().isDue(now)) {
                next.timer().fire(loop);
            }
        }
    }

    private void runBlocks() {
        long last = loop.blocks().last();
        Runnable block;
        while (last != 0 && (block = loop.blocks().next(mode, last)) != null) {
            loop.callOut(block);
        }
    }

    private boolean performSignalled() {
        List<SignalledSource> all = mode.signals().now();
        List<SignalledSource.Signal> signals = List.of();
        for (int i = 0; i < all.size(); i++) {
            long number = all.get(i).signalNumber();
            if (number != 0) {
                if (signals.isEmpty()) {
                    signals = new ArrayList<>();
                }
                signals.add(new SignalledSource.Signal(all.get(i), number));
            }
        }
        if (signals.isEmpty()) {
            return false;
        }
        signals.sort(SignalledSource.FIRST);
        return perform(signals);
    }

    private boolean perform(List<SignalledSource.Signal> signals) {
        boolean performed = false;
        for (SignalledSource.Signal signal : signals) {
            if (signal.source().takeSignal()) {
                loop.callOut(signal.source());
                performed = true;
                if (endsAfterOne()) {
                    break;
                }
            }
        }
        return performed;
    }

    /** Tells whether a pass performs one signalled source at most. */
    boolean endsAfterOne() {
        return false;
    }

    /** Tells whether nothing can come that the run would serve; the loop is woken when this becomes so. */
    boolean isPointless() {
        return false;
    }

    private void tell(Activity activity) {
        if (!mode.wants(activity)) {
            return;
        }
        for (ToldObserver observer : mode.observers().now()) {
            observer.tell(loop, activity);
        }
    }
}
