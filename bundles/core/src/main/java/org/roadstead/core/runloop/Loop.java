package org.roadstead.core.runloop;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runloop.RunLoopObserver;
import org.roadstead.runloop.RunLoopSource;
import org.roadstead.runloop.RunLoopTimer;
import org.roadstead.runloop.RunResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run loop: what waits for it, what is in its modes, and the run that its thread makes.
 *
 * <p><b>Why nothing is lost.</b> Whoever has something for the loop writes it into a queue or a flag and then wakes {@link
 * Rest}; the loop takes from the queues in each pass, and takes the flags back only right after a wait, before it looks at what
 * they stand for, or in the one place that obeys them; a nested run leaves the wake-ups that it may have taken to the run
 * around it. A stop is such a flag: it stays until a run that heeds stops ends by
 * it. Its one lock, that of {@link Modes}, is a leaf, and no callback runs under it.
 */
public final class Loop implements RunLoop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final String name;
    private final Modes modes;
    private final Blocks blocks = new Blocks();
    private final ReadySeats ready = new ReadySeats();
    private final Rest rest;
    private final Idle ownIdle;
    /** Whether the thread is somebody else's, which the loop does not outlive. */
    private final boolean ofCaller;

    private final AtomicBoolean stop = new AtomicBoolean();
    private volatile boolean woken;
    private final Gate gate = new Gate();
    private final CallbackClock callbacks = new CallbackClock();

    private volatile Thread thread;
    private volatile RunLoopMode currentMode;
    /** Whether the last event was a timer; only touched by the loop's thread. */
    private boolean servedTimers;
    /** How many waits for replies run one in the other; only touched by the loop's thread. */
    private int replyWaits;

    private Loop(String name, Thread thread, Idle idle, Runnable absent) {
        this.name = name;
        this.thread = thread;
        this.ofCaller = thread != null;
        this.ownIdle = idle;
        this.modes = new Modes(name);
        this.rest = new Rest(ofCaller ? Rest.State.AWAKE : Rest.State.ABSENT, this::hasSomething, absent, idle);
    }

    /** Makes the loop of a thread that runs it when it likes. */
    static Loop of(Thread thread) {
        return new Loop(thread.getName(), thread, Idle.PARK, () -> {});
    }

    /** Makes a loop whose thread comes when it is called for. */
    static Loop of(String name, Idle idle, Runnable absent) {
        return new Loop(name, null, idle, absent);
    }

    Modes table() {
        return modes;
    }

    Blocks blocks() {
        return blocks;
    }

    ReadySeats readySeats() {
        return ready;
    }

    Rest rest() {
        return rest;
    }

    /** Returns the thread that runs the loop, or null if it has none now. */
    public Thread thread() {
        return thread;
    }

    void thread(Thread now) {
        thread = now;
    }

    /** Tells whether there is something that a waiting loop must look at. */
    private boolean hasSomething() {
        return woken || blocks.haveCome() || ready.haveCome();
    }

    /** Tells whether the loop has to run, or to make a pass: also when it has no thread now. */
    boolean isCalledFor() {
        return blocks.haveCome()
                || ready.haveCome()
                || (woken && !modes.standard().isEmpty());
    }

    /** Tells whether nothing is left to be run; ports that go on sending do not keep a closed loop beyond its grace. */
    boolean isQueueEmpty() {
        return !blocks.haveCome() && (!ready.haveCome() || gate.isGraceOver());
    }

    boolean isWoken() {
        return woken;
    }

    /** The loop's thread has waited, and looks at everything now. */
    void hasWaited() {
        if (woken) {
            woken = false;
        }
    }

    boolean takeStop() {
        return stop.get() && stop.compareAndSet(true, false);
    }

    boolean servedTimers() {
        return servedTimers;
    }

    void servedTimers(boolean served) {
        servedTimers = served;
    }

    void ready(Seat seat) {
        ready.add(seat);
        rest.wake();
    }

    /** Runs a callback on the loop's thread; what it throws is logged. */
    void callOut(Runnable callback) {
        long outer = callbacks.begin();
        try {
            callback.run();
        } catch (Throwable e) {
            ThrownByUser.warn(LOG, "{}: a callback failed, the loop goes on", name, e);
        } finally {
            callbacks.back(outer);
        }
    }

    /** Makes a run. Inside of a callback it counts as none of it, so that what it serves is seen by itself. */
    RunResult run(Run run) {
        RunLoopMode outerMode = currentMode;
        long outerCallback = callbacks.pause();
        currentMode = run.mode().key();
        try {
            return run.go();
        } finally {
            currentMode = outerMode;
            callbacks.back(outerCallback);
            if (outerMode != null) {
                woken = true; // the inner run may have taken a wake-up that was meant for the one around it
            }
        }
    }

    /** Returns how long the innermost callback has been running, or -1 if none runs. */
    long callbackMillis() {
        return callbacks.millis();
    }

    @Override
    public RunResult run(RunLoopMode mode, Duration limit, boolean returnAfterSource) {
        checkRunnable(mode);
        Mode known = modes.known(mode);
        if (known == null || (known.isEmpty() && !blocks.hasFor(known))) {
            return RunResult.FINISHED;
        }
        return run(Run.ofProgram(this, known, limit, returnAfterSource));
    }

    /**
     * Runs the loop in a mode until something has come for the caller; a stop is left to the run around it. By the loop's
     * thread.
     *
     * @param mode the mode, which may be empty
     * @param moment the moment of {@link System#nanoTime()} at which to return at last, {@code Long.MAX_VALUE} for none
     * @param link what brings the event, to be read meanwhile
     * @param over whether it has come; {@link #wakeUp()} is called when this has changed
     * @throws InterruptedException if the thread is interrupted first
     */
    public void runUntil(RunLoopMode mode, long moment, Idle link, BooleanSupplier over) throws InterruptedException {
        checkRunnable(mode);
        Idle before = rest.idle();
        replyWaits++;
        rest.idle(link);
        rest.expectLink();
        try {
            run(Run.forReply(this, modes.mode(mode), moment, over));
        } finally {
            replyWaits--;
            rest.idle(before);
        }
        if (!over.getAsBoolean() && Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Returns how many {@link #runUntil} are under way, one in the other. By the loop's thread. */
    public int replyWaits() {
        return replyWaits;
    }

    private void checkRunnable(RunLoopMode mode) {
        if (mode.isCommon()) {
            throw new IllegalArgumentException(mode + " stands for a set of modes and cannot be run; name one of them");
        }
        if (!isCurrent()) {
            throw new IllegalStateException(name + " can only be run by its own thread, not by "
                    + Thread.currentThread().getName());
        }
        if (ofCaller && modes.isEnded()) {
            throw new IllegalStateException(name + " has ended and cannot be run");
        }
    }

    @Override
    public void stop() {
        stop.set(true);
        wakeUp();
    }

    @Override
    public void wakeUp() {
        woken = true;
        rest.wake();
    }

    @Override
    public boolean isWaiting() {
        return rest.isWaiting();
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
    public Optional<RunLoopMode> currentMode() {
        return Optional.ofNullable(currentMode);
    }

    @Override
    public Set<RunLoopMode> modes() {
        return modes.keys();
    }

    @Override
    public Optional<Duration> untilNextTimer(RunLoopMode mode) {
        Mode known = modes.known(mode);
        return known == null ? Optional.empty() : known.untilNextTimer();
    }

    @Override
    public void execute(RunLoopMode mode, Runnable block) {
        if (!post(mode, block)) {
            throw new RejectedExecutionException(name + ": the owner of this run loop has stopped");
        }
    }

    /** Gives a block to the loop; false, and nothing is done, once it is closed, unless a callback asks within the grace. */
    boolean post(RunLoopMode mode, Runnable block) {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(block, "block");
        endWithThread();
        if (!gate.lets(isCurrent())) {
            return false;
        }
        if (!mode.isCommon()) {
            modes.mode(mode);
        }
        blocks.add(mode, block);
        rest.wake();
        return true;
    }

    void close(Duration grace) {
        gate.close(grace);
        wakeUp();
    }

    @Override
    public boolean add(RunLoopSource source, RunLoopMode mode) {
        return new Membership(this, mode).add(source);
    }

    @Override
    public boolean remove(RunLoopSource source, RunLoopMode mode) {
        return new Membership(this, mode).remove(source);
    }

    @Override
    public boolean contains(RunLoopSource source, RunLoopMode mode) {
        return new Membership(this, mode).contains(source);
    }

    @Override
    public boolean add(RunLoopTimer timer, RunLoopMode mode) {
        return new Membership(this, mode).add(timer);
    }

    @Override
    public boolean remove(RunLoopTimer timer, RunLoopMode mode) {
        return new Membership(this, mode).remove(timer);
    }

    @Override
    public boolean contains(RunLoopTimer timer, RunLoopMode mode) {
        return new Membership(this, mode).contains(timer);
    }

    @Override
    public boolean add(RunLoopObserver observer, RunLoopMode mode) {
        return new Membership(this, mode).add(observer);
    }

    @Override
    public boolean remove(RunLoopObserver observer, RunLoopMode mode) {
        return new Membership(this, mode).remove(observer);
    }

    @Override
    public boolean contains(RunLoopObserver observer, RunLoopMode mode) {
        return new Membership(this, mode).contains(observer);
    }

    @Override
    public void addCommonMode(RunLoopMode mode) {
        for (Modes.Joined joined : modes.addCommon(mode)) {
            new Membership(this, mode).entered(joined.item(), List.of(joined.mode()));
        }
        wakeUp(); // blocks of the common modes may wait
    }

    /** Tells whether a mode is one of the common modes, in which blocks run that are given to no mode in particular. */
    public boolean isCommon(RunLoopMode mode) {
        Mode known = modes.known(mode);
        return known != null && known.isCommon();
    }

    /** Takes something out that is not valid any more. */
    void takeOut(ModeItem item) {
        new Membership(this, RunLoopMode.COMMON).takeOut(item);
    }

    boolean isWithoutThreadForGood() {
        return ofCaller && !thread.isAlive();
    }

    /** Ends a loop whose thread has ended without a word. */
    void endWithThread() {
        if (isWithoutThreadForGood() && !modes.isEnded()) {
            gate.close(Duration.ZERO);
            end();
            blocks.drop();
        }
    }

    /** The loop will not run again: takes everything out. Any thread. */
    void end() {
        for (ModeItem item : modes.end()) {
            new Membership(this, RunLoopMode.COMMON).end(item);
        }
    }

    /** The loop has got or lost the source of a port, and may wait by reading what brings its messages. */
    void portsChanged(Idle idle) {
        if (ofCaller && replyWaits == 0) {
            rest.idle(idle);
        }
    }

    Idle ownIdle() {
        return ownIdle;
    }

    @Override
    public String toString() {
        return name;
    }
}
