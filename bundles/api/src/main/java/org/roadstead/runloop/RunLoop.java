package org.roadstead.runloop;

import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The run loop of a bundle ({@code CFRunLoop}): one thread, started with the bundle's first port and gone with its
 * last, on which handlers, listeners and completions of the bundle run one at a time, first in first out.
 */
@ProviderType
public interface RunLoop extends Executor {
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
     * Runs a block on the loop ({@code CFRunLoopPerformBlock}, with a wake-up). Does not wait. A block that throws is
     * logged and the loop goes on.
     *
     * @param block run once, after everything that was given to the loop before
     * @throws java.util.concurrent.RejectedExecutionException if the loop's bundle has stopped
     */
    @Override
    void execute(Runnable block);
}
