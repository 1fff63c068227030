package org.roadstead.runloop;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Is told of the points of a run ({@code CFRunLoopObserver}). It belongs to the first loop that it is added to, and may be
 * in any number of that loop's modes. Equality is identity. Safe for use by several threads.
 */
@ProviderType
public interface RunLoopObserver {
    /** What an observer does. */
    @ConsumerType
    @FunctionalInterface
    interface Callback {
        /**
         * The loop has come to a point. Called on the loop's thread with no lock held, never while it runs already; what
         * it throws is logged, and the loop goes on.
         *
         * @param observer the observer
         * @param activity the point
         */
        void observed(RunLoopObserver observer, Activity activity);
    }

    /**
     * Makes an observer that is told each time, of order 0.
     *
     * @param activities what it is told of
     * @param callback what it does
     * @return the observer, in no loop yet
     * @throws IllegalStateException if there is no kernel, as {@link RunLoop#current()} says
     */
    static RunLoopObserver of(Set<Activity> activities, Callback callback) {
        return of(activities, true, 0, callback);
    }

    /**
     * Makes an observer ({@code CFRunLoopObserverCreate}).
     *
     * @param activities what it is told of
     * @param repeats false for an observer that is told once and is invalid then
     * @param order of the observers of a point the lowest is told first; of equals the one that was added first
     * @param callback what it does
     * @return the observer, in no loop yet
     * @throws IllegalStateException if there is no kernel, as {@link RunLoop#current()} says
     */
    static RunLoopObserver of(Set<Activity> activities, boolean repeats, int order, Callback callback) {
        java.util.Objects.requireNonNull(callback, "callback");
        return Provided.provider().observer(Set.copyOf(activities), repeats, order, callback);
    }

    /**
     * Returns what the observer is told of ({@code CFRunLoopObserverGetActivities}).
     *
     * @return an unmodifiable set
     */
    Set<Activity> activities();

    /**
     * Tells whether the observer is told more than once ({@code CFRunLoopObserverDoesRepeat}).
     *
     * @return false if it is told once
     */
    boolean repeats();

    /**
     * Returns the order ({@code CFRunLoopObserverGetOrder}).
     *
     * @return the number that it was made with
     */
    int order();

    /**
     * Tells whether the observer will be told ({@code CFRunLoopObserverIsValid}).
     *
     * @return false for ever after {@link #invalidate()}, after the one call of an observer that does not repeat, and
     *     after the end of its loop
     */
    boolean isValid();

    /** Ends the observer ({@code CFRunLoopObserverInvalidate}): it is taken out of all modes. A second call does nothing. */
    void invalidate();
}
