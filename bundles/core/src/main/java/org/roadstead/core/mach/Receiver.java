package org.roadstead.core.mach;

/** The wake-up of whoever serves a port. */
public interface Receiver {
    /**
     * A message is in the queue. Called on the thread that put it there, under no lock, after every message; must not
     * block.
     */
    void messageArrived();

    /** The receive right has left the space that had it: no message comes any more. On any thread, under no lock; must not block. */
    default void departed() {}

    /** Tells whether the calling thread is the one that must serve the port, so that it must not wait for the port. */
    boolean isServedByThisThread();
}
