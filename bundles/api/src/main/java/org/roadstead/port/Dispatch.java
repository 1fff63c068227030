package org.roadstead.port;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Where the handler of a local port runs. One message at a time and in order, except on a concurrent executor and in loops
 * of several threads. The queue is bounded in every case.
 */
public final class Dispatch {
    private enum Kind {
        OWN_LOOP,
        NONE,
        DIRECT,
        EXECUTOR
    }

    private static final Dispatch OWN_LOOP = new Dispatch(Kind.OWN_LOOP, null);
    private static final Dispatch NONE = new Dispatch(Kind.NONE, null);
    private static final Dispatch DIRECT = new Dispatch(Kind.DIRECT, null);

    private final Kind kind;
    private final Executor executor;

    private Dispatch(Kind kind, Executor executor) {
        this.kind = kind;
        this.executor = executor;
    }

    /**
     * On the run loop of the bundle that owns the port: the default.
     *
     * @return the dispatch
     */
    public static Dispatch ownLoop() {
        return OWN_LOOP;
    }

    /**
     * Nowhere, until {@link LocalMessagePort#dispatchOn} or {@link LocalMessagePort#runLoopSource()} says where: messages
     * wait in the queue, as in a CF port that has neither a run loop source nor a dispatch queue.
     *
     * @return the dispatch
     */
    public static Dispatch none() {
        return NONE;
    }

    /**
     * On the thread that delivers the message: the sender's own in one kernel, the transport's reader between
     * processes. The fastest; the handler must not block.
     *
     * @return the dispatch
     */
    public static Dispatch direct() {
        return DIRECT;
    }

    /**
     * On an executor, for example a UI thread's by {@code SwingUtilities::invokeLater}: the counterpart of {@code
     * CFMessagePortSetDispatchQueue}. A serial executor handles one message at a time and in order; on a concurrent one
     * handlers may overlap. Messages are in the queue, and count there, until their handler begins.
     *
     * @param executor gets one task for each message
     * @return the dispatch
     * @throws NullPointerException if {@code executor} is null
     */
    public static Dispatch on(Executor executor) {
        return new Dispatch(Kind.EXECUTOR, Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Tells whether this is {@link #ownLoop()}.
     *
     * @return true for the bundle's run loop
     */
    public boolean isOwnLoop() {
        return kind == Kind.OWN_LOOP;
    }

    /**
     * Tells whether this is {@link #none()}.
     *
     * @return true if messages only queue
     */
    public boolean isNone() {
        return kind == Kind.NONE;
    }

    /**
     * Tells whether this is {@link #direct()}.
     *
     * @return true for the delivering thread
     */
    public boolean isDirect() {
        return kind == Kind.DIRECT;
    }

    /**
     * Returns the executor of {@link #on}.
     *
     * @return the executor, or empty for the other kinds
     */
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    /** Returns the kind, such as {@code own loop}. */
    @Override
    public String toString() {
        return kind == Kind.EXECUTOR
                ? executor.toString()
                : kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
