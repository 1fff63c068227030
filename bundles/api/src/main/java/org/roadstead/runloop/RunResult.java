package org.roadstead.runloop;

/** Why a run of a run loop has ended, with the numbers that Core Foundation publishes. */
public enum RunResult {
    /** The mode has no source, no timer and no block ({@code kCFRunLoopRunFinished}). */
    FINISHED(1),
    /**
     * {@link RunLoop#stop()} was called, or the thread was interrupted, in which case its interrupt status is set
     * ({@code kCFRunLoopRunStopped}).
     */
    STOPPED(2),
    /** The time is over ({@code kCFRunLoopRunTimedOut}). */
    TIMED_OUT(3),
    /**
     * A source was served, and the run was to end after one ({@code kCFRunLoopRunHandledSource}). Timers, blocks and
     * observers do not count.
     */
    HANDLED_SOURCE(4);

    private final int code;

    RunResult(int code) {
        this.code = code;
    }

    /**
     * Returns the number that Core Foundation publishes.
     *
     * @return 1 to 4
     */
    public int code() {
        return code;
    }

    /**
     * Returns the result with a published number.
     *
     * @param code 1 to 4
     * @return the result
     * @throws IllegalArgumentException if no result has that number
     */
    public static RunResult ofCode(int code) {
        for (RunResult result : values()) {
            if (result.code == code) {
                return result;
            }
        }
        throw new IllegalArgumentException("no result of a run has the code " + code + "; allowed: 1 to 4");
    }
}
