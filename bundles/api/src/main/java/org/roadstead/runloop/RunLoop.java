package org.roadstead.runloop;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A run loop ({@code CFRunLoop}): the callbacks of one thread, one at a time. Each bundle that has ports has one of its own,
 * whose thread starts with the first callback and is gone with the last port; it runs {@link RunLoopMode#DEFAULT} for ever.
 * Every other thread has one by {@link #current()}, which it runs when it likes.
 *
 * <p>A pass of a run is: observers are told {@link Activity#BEFORE_TIMERS} and {@link Activity#BEFORE_SOURCES}; blocks run;
 * signalled sources are performed, and then blocks again; if there was none, observers are told {@link
 * Activity#BEFORE_WAITING}, the loop waits for one event, and observers are told {@link Activity#AFTER_WAITING}; what came
 * is served, which is one message of one port, or all timers that are due; blocks run. Then the run ends or makes the
 * next pass.
 *
 * <p>All methods may be called by any thread and do not block, but for the two runs. Callbacks run with no lock held; what
 * one throws is logged, and the loop goes on. A loop ends with its thread, and a bundle's with its bundle: then sources
 * are taken out, timers and observers become invalid, and blocks that have not run are dropped.
 */
@ProviderType
public interface RunLoop extends Executor {
    /** No limit for a run. To run for ever must be written out. */
    Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /**
     * Returns the loop of the calling thread ({@code CFRunLoopGetCurrent}): in a callback of a bundle's loop that loop,
     * else one that belongs to the thread and ends with it.
     *
     * @return always the same for a thread
     * @throws IllegalStateException if there is no kernel: the bundle {@code org.roadstead.core} is not started, or outside
     *     of a framework no {@code Roadstead} is open
     */
    static RunLoop current() {
        return Provided.provider().current();
    }

    /**
     * Returns the name of the loop's thread.
     *
     * @return such as {@code port-loop [com.example.demo]}
     */
    String name();

    /**
     * Tells whether the calling thread is the loop's ({@code CFRunLoopGetCurrent() == loop}).
     *
     * @return true inside a callback of the loop
     */
    boolean isCurrent();

    /**
     * Runs the loop in the default mode until it is stopped or the mode is empty ({@code CFRunLoopRun}).
     *
     * @return {@link RunResult#STOPPED} or {@link RunResult#FINISHED}
     * @throws IllegalStateException if the calling thread is not the loop's
     */
    default RunResult run() {
        return run(RunLoopMode.DEFAULT, FOREVER, false);
    }

    /**
     * Runs the loop in a mode ({@code CFRunLoopRunInMode}). May be called in a callback of the loop; the new run is then
     * inside of the other. An empty mode, without sources, timers and blocks, is finished at once, and no observer is told.
     *
     * <p>An interrupt ends the run like a stop, and the thread stays interrupted.
     *
     * @param mode the mode
     * @param limit how long at most; zero or less for one pass that does not wait, {@link #FOREVER} for no limit
     * @param returnAfterSource whether the run ends after it has served one source
     * @return why the run has ended; if there are several reasons, the first of {@link RunResult#HANDLED_SOURCE}, {@link
     *     RunResult#STOPPED}, {@link RunResult#TIMED_OUT}, {@link RunResult#FINISHED}
     * @throws IllegalStateException if the calling thread is not the loop's, or the loop has ended
     * @throws IllegalArgumentException if the mode is {@link RunLoopMode#COMMON}
     */
    RunResult run(RunLoopMode mode, Duration limit, boolean returnAfterSource);

    /**
     * Ends the innermost run ({@code CFRunLoopStop}), at the end of the pass that it makes. If the loop does not run now,
     * its next run ends at once; no stop is lost. Stops that come before one was obeyed are one. The outermost run of a
     * bundle's own loop takes a stop, and goes on.
     */
    void stop();

    /** Lets the loop make a pass, if it waits or is about to ({@code CFRunLoopWakeUp}). */
    void wakeUp();

    /**
     * Tells whether the loop waits for an event now ({@code CFRunLoopIsWaiting}).
     *
     * @return a fact that may be old as soon as it is returned
     */
    boolean isWaiting();

    /**
     * Returns the mode of the innermost run ({@code CFRunLoopCopyCurrentMode}).
     *
     * @return the mode, or empty if the loop does not run
     */
    Optional<RunLoopMode> currentMode();

    /**
     * Returns the modes that the loop has ({@code CFRunLoopCopyAllModes}): those that something was added to or that were run.
     *
     * @return a new set, with {@link RunLoopMode#DEFAULT} and without {@link RunLoopMode#COMMON}
     */
    Set<RunLoopMode> modes();

    /**
     * Adds a mode to the common set ({@code CFRunLoopAddCommonMode}), and to the mode all that was added to {@link
     * RunLoopMode#COMMON}. It cannot be taken out again.
     *
     * @param mode the mode; one that is in the set stays there
     * @throws IllegalArgumentException if it is {@link RunLoopMode#COMMON}
     */
    void addCommonMode(RunLoopMode mode);

    /**
     * Returns how long it is until a timer of a mode is due ({@code CFRunLoopGetNextTimerFireDate}).
     *
     * @param mode the mode
     * @return the time, zero or less if one is due; empty if the mode has no timer
     */
    Optional<Duration> untilNextTimer(RunLoopMode mode);

    /**
     * Runs a block on the loop in the common modes, and wakes the loop. Does not wait.
     *
     * @param block run once, after the blocks that were given to the loop before
     * @throws java.util.concurrent.RejectedExecutionException if the loop has ended
     */
    @Override
    default void execute(Runnable block) {
        execute(RunLoopMode.COMMON, block);
    }

    /**
     * Runs a block on the loop in a mode ({@code CFRunLoopPerformBlock}), and wakes the loop, which CF's function does not.
     * Does not wait. A block that a block adds is left to the next time that blocks run.
     *
     * @param mode the mode, or {@link RunLoopMode#COMMON} for the first of the common modes that is run
     * @param block run once, after the blocks that were given to the loop before in the same mode
     * @throws java.util.concurrent.RejectedExecutionException if the loop has ended
     */
    void execute(RunLoopMode mode, Runnable block);

    /**
     * Adds a source ({@code CFRunLoopAddSource}). Does not wake the loop.
     *
     * @param source the source
     * @param mode the mode, or {@link RunLoopMode#COMMON}
     * @return false if it was there already
     * @throws IllegalStateException if the source is invalid, or the loop has ended
     */
    boolean add(RunLoopSource source, RunLoopMode mode);

    /**
     * Takes a source out ({@code CFRunLoopRemoveSource}). A callback that runs goes on.
     *
     * @param source the source
     * @param mode the mode, or {@link RunLoopMode#COMMON}
     * @return false if it was not there
     */
    boolean remove(RunLoopSource source, RunLoopMode mode);

    /**
     * Tells whether a source was added ({@code CFRunLoopContainsSource}).
     *
     * @param source the source
     * @param mode the mode; of {@link RunLoopMode#COMMON}, whether it was added to that
     * @return true if it is there
     */
    boolean contains(RunLoopSource source, RunLoopMode mode);

    /**
     * Adds a timer ({@code CFRunLoopAddTimer}). Wakes the loop if that must wait shorter.
     *
     * @param timer the timer
     * @param mode the mode, or {@link RunLoopMode#COMMON}
     * @return false if it was there already
     * @throws IllegalStateException if the timer is invalid or belongs to another loop, or the loop has ended
     */
    boolean add(RunLoopTimer timer, RunLoopMode mode);

    /**
     * Takes a timer out ({@code CFRunLoopRemoveTimer}).
     *
     * @param timer the timer
     * @param mode the mode, or {@link RunLoopMode#COMMON}
     * @return false if it was not there
     */
    boolean remove(RunLoopTimer timer, RunLoopMode mode);

    /**
     * Tells whether a timer was added ({@code CFRunLoopContainsTimer}).
     *
     * @param timer the timer
     * @param mode the mode; of {@link RunLoopMode#COMMON}, whether it was added to that
     * @return true if it is there
     */
    boolean contains(RunLoopTimer timer, RunLoopMode mode);

    /**
     * Adds an observer ({@code CFRunLoopAddObserver}).
     *
     * @param observer the observer
     * @param mode the mode, or {@link RunLoopMode#COMMON}
     * @return false if it was there already
     * @throws IllegalStateException if the observer is invalid or belongs to another loop, or the loop has ended
     */
    boolean add(RunLoopObserver observer, RunLoopMode mode);

    /**
     * Takes an observer out ({@code CFRunLoopRemoveObserver}).
     *
     * @param observer the observer
     * @param mode the mode, or {@link RunLoopMode#COMMON}
     * @return false if it was not there
     */
    boolean remove(RunLoopObserver observer, RunLoopMode mode);

    /**
     * Tells whether an observer was added ({@code CFRunLoopContainsObserver}).
     *
     * @param observer the observer
     * @param mode the mode; of {@link RunLoopMode#COMMON}, whether it was added to that
     * @return true if it is there
     */
    boolean contains(RunLoopObserver observer, RunLoopMode mode);
}
