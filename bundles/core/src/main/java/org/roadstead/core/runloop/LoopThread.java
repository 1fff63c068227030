package org.roadstead.core.runloop;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run loop: a queue of callbacks and the one thread that runs them, first in first out. The thread is started by the first
 * callback and ends when the queue is empty and nothing keeps the loop ({@link #keep()}).
 *
 * <p><b>Why no callback is left behind.</b> A poster adds to the queue and then reads the state; the loop writes the state and
 * then reads the queue; both are volatile, so either the loop finds the callback or the poster finds a state that is not
 * RUNNING and is the one that changes it back by compare-and-set, which wakes the loop once. The end of the thread is such a
 * state too: NONE is written before the queue is read for the last time.
 */
public final class LoopThread extends Modeless {
    private enum State {
        /** There is no thread. */
        NONE,
        /** The thread runs callbacks and will look at the queue again. */
        RUNNING,
        /** The thread parks. */
        PARKED,
        /** The thread waits in {@link Idle#waitHere()}. */
        POLLING
    }

    /** How long an interrupted callback may still take before it is given up. */
    private static final Duration AFTER_INTERRUPT = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);

    private final String name;
    private final Idle idle;
    private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicInteger keepers = new AtomicInteger();
    private final AtomicReference<State> state = new AtomicReference<>(State.NONE);

    private volatile Thread thread;
    private volatile boolean stopped;
    private volatile boolean wokenLocally = true;
    /** {@link System#nanoTime()} at which the running callback began; 0 while none runs. */
    private volatile long callbackSince;

    /**
     * Makes a loop without a thread.
     *
     * @param name the name of its thread
     * @param idle what it does while it has nothing to do
     */
    public LoopThread(String name, Idle idle) {
        this.name = name;
        this.idle = idle;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void execute(Runnable block) {
        java.util.Objects.requireNonNull(block, "block");
        if (!post(block)) {
            throw new RejectedExecutionException(name + ": the owner of this run loop has stopped");
        }
    }

    /** Runs a callback on the loop; returns false, and does nothing, once the loop is stopped. */
    public boolean post(Runnable callback) {
        if (stopped && !isCurrent()) {
            return false;
        }
        queued.incrementAndGet();
        queue.add(callback);
        wake();
        return true;
    }

    /** Keeps the thread alive while the queue is empty, until {@link #letGo()}. */
    public void keep() {
        keepers.incrementAndGet();
    }

    /** Undoes one {@link #keep()}; the thread ends after the last. */
    public void letGo() {
        if (keepers.decrementAndGet() == 0) {
            wake();
        }
    }

    /**
     * Stops the loop for good: no new callbacks, those in the queue are run, and the thread ends. Waits for the thread, at
     * most for the grace, then interrupts it and waits a little longer; does not wait when called on the loop itself, which
     * then ends after the callback that runs.
     *
     * @return null, or the stack of a callback that ignored its interrupt
     */
    public StackTraceElement[] stop(Duration grace) {
        stopped = true;
        wake();
        Thread running = thread;
        if (running == null || running == Thread.currentThread()) {
            return null;
        }
        boolean interrupted = false;
        try {
            interrupted |= joinUninterruptibly(running, grace);
            if (running.isAlive()) {
                running.interrupt();
                interrupted |= joinUninterruptibly(running, AFTER_INTERRUPT);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return running.isAlive() ? running.getStackTrace() : null;
    }

    /** Returns how many callbacks wait. */
    public int queued() {
        return queued.get();
    }

    /** Tells whether the loop has a thread now. */
    public boolean isRunning() {
        return state.get() != State.NONE;
    }

    /** Returns how long the running callback has been running, or -1 if none runs. */
    public long callbackMillis() {
        long since = callbackSince;
        return since == 0 ? -1 : (System.nanoTime() - since) / 1_000_000;
    }

    private void wake() {
        switch (state.get()) {
            case NONE -> {
                if (!queue.isEmpty() && state.compareAndSet(State.NONE, State.RUNNING)) {
                    start();
                }
            }
            case PARKED -> {
                Thread parked = thread;
                boolean local = !idle.isReader();
                if (state.compareAndSet(State.PARKED, State.RUNNING)) {
                    wokenLocally = local;
                    LockSupport.unpark(parked);
                    idle.woken();
                }
            }
            case POLLING -> {
                // The loop itself, reading, looks at the queue next; only others must end its wait.
                if (!isCurrent() && state.compareAndSet(State.POLLING, State.RUNNING)) {
                    wokenLocally = true;
                    idle.wakeup();
                }
            }
            case RUNNING -> {
                // It looks at the queue again before it waits.
            }
        }
    }

    private void start() {
        Thread started = KernelThread.of(name, this::serve);
        thread = started;
        started.start();
    }

    private void serve() {
        while (true) {
            Runnable callback = queue.poll();
            if (callback != null) {
                queued.decrementAndGet();
                runOne(callback);
            } else if (stopped || keepers.get() == 0) {
                if (ended()) {
                    return;
                }
            } else {
                await();
            }
        }
    }

    private void runOne(Runnable callback) {
        callbackSince = System.nanoTime() | 1;
        try {
            callback.run();
        } catch (Throwable e) {
            LOG.warn("{}: a callback failed, the loop goes on", name, e);
        } finally {
            callbackSince = 0;
        }
    }

    /** Ends the thread unless work has come meanwhile. */
    private boolean ended() {
        thread = null;
        state.set(State.NONE);
        if (queue.isEmpty() && (stopped || keepers.get() == 0)) {
            return true;
        }
        if (state.compareAndSet(State.NONE, State.RUNNING)) {
            thread = Thread.currentThread();
            return false;
        }
        return true; // a poster has started another thread
    }

    private void await() {
        Thread.interrupted(); // an interrupt was meant for a callback that has ended
        if (!wokenLocally && idle.tryEnter()) {
            boolean workElsewhere = false;
            try {
                state.set(State.POLLING);
                if (hasNothingToDo()) {
                    idle.waitHere();
                }
            } finally {
                state.set(State.RUNNING);
                workElsewhere = idle.leave();
            }
            if (workElsewhere && queue.isEmpty()) {
                wokenLocally = true; // the role follows the work: this loop parks until there is some for it
            }
        } else {
            idle.standIn();
            state.set(State.PARKED);
            while (state.get() == State.PARKED && hasNothingToDo() && !Thread.interrupted()) {
                LockSupport.park(this);
            }
            state.set(State.RUNNING);
        }
    }

    private boolean hasNothingToDo() {
        return queue.isEmpty() && !stopped && keepers.get() > 0;
    }

    /** Joins; returns whether the calling thread was interrupted meanwhile. */
    private static boolean joinUninterruptibly(Thread thread, Duration wait) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + wait.toNanos();
        long left = wait.toNanos();
        while (left > 0 && thread.isAlive()) {
            try {
                thread.join(Math.max(1, left / 1_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = deadline - System.nanoTime();
        }
        return interrupted;
    }
}
