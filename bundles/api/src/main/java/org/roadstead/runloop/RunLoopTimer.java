package org.roadstead.runloop;

import java.time.Duration;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A timer of a run loop ({@code CFRunLoopTimer}). Its time runs from when it is made, by the monotonic clock. It belongs to
 * the first loop that it is added to, and may be in any number of that loop's modes. Equality is identity. Safe for use by
 * several threads.
 */
@ProviderType
public interface RunLoopTimer {
    /**
     * Makes a timer that fires once and is invalid then.
     *
     * @param delay from now; what is not positive is due at once
     * @param callback called on the loop's thread, with the timer; what it throws is logged, and the loop goes on
     * @return the timer, in no loop yet
     * @throws IllegalStateException if there is no kernel, as {@link RunLoop#current()} says
     */
    static RunLoopTimer once(Duration delay, Consumer<? super RunLoopTimer> callback) {
        return every(delay, Duration.ZERO, callback);
    }

    /**
     * Makes a timer that repeats ({@code CFRunLoopTimerCreate}). Each time is a whole number of intervals after the first:
     * periods that the loop was too busy for are skipped, and the phase stays.
     *
     * @param first from now; what is not positive is due at once
     * @param interval between two firings; what is not positive makes a timer that fires once
     * @param callback called on the loop's thread, with the timer, never while it runs already; what it throws is logged,
     *     and the loop goes on
     * @return the timer, in no loop yet
     * @throws IllegalStateException if there is no kernel, as {@link RunLoop#current()} says
     */
    static RunLoopTimer every(Duration first, Duration interval, Consumer<? super RunLoopTimer> callback) {
        java.util.Objects.requireNonNull(callback, "callback");
        return Provided.provider().timer(first, interval, callback);
    }

    /**
     * Returns the time between two firings ({@code CFRunLoopTimerGetInterval}).
     *
     * @return zero for a timer that fires once
     */
    Duration interval();

    /**
     * Tells whether the timer fires more than once ({@code CFRunLoopTimerDoesRepeat}).
     *
     * @return true if it has an interval
     */
    boolean repeats();

    /**
     * Returns how long it is until the timer is due ({@code CFRunLoopTimerGetNextFireDate}).
     *
     * @return zero or negative if it is due and was not served yet
     */
    Duration untilFire();

    /**
     * Sets when the timer is due next ({@code CFRunLoopTimerSetNextFireDate}); the phase of later firings follows. In the
     * timer's own callback this has effect only if it is later than the firing that runs. Does nothing once the timer is
     * invalid.
     *
     * @param delay from now; what is not positive is due at once
     */
    void fireIn(Duration delay);

    /**
     * Returns how late the timer may fire ({@code CFRunLoopTimerGetTolerance}).
     *
     * @return zero unless it was set
     */
    Duration tolerance();

    /**
     * Sets how late the timer may fire, so that a loop need not wake for it alone ({@code CFRunLoopTimerSetTolerance}).
     *
     * @param late zero or more; of a timer that repeats half of its interval at most is used
     * @throws IllegalArgumentException if it is negative
     */
    void tolerance(Duration late);

    /**
     * Tells whether the timer will fire ({@code CFRunLoopTimerIsValid}).
     *
     * @return false for ever after {@link #invalidate()}, after the one firing of a timer that does not repeat, and after
     *     the end of its loop
     */
    boolean isValid();

    /** Ends the timer ({@code CFRunLoopTimerInvalidate}): it is taken out of all modes. A second call does nothing. */
    void invalidate();
}
