package org.roadstead.port;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A message port, local or remote: the counterpart of {@code CFMessagePortRef}. Equality is identity. Safe for use by
 * several threads.
 *
 * <p>A port ends with {@link #invalidate()}, with the bundle that made it, and, if it is remote, with the port that it
 * leads to.
 */
public sealed interface MessagePort extends AutoCloseable permits LocalMessagePort, RemoteMessagePort {
    /**
     * Returns the name ({@code CFMessagePortGetName}), also after invalidation.
     *
     * @return the name, or empty for an unnamed local port
     */
    Optional<PortName> name();

    /**
     * Tells which kind this is ({@code CFMessagePortIsRemote}).
     *
     * @return true for a remote port; constant
     */
    boolean isRemote();

    /**
     * Tells whether the port can be used ({@code CFMessagePortIsValid}). Only reads; CF's function may invalidate.
     *
     * @return false for ever once the port was invalidated or its peer has gone
     */
    boolean isValid();

    /**
     * Ends the port ({@code CFMessagePortInvalidate}). A second call does nothing. A local port gives its name free,
     * tells all remotes and drops the messages that wait; a handler that runs may still reply. A remote port ends only
     * this handle. Does not wait for handlers; listeners are called as {@link #onInvalidated(InvalidationListener)}
     * says.
     */
    void invalidate();

    /** The same as {@link #invalidate()}. */
    @Override
    void close();

    /**
     * Registers a listener ({@code CFMessagePortSetInvalidationCallBack}, but any number). It is called on the run loop
     * of the bundle that made the port; if the port is invalid already, on the calling thread before this returns.
     *
     * @param listener called exactly once
     */
    void onInvalidated(InvalidationListener listener);

    /**
     * Registers a listener that is called on an executor, also if the port is invalid already.
     *
     * @param listener called exactly once
     * @param executor where it is called
     */
    void onInvalidated(InvalidationListener listener, Executor executor);

    /**
     * Returns the end of the port as a stage that completes on the run loop of the bundle that made the port.
     *
     * @return a stage that completes once, never exceptionally
     */
    CompletionStage<Invalidation> whenInvalid();

    /**
     * Returns the object that the user gave the port ({@code CFMessagePortGetContext}).
     *
     * @return the object; empty if there is none, for a remote, and after invalidation
     */
    Optional<Object> context();
}
