package org.roadstead.core.runloop;

/**
 * What an idle run loop may do instead of parking: read for a transport, as long as nobody else does (D27).
 */
public interface Idle {
    /** A loop that can only park. */
    Idle PARK = new Idle() {
        @Override
        public boolean tryEnter() {
            return false;
        }

        @Override
        public void waitHere(long nanos) {}

        @Override
        public boolean leave() {
            return false;
        }

        @Override
        public void standIn() {}

        @Override
        public void wakeup() {}

        @Override
        public void woken() {}

        @Override
        public boolean isReader() {
            return false;
        }
    };

    /** Takes the reader role for the calling loop, if it is free. */
    boolean tryEnter();

    /**
     * Reads until something has come, until {@link #wakeup()}, or for some nanoseconds, -1 for no limit; only between {@link
     * #tryEnter()} and {@link #leave()}.
     */
    void waitHere(long nanos);

    /** Gives the reader role back; true if what was read was work for the thread that stands in. */
    boolean leave();

    /** The calling loop will park: if nobody reads, the thread that stands in is to begin. */
    void standIn();

    /** Ends the {@link #waitHere} that runs, or the next one. Any thread. */
    void wakeup();

    /** A parked loop was woken by the calling thread: if that is the reader, the role may follow the work. */
    void woken();

    /** Tells whether the calling thread holds the reader role now. */
    boolean isReader();
}
