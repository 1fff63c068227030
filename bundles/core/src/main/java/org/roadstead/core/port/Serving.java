package org.roadstead.core.port;

import java.util.concurrent.Executor;
import org.roadstead.core.runloop.Loop;
import org.roadstead.core.runloop.QueueSource;
import org.roadstead.port.Dispatch;
import org.roadstead.runloop.PortSource;
import org.roadstead.runloop.RunLoopMode;

/**
 * Who serves a local port: turns on an executor, or a run loop source; never both. The source of a port on its owner's loop is
 * made with the port.
 *
 * <p>What serves is changed under the lock of this object, which is a leaf; a message that arrives reads it without. Who
 * changes it looks for messages afterwards, as those that came before have told the one before. On a concurrent executor
 * there are several turns side by side: a message goes to one that has nothing to do, and if there is none, each of them
 * looks at the queue once more before it has nothing to do.
 */
final class Serving {
    /** How many handlers of a port run at once at most. */
    private static final int MAX_LANES = 64;

    private final Served port;
    private final Space space;
    private final Turns[] lanes;
    private volatile Dispatch dispatch; // what it was made with, or the kernel has put in its place
    private volatile QueueSource source;

    Serving(Served port, Space space, Dispatch dispatch) {
        this.port = port;
        this.space = space;
        this.dispatch = dispatch;
        this.lanes = new Turns[dispatch.isConcurrent() ? Math.min(MAX_LANES, port.queueLimit()) : 1];
        Executor executor = executorOf(dispatch);
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new Turns(port, executor);
        }
        if (dispatch.isOwnLoop()) {
            source = newSource(0);
        }
    }

    private Executor executorOf(Dispatch where) {
        return where.isDirect()
                ? space.kernel().node()::runOutsideReading
                : where.executor().orElse(null);
    }

    private QueueSource newSource(int order) {
        return new QueueSource(order, port, space.kernel().node().idle());
    }

    /** The space knows the port: from now on its owner's loop serves it, if it is to. */
    void begin() {
        QueueSource in = source;
        if (dispatch.isOwnLoop() && in.isValid()) {
            space.runLoop().add(in, RunLoopMode.COMMON);
        }
    }

    /** The port has ended. */
    void end() {
        QueueSource ended = source;
        if (ended != null) {
            ended.invalidate();
        }
    }

    /** A message waits. */
    void messageArrived() {
        QueueSource in = source;
        if (in != null) {
            in.signal();
            return;
        }
        for (Turns lane : lanes) {
            if (lane.messageArrived()) {
                return;
            }
        }
    }

    /** Tells whether nobody serves the port. */
    boolean isDeaf() {
        QueueSource in = source;
        return executor() == null && (in == null || !in.isInLoop());
    }

    /** Tells whether the calling thread, while it waits without running a loop, keeps the port from being served. */
    boolean isOnlyHere() {
        QueueSource in = source;
        return in != null ? in.isServedOnlyByThisThread() : executor() instanceof Loop loop && loop.isCurrent();
    }

    /** Tells whether the calling thread keeps the port from being served, while it runs its loop in a mode. */
    boolean isOnlyHereOutside(RunLoopMode mode) {
        QueueSource in = source;
        return in != null
                ? in.isServedOnlyByThisThread() && !in.isServedHereIn(mode)
                : executor() instanceof Loop loop && loop.isCurrent() && !loop.isCommon(mode);
    }

    /** Tells whether several threads may serve the port at once. */
    boolean mayOverlap() {
        return source != null || lanes.length > 1;
    }

    /** Returns the one thread that must take the next message; null if there may be several, and if it is not known. */
    Thread server(Running running) {
        QueueSource in = source;
        if (in != null) {
            return in.server();
        }
        if (executor() instanceof Loop loop) {
            return loop.thread();
        }
        Running.Turn only = lanes.length > 1 ? null : running.only();
        return only == null ? null : only.thread();
    }

    private Executor executor() {
        return lanes[0].executor();
    }

    Dispatch dispatch() {
        Executor on = executor();
        return dispatch.isNone() && on != null ? Dispatch.on(on) : dispatch;
    }

    void dispatchOn(Executor executor) {
        synchronized (this) {
            check("given an executor", true);
            if (source != null) {
                throw new IllegalStateException(
                        port + " has a run loop source; call detach() before it is given an executor");
            }
            lanes[0].executor(executor);
        }
        if (port.hasMore()) {
            messageArrived();
        }
    }

    PortSource runLoopSource(int order) {
        synchronized (this) {
            check("given a run loop source", true);
            if (executor() != null) {
                throw new IllegalStateException(
                        port + " has an executor; call detach() before it is given a run loop source");
            }
            QueueSource known = source;
            if (known == null || !known.isValid()) {
                known = newSource(order);
                source = known;
            }
            if (!port.isValid()) {
                known.invalidate(); // its end may have looked before the source was there
            }
            return known;
        }
    }

    void detach() {
        check("detached", false);
        pause();
    }

    /** Nobody serves the port until something else is put in place; a handler that runs goes on. */
    void pause() {
        QueueSource ended;
        synchronized (this) {
            ended = source;
            source = null;
            lanes[0].executor(null);
        }
        if (ended != null) {
            ended.invalidate();
        }
    }

    /** Puts another dispatch in place after {@link #pause}, for the kernel; not for one that lets handlers overlap. */
    void resume(Dispatch by) {
        synchronized (this) {
            lanes[0].executor(executorOf(by));
            source = by.isOwnLoop() ? newSource(0) : null;
            dispatch = by;
        }
        begin();
        if (!port.isValid()) {
            end(); // its end may have looked before the source was there
        } else if (port.hasMore()) {
            messageArrived();
        }
    }

    private void check(String what, boolean mustBeValid) {
        if (!dispatch.isNone()) {
            throw new IllegalStateException(port + " was made with dispatch " + dispatch
                    + "; only a port made with Dispatch.none() can be " + what);
        }
        if (mustBeValid && !port.isValid()) {
            throw new IllegalStateException(port + " is invalid and cannot be " + what);
        }
    }
}
