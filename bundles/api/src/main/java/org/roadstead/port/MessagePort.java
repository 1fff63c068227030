package org.roadstead.port;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A message port, local or remote: the counterpart of {@code CFMessagePortRef}. Safe for use by several threads.
 *
 * <p>A local port equals itself only. Two remotes of one owner are equal if they lead to the same port, for which CF has
 * one object in the whole program; they are handles of their own all the same, and the end of one is not that of the other. Which of
 * both kinds a port is never changes, so {@code instanceof} takes the place of {@code CFMessagePortGetTypeID}.
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
     * Registers a listener, one of any number. It is called on the run loop
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
     * Puts a listener into the one place that CF has for it ({@code CFMessagePortSetInvalidationCallBack}), where it replaces the one
     * before; that one is not called any more. It is called as one of {@link #onInvalidated(InvalidationListener)} is, before those.
     * If the port is invalid already it is called on the calling thread before this returns, and is not kept.
     *
     * @param listener called once at most; null to have none there
     */
    void setInvalidationListener(InvalidationListener listener);

    /**
     * Returns the listener of {@link #setInvalidationListener} ({@code CFMessagePortGetInvalidationCallBack}), also after it was
     * called.
     *
     * @return the very object that was set, or empty
     */
    Optional<InvalidationListener> invalidationListener();

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
