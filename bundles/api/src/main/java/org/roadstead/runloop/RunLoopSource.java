package org.roadstead.runloop;

/**
 * What makes a run loop call back ({@code CFRunLoopSource}): a {@link SignalSource} (version 0), or a {@link PortSource}
 * (version 1). It may be in any number of loops and modes. Equality is identity. Safe for use by several threads.
 */
public sealed interface RunLoopSource permits SignalSource, PortSource {
    /**
     * Returns the order ({@code CFRunLoopSourceGetOrder}).
     *
     * @return the number that it was made with; the lower is served first, among signal sources. Of a port source it has
     *     no effect, as Core Foundation says: messages are served as they arrive
     */
    int order();

    /**
     * Tells whether the source can be used ({@code CFRunLoopSourceIsValid}).
     *
     * @return false for ever after {@link #invalidate()}
     */
    boolean isValid();

    /**
     * Ends the source ({@code CFRunLoopSourceInvalidate}): it is taken out of all modes of all loops, and not served any
     * more, also not if it was signalled. A second call does nothing. Calls {@link SignalSource.Callbacks#cancel} on the
     * calling thread, and does not wait for a callback that runs. The port of a port source stays valid.
     */
    void invalidate();
}
