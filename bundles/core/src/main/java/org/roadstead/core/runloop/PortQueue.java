package org.roadstead.core.runloop;

/** The messages of a port, as its run loop source sees them. Called with no lock of the loop held. */
public interface PortQueue {
    /** Takes one message and handles it, on the calling thread; false if there was none. */
    boolean serveNext();

    /** Tells whether messages wait. */
    boolean hasMore();
}
