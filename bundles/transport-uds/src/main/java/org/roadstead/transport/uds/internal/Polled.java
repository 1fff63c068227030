package org.roadstead.transport.uds.internal;

/** What a selection key leads to. Called by the holder of the reader role, after the select. */
sealed interface Polled permits UdsLink, Doorway {
    /**
     * Does what the channel is ready for, a bounded amount of it.
     *
     * @param readyOps the operations that the select found ready
     * @return how many frames were handed on
     */
    int ready(int readyOps);
}
