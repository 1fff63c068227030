package org.roadstead.core.runloop;

/** How long the innermost callback of a loop has been running. Only the loop's thread writes, any thread reads. */
final class CallbackClock {
    /** {@link System#nanoTime()} at which it began; 0 while none runs. */
    private volatile long since;

    /** A callback begins. Returns what {@link #back} takes at its end. */
    long begin() {
        long outer = since;
        since = System.nanoTime() | 1;
        return outer;
    }

    /** A run begins, which counts as no callback. Returns what {@link #back} takes at its end. */
    long pause() {
        long outer = since;
        since = 0;
        return outer;
    }

    void back(long outer) {
        since = outer;
    }

    /** Returns the time in milliseconds, or -1 if no callback runs. */
    long millis() {
        long began = since;
        return began == 0 ? -1 : (System.nanoTime() - began) / 1_000_000;
    }
}
