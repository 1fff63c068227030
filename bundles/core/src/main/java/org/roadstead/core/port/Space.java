package org.roadstead.core.port;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Handover;
import org.roadstead.core.mach.MachSpace;
import org.roadstead.core.mach.Origin;
import org.roadstead.core.mach.Port;
import org.roadstead.core.runloop.LoopThread;
import org.roadstead.core.runloop.Loops;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.port.MachPortLease;
import org.roadstead.port.MachPortOptions;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runtime.SpaceSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One owner's part of the kernel: its ports and its run loop. A bundle has one from its first use of a registry to its stop.
 *
 * <p>Its life is one state that only moves forward: OPEN, CLOSING (the owner is stopping: no new local ports, no new messages
 * to the old ones, it may still send), CLOSED. A port enters the set first and reads the state then, the end writes the state
 * first and reads the set then, so no port outlives its space.
 */
public final class Space {
    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Space.class);

    private final Kernel kernel;
    private final Object key;
    private final Origin origin;
    private final LoopThread loop;
    private final MachSpace mach;
    private final Set<LocalPort> locals = ConcurrentHashMap.newKeySet();
    /** By identity, since handles on one port are equal. */
    private final Map<Object, RemotePort> remotes = new ConcurrentHashMap<>();

    /** By the port, of which there is one. */
    private final Map<Port, MachListener> listeners = new ConcurrentHashMap<>();

    private final AtomicReference<Long> stopBy = new AtomicReference<>();
    private volatile State state = State.OPEN;

    Space(Kernel kernel, Object key, Origin origin, String threadLabel) {
        this.kernel = kernel;
        this.key = key;
        this.origin = origin;
        this.mach = new MachSpace(origin, kernel.limits().mach());
        this.loop =
                new LoopThread("port-loop [" + threadLabel + "]", kernel.node().idle());
    }

    /** Returns what identifies the owner, also after a stop and a start. */
    Object key() {
        return key;
    }

    String owner() {
        return origin.owner();
    }

    Origin origin() {
        return origin;
    }

    LoopThread loop() {
        return loop;
    }

    RunLoop runLoop() {
        return loop.loop();
    }

    /** The rights of the owner, for its Mach calls. */
    MachSpace mach() {
        return mach;
    }

    Kernel kernel() {
        return kernel;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Throws unless the owner may create local ports. */
    void checkOpen() {
        if (state != State.OPEN) {
            throw stopped();
        }
    }

    /** Throws if the owner has stopped. */
    void checkNotClosed() {
        if (state == State.CLOSED) {
            throw stopped();
        }
    }

    void add(LocalPort port) {
        locals.add(port);
        loop.keep();
        if (state != State.OPEN) {
            port.end(ownerStopped());
            throw stopped();
        }
        try {
            port.begin();
        } catch (IllegalStateException e) { // its loop has ended meanwhile
            port.end(ownerStopped());
            throw stopped();
        }
    }

    void remove(LocalPort port) {
        if (locals.remove(port)) {
            loop.letGo();
        }
    }

    void add(RemotePort port) {
        remotes.put(port.identity(), port);
        loop.keep();
        if (state == State.CLOSED) {
            port.end(Outcomes.invalidation(ownerStopped()));
            throw stopped();
        }
    }

    void remove(RemotePort port) {
        if (remotes.remove(port.identity(), port)) {
            loop.letGo();
        }
    }

    /** Returns the listener on a right, made if there is none that is valid. */
    @SuppressWarnings("ReferenceEquality") // listeners on one port are equal, and only one of them is made here
    MachPortLease listen(MachPortOptions options) {
        ReceiveRight right = options.right().orElseGet(mach::allocate);
        Port port = Handover.receivedBy(mach, right);
        if (port == null) {
            throw new IllegalArgumentException(right + " is no live receive right of the space of " + owner());
        }
        MachListener known = listeners.get(port);
        if (known != null && known.isValid()) {
            return new MachPortLease(known, false);
        }
        MachListener made = newListener(right, port, options);
        known = listeners.merge(port, made, (before, now) -> before.isValid() ? before : now);
        if (known != made) {
            made.unused();
            return new MachPortLease(known, false);
        }
        loop.keep();
        try {
            made.open();
        } catch (IllegalStateException e) { // its loop has ended meanwhile
            made.close();
            throw stopped();
        }
        return new MachPortLease(made, true);
    }

    private MachListener newListener(ReceiveRight right, Port port, MachPortOptions options) {
        try {
            return new MachListener(this, right, port, options);
        } catch (RuntimeException | Error e) { // of the user's hook
            if (options.right().isEmpty()) {
                var unused = mach.deallocate(right);
            }
            throw e;
        }
    }

    @SuppressWarnings("ReferenceEquality") // another one on the same port is equal, and stays
    void remove(MachListener listener) {
        listeners.computeIfPresent(listener.port(), (port, known) -> known == listener ? null : known);
        loop.letGo();
    }

    Set<LocalPort> locals() {
        return locals;
    }

    /** The owner is stopping: its ports refuse new messages at once. Does not wait. */
    public void closeGate() {
        if (state == State.OPEN) {
            state = State.CLOSING;
            locals.forEach(port -> port.closeGate(ownerStopped()));
        }
    }

    /**
     * The owner has stopped: names are given free, waiting senders, unread messages and open responders end and all peers are
     * told, at once; then the callback that runs is given the grace to end, what it waits for ends on the loop after it, and the
     * thread ends. When this returns nothing of
     * the owner is left, unless a callback ignored its interrupt, which is logged with its stack.
     */
    public void close(Duration grace) {
        closeGate();
        state = State.CLOSED;
        Failure why = ownerStopped();
        kernel.names().spaceClosed(this);
        kernel.services().forEach(service -> service.spaceClosed(this));
        List<LocalPort> ended = new ArrayList<>(locals);
        ended.forEach(port -> port.end(why));
        mach.close();
        Runnable endRemotes = () -> remotes.values().forEach(port -> port.end(Outcomes.invalidation(why)));
        if (!loop.isRunning() || !loop.post(endRemotes)) {
            endRemotes.run();
        }
        StackTraceElement[] stuck = loop.stop(Duration.ofNanos(Math.max(0, Deadline.left(stopBy(grace)))));
        ended.forEach(LocalPort::abandonReply);
        endRemotes.run(); // again, in case the loop is stuck and did not come to it
        kernel.node().spaceGone(origin.space());
        kernel.removed(this);
        Loops.forgetTheDead(); // those of the owner's own threads
        if (stuck != null) {
            LOG.warn(
                    "{}: a callback ignored its interrupt and is left behind on {}; it is at\n    {}",
                    owner(),
                    loop.name(),
                    String.join(
                            "\n    ",
                            java.util.Arrays.stream(stuck).map(Object::toString).toList()));
        }
    }

    SpaceSnapshot snapshot() {
        return new SpaceSnapshot(
                owner(),
                loop.name(),
                loop.isRunning(),
                loop.queued(),
                loop.callbackMillis(),
                loop.callbackStack(),
                locals.size(),
                remotes.size());
    }

    /**
     * Until when callbacks that run at the owner's stop may take: counted from the first who waits for them, so that no two waits add
     * up.
     */
    long stopBy(Duration grace) {
        long fresh = Deadline.after(grace);
        return stopBy.updateAndGet(known -> known == null ? fresh : known);
    }

    /** Tells whether the owner is stopping, or has stopped. */
    boolean isClosing() {
        return state != State.OPEN;
    }

    Failure ownerStopped() {
        return new Failure(Failure.Kind.OWNER_STOPPED, "its owner " + owner() + " was stopped");
    }

    private IllegalStateException stopped() {
        return new IllegalStateException(owner() + " has stopped; its registry can no longer be used");
    }
}
