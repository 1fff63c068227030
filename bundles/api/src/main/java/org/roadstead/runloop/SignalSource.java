package org.roadstead.runloop;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A source that a program signals by hand ({@code CFRunLoopSource} of version 0).
 *
 * <pre>{@code
 * SignalSource refresh = SignalSource.of(this::repaint);
 * loop.add(refresh, RunLoopMode.DEFAULT);
 * ...
 * refresh.signal();
 * loop.wakeUp();
 * }</pre>
 */
@ProviderType
public non-sealed interface SignalSource extends RunLoopSource {
    /**
     * Makes a source of order 0, which is in no loop yet.
     *
     * @param perform what the loop does once it was signalled
     * @return the source
     * @throws IllegalStateException if there is no kernel, as {@link RunLoop#current()} says
     */
    static SignalSource of(Runnable perform) {
        java.util.Objects.requireNonNull(perform, "perform");
        return of(0, perform::run);
    }

    /**
     * Makes a source, which is in no loop yet.
     *
     * @param order among the signalled sources of a mode the lowest is served first; of equals the one that was signalled
     *     first
     * @param callbacks what the loop calls
     * @return the source
     * @throws IllegalStateException if there is no kernel, as {@link RunLoop#current()} says
     */
    static SignalSource of(int order, Callbacks callbacks) {
        java.util.Objects.requireNonNull(callbacks, "callbacks");
        return Provided.provider().signalSource(order, callbacks);
    }

    /**
     * Marks the source ({@code CFRunLoopSourceSignal}): the first of its loops to make a pass performs it, once. Several
     * signals before that are one; a signal while it is performed is another. Does not wake a loop that waits; for that
     * there is {@link RunLoop#wakeUp()}, to be called after this. Does nothing once the source is invalid.
     */
    void signal();

    /**
     * Tells whether the source is marked and was not performed since.
     *
     * @return true after a signal
     */
    boolean isSignalled();

    /** What a loop calls for a source ({@code CFRunLoopSourceContext}), with none of its locks held. */
    @ConsumerType
    @FunctionalInterface
    interface Callbacks {
        /** The source was signalled. Called on the loop's thread; what it throws is logged, and the loop goes on. */
        void perform();

        /**
         * The source was added to a mode, in which it was not before. Called on the thread that adds, once for each mode;
         * what it throws is logged, and the source stays in the mode.
         *
         * @param loop the loop
         * @param mode the mode, never {@link RunLoopMode#COMMON}
         */
        default void schedule(RunLoop loop, RunLoopMode mode) {}

        /**
         * The source was taken out of a mode, or became invalid, or the loop has ended. Called on the thread that did it,
         * once for each mode; what it throws is logged.
         *
         * @param loop the loop
         * @param mode the mode, never {@link RunLoopMode#COMMON}
         */
        default void cancel(RunLoop loop, RunLoopMode mode) {}
    }
}
