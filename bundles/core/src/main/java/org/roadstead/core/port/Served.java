package org.roadstead.core.port;

import org.roadstead.core.runloop.PortQueue;

/** A port that {@link Serving} serves. */
interface Served extends PortQueue {
    boolean isValid();

    /** Returns how many messages may wait. */
    int queueLimit();
}
