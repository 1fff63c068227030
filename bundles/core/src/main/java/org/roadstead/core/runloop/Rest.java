package org.roadstead.core.runloop;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Where a loop's thread waits, for the loop's queues or for a link that it reads meanwhile, and how others end the wait.
 *
 * <p><b>Why no wake-up is lost.</b> Who has something for the loop writes that first and then reads the state; the loop
 * writes the state and then looks whether there is something; both are volatile. So either the loop finds it, or the other
 * finds a state that is not AWAKE and is the one that changes it back by compare-and-set, which wakes the loop once.
 * A loop without a thread is such a state too.
 */
final class Rest {
    enum State {
        /** There is no thread. */
        ABSENT,
        /** The thread is busy, or not in a run, and will look whether there is something before it waits. */
        AWAKE,
        /** The thread parks. */
        PARKED,
        /** The thread waits in {@link Idle#waitHere}. */
        POLLING
    }

    private final AtomicReference<State> state;
    /** Whether there is something for the loop to do. */
    private final BooleanSupplier something;
    /** Called by whoever has something for a loop without a thread. */
    private final Runnable absent;

    /** Who waits. */
    private volatile Thread sleeper;

    private volatile Idle idle;
    /** The one of the wait that is under way. */
    private volatile Idle used;
    /** Whether what the loop gets comes from this process, so that it parks, rather than from a link. */
    private volatile boolean wokenLocally = true;

    Rest(State first, BooleanSupplier something, Runnable absent, Idle idle) {
        this.state = new AtomicReference<>(first);
        this.something = something;
        this.absent = absent;
        this.idle = idle;
    }

    Idle idle() {
        return idle;
    }

    /** Sets what the loop may do while it waits, from its next wait on. */
    void idle(Idle next) {
        idle = next;
    }

    /** What comes next is expected from a link: the loop's next wait reads, if nobody else does. By the loop's thread. */
    void expectLink() {
        wokenLocally = false;
    }

    boolean isWaiting() {
        State now = state.get();
        return now == State.PARKED || now == State.POLLING;
    }

    boolean isAbsent() {
        return state.get() == State.ABSENT;
    }

    /** The thread comes, if it was not there and nobody else has brought it. */
    boolean appear() {
        return state.compareAndSet(State.ABSENT, State.AWAKE);
    }

    /** The thread is about to leave; it looks whether there is something afterwards. */
    void vanish() {
        state.set(State.ABSENT);
    }

    /** There is something for the loop, which was written before. Any thread. */
    void wake() {
        switch (state.get()) {
            case ABSENT -> absent.run();
            case PARKED -> {
                Thread thread = sleeper;
                Idle reading = used;
                boolean local = !reading.isReader();
                if (state.compareAndSet(State.PARKED, State.AWAKE)) {
                    wokenLocally = local;
                    LockSupport.unpark(thread);
                    reading.woken();
                }
            }
            case POLLING -> {
                // The loop itself, reading, looks next whether there is something; only others must end its wait.
                Idle reading = used;
                if (sleeper != Thread.currentThread() && state.compareAndSet(State.POLLING, State.AWAKE)) {
                    wokenLocally = true;
                    reading.wakeup();
                }
            }
            case AWAKE -> {
                // It looks before it waits.
            }
        }
    }

    /** Says that the thread is about to wait, and looks then; false if there is something. By the loop's thread. */
    boolean lieDown(State how, Idle here) {
        used = here;
        sleeper = Thread.currentThread();
        state.set(how);
        return !something.getAsBoolean();
    }

    /** Waits until there is something, the moment comes, or the thread is interrupted; perhaps shorter. By the loop's thread. */
    void until(long moment) {
        Idle here = idle;
        if (!wokenLocally && here.tryEnter()) {
            boolean elsewhere = false;
            try {
                long left = Moment.left(moment);
                if (lieDown(State.POLLING, here) && left > 0) {
                    here.waitHere(moment == Moment.NEVER ? -1 : left);
                }
            } finally {
                state.set(State.AWAKE);
                elsewhere = here.leave();
            }
            if (elsewhere && !something.getAsBoolean()) {
                wokenLocally = true; // the role follows the work: this loop parks until there is some for it
            }
        } else {
            here.standIn();
            boolean nothing = lieDown(State.PARKED, here);
            long left = Moment.left(moment);
            while (nothing
                    && left > 0
                    && state.get() == State.PARKED
                    && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(this, left);
                nothing = !something.getAsBoolean();
                left = Moment.left(moment);
            }
            state.set(State.AWAKE);
        }
    }
}
