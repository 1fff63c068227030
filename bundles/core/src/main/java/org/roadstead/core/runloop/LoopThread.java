package org.roadstead.core.runloop;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.roadstead.runloop.RunLoopMode;

/**
 * The run loop of a bundle and its thread, which runs the default mode for ever. The thread is started by the first callback,
 * and ends when nothing waits and nothing keeps the loop: no {@link #keep()}, and no source and timer in the default mode.
 *
 * <p>The end of the thread is a state of {@link Rest} that is written before the queues are looked at for the last time, and
 * who has something for a loop without a thread writes that first and starts one then; so there is never a callback without
 * a thread, and who wins the state's compare-and-set is the only thread.
 */
public final class LoopThread {
    /** How long an interrupted callback may still take before it is given up. */
    private static final Duration AFTER_INTERRUPT = Duration.ofMillis(250);

    /** From when on a callback's stack is worth to be looked at, and how much of it. */
    private static final long LONG_MILLIS = 1_000;

    private static final int MAX_FRAMES = 32;

    private final Loop loop;
    private final AtomicInteger keepers = new AtomicInteger();
    private volatile boolean stopped;

    /**
     * Makes a loop without a thread.
     *
     * @param name the name of its thread
     * @param idle what it does while it has nothing to do
     */
    public LoopThread(String name, Idle idle) {
        this.loop = Loop.of(name, idle, this::appear);
    }

    /** Returns the loop. */
    public Loop loop() {
        return loop;
    }

    /** Returns the name of the thread. */
    public String name() {
        return loop.name();
    }

    /** Tells whether the calling thread is the loop's. */
    public boolean isCurrent() {
        return loop.isCurrent();
    }

    /** Runs a callback on the loop; returns false, and does nothing, once the loop is stopped. */
    public boolean post(Runnable callback) {
        return loop.post(RunLoopMode.COMMON, callback);
    }

    /** Keeps the thread alive while nothing waits, until {@link #letGo()}. */
    public void keep() {
        keepers.incrementAndGet();
    }

    /** Undoes one {@link #keep()}; the thread ends after the last. */
    public void letGo() {
        if (keepers.decrementAndGet() == 0) {
            loop.wakeUp();
        }
    }

    /**
     * Stops the loop for good: no new callbacks but those that callbacks ask for within the grace, those that wait are run, the
     * thread ends, and what is in the loop's modes is taken out. Waits for the thread, at most for the grace, then interrupts it and waits a little longer; does not wait when
     * called on the loop itself, which then ends after the callback that runs.
     *
     * @return null, or the stack of a callback that ignored its interrupt
     */
    public StackTraceElement[] stop(Duration grace) {
        stopped = true;
        loop.close(grace);
        loop.stop(); // of a run that a callback is in
        Thread running = loop.thread();
        if (running == Thread.currentThread()) {
            return null;
        }
        boolean interrupted = false;
        if (running != null) {
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
        }
        loop.end();
        return running != null && running.isAlive() ? running.getStackTrace() : null;
    }

    /** Returns how many blocks wait. */
    public int queued() {
        return loop.blocks().count();
    }

    /** Tells whether the loop has a thread now. */
    public boolean isRunning() {
        return !loop.rest().isAbsent();
    }

    /** Returns how long the innermost callback has been running, or -1 if none runs. */
    public long callbackMillis() {
        return loop.callbackMillis();
    }

    /** Returns where the innermost callback is, if it has been running for {@link #LONG_MILLIS}; else nothing. */
    public List<String> callbackStack() {
        Thread running = loop.thread();
        if (running == null || loop.callbackMillis() < LONG_MILLIS) {
            return List.of();
        }
        List<String> stack = Arrays.stream(running.getStackTrace())
                .limit(MAX_FRAMES)
                .map(StackTraceElement::toString)
                .toList();
        return loop.callbackMillis() < LONG_MILLIS ? List.of() : stack; // it has ended meanwhile
    }

    /** There may be something for a loop without a thread. */
    private void appear() {
        if (loop.isCalledFor() && loop.rest().appear()) {
            try {
                Thread started = KernelThread.of(loop.name(), this::serve);
                loop.thread(started);
                started.start();
            } catch (Throwable e) { // no memory for a thread: the next who has something tries again
                loop.thread(null);
                loop.rest().vanish();
                throw e;
            }
        }
    }

    private void serve() {
        Thread me = Thread.currentThread();
        Loops.bind(me, loop);
        try {
            do {
                loop.run(Run.forEver(loop, this::mayEnd));
            } while (!ended(me));
        } finally {
            Loops.unbind(me);
            if (stopped) {
                loop.end();
            }
        }
    }

    private boolean mayEnd() {
        return stopped || (keepers.get() == 0 && loop.table().standard().isEmpty());
    }

    /** Ends the thread unless something has come meanwhile. */
    private boolean ended(Thread me) {
        if (loop.blocks().hasFor(loop.table().standard())) {
            return false;
        }
        loop.thread(null);
        loop.rest().vanish();
        if (loop.isQueueEmpty() && mayEnd()) {
            return true;
        }
        if (loop.rest().appear()) {
            loop.thread(me);
            return false;
        }
        return true; // a poster has started another thread
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
