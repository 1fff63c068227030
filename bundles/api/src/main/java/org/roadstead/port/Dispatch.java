package org.roadstead.port;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Where the handler of a local port runs. One message at a time and in order, but for {@link #concurrentlyOn} and a run loop
 * source in loops of several threads. The queue is bounded in every case.
 */
public final class Dispatch {
    private enum Kind {
        OWN_LOOP,
        NONE,
        DIRECT,
        EXECUTOR,
        CONCURRENT
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
     * CFMessagePortSetDispatchQueue} with a serial queue. One message at a time, also if the executor has several threads.
     * Messages are in the port's queue, and count there, until their handler begins.
     *
     * @param executor called once for each message, while no other message of the port is being handled
     * @return the dispatch
     * @throws NullPointerException if {@code executor} is null
     */
    public static Dispatch on(Executor executor) {
        return new Dispatch(Kind.EXECUTOR, Objects.requireNonNull(executor, "executor"));
    }

    /**
     * On the threads of an executor side by side: the counterpart of {@code CFMessagePortSetDispatchQueue} with a concurrent
     * queue. An executor does not tell whether it is serial, as a dispatch queue does, so who attaches it says so. Messages
     * are taken from the port's queue in order, and their handlers may overlap, up to 64 at once.
     *
     * @param executor called once for each message; it must not run the task on the calling thread
     * @return the dispatch
     * @throws NullPointerException if {@code executor} is null
     */
    public static Dispatch concurrentlyOn(Executor executor) {
        return new Dispatch(Kind.CONCURRENT, Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Tells whether this is {@link #concurrentlyOn}.
     *
     * @return true if handlers of one port may overlap
     */
    public boolean isConcurrent() {
        return kind == Kind.CONCURRENT;
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
     * Returns the executor of {@link #on} or {@link #concurrentlyOn}.
     *
     * @return the executor, or empty for the other kinds
     */
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    /** Returns the kind, such as {@code own loop}. */
    @Override
    public String toString() {
        return executor != null
                ? executor.toString()
                : kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
