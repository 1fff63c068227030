package org.roadstead.core.port;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.roadstead.core.mach.DeathWatch;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Port;
import org.roadstead.core.mach.Receiver;
import org.roadstead.core.runloop.ThrownByUser;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.port.Dispatch;
import org.roadstead.port.Invalidation;
import org.roadstead.port.MachPort;
import org.roadstead.port.MachPortInvalidationListener;
import org.roadstead.port.MachPortListener;
import org.roadstead.port.MachPortOptions;
import org.roadstead.runloop.PortSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener on a receive right of a space. It is woken as the port's {@link Receiver}, and receives by the space's own call, so the
 * rights in a message land in the space.
 *
 * <p>Whoever ends it, by one compare-and-set in {@link Ending}, gives up waking first and says then that nothing comes; a turn enters
 * before it looks whether the listener is valid. So the context is released once, when it has ended and no turn is under way that could
 * have a message. Any thread; nothing blocks.
 */
final class MachListener implements MachPort, Receiver, Served {
    private static final Logger LOG = LoggerFactory.getLogger(MachListener.class);

    private final Space space;
    private final ReceiveRight right;
    private final Port port;
    private final boolean ownsRight;
    private final MachPortListener listener;
    private final HeldContext context;
    private final Serving serving;
    private final Running running = new Running();
    private final Ending<MachPortInvalidationListener> ending =
            new Ending<>(this, (told, why) -> told.invalidated(this, why));
    private final DeathWatch watch = new DeathWatch() {
        @Override
        public void died(Failure why) {
            endLater(why);
        }

        @Override
        public boolean isSender() {
            return false;
        }
    };
    private volatile boolean closed;

    MachListener(Space space, ReceiveRight right, Port port, MachPortOptions options) {
        this.space = space;
        this.right = right;
        this.port = port;
        this.ownsRight = options.right().isEmpty();
        this.listener = options.listener();
        this.context = new HeldContext(
                options.context().orElse(null), options.contextHooks().orElse(null));
        this.serving = new Serving(this, space, options.dispatch());
    }

    /** The space knows this: it may hear of messages, and of the port's end, which may have come. */
    void open() {
        serving.begin();
        port.watch(watch);
        port.receiver(this);
        if (!isValid()) {
            unwatch();
        }
    }

    /** The space knows another: this one was never to be had. */
    void unused() {
        context.release();
    }

    Port port() {
        return port;
    }

    @Override
    public void messageArrived() {
        serving.messageArrived();
    }

    @Override
    public void departed() {
        endLater(new Failure(Failure.Kind.INVALIDATED, "its receive right has left the space of " + space.owner()));
    }

    @Override
    public boolean isServedByThisThread() {
        return serving.isOnlyHere();
    }

    @Override
    public boolean hasMore() {
        return isValid() && space.mach().peek(right).code() == MsgReturn.SUCCESS;
    }

    @Override
    public int queueLimit() {
        return port.status().limit();
    }

    @Override
    public boolean serveNext() {
        Running.Turn turn = running.enter();
        try {
            ReceiveResult received = isValid() ? space.mach().receive(right, MsgOptions.POLL) : null;
            if (received == null || !received.isSuccess()) {
                return false;
            }
            tell(received);
            return true;
        } finally {
            running.leave(turn);
            letGoIfOver();
        }
    }

    private void tell(ReceiveResult received) {
        try {
            Object info = context.acquire();
            try {
                listener.received(this, received, info);
            } finally {
                context.letGo(info);
            }
        } catch (Throwable e) {
            ThrownByUser.warn(LOG, "{}: its listener failed", this, e);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends it on a thread that may call the user's hooks. */
    private void endLater(Failure why) {
        space.kernel().node().runOutsideReading(() -> end(why));
    }

    private void end(Failure why) {
        if (ending.begin(Outcomes.invalidation(why))) {
            space.remove(this);
            unwatch();
            serving.end();
            ending.tell();
            closed = true;
            letGoIfOver();
        }
    }

    private void unwatch() {
        port.unwatch(watch);
        port.noReceiver(this);
    }

    private void letGoIfOver() {
        if (closed && running.isEmpty()) {
            context.release();
        }
    }

    @Override
    public ReceiveRight right() {
        return right;
    }

    @Override
    public boolean isValid() {
        return ending.get() == null;
    }

    @Override
    public void invalidate() {
        end(new Failure(Failure.Kind.INVALIDATED, "its owner " + space.owner() + " invalidated it"));
    }

    @Override
    public void close() {
        invalidate();
        if (ownsRight) {
            var unused = space.mach().deallocate(right);
        }
    }

    @Override
    public Optional<Object> context() {
        return isValid() ? context.info() : Optional.empty();
    }

    @Override
    public void onInvalidated(MachPortInvalidationListener told) {
        ending.listen(Objects.requireNonNull(told, "listener"), space.kernel().completions(space), Runnable::run);
    }

    @Override
    public void onInvalidated(MachPortInvalidationListener told, Executor on) {
        ending.listen(Objects.requireNonNull(told, "listener"), Objects.requireNonNull(on, "executor"), on);
    }

    @Override
    public void setInvalidationListener(MachPortInvalidationListener told) {
        ending.place(told, space.kernel().completions(space), Runnable::run);
    }

    @Override
    public Optional<MachPortInvalidationListener> invalidationListener() {
        return Optional.ofNullable(ending.placed());
    }

    @Override
    public Dispatch dispatch() {
        return serving.dispatch();
    }

    @Override
    public void dispatchOn(Executor on) {
        serving.dispatchOn(Objects.requireNonNull(on, "executor"));
    }

    @Override
    public void detach() {
        serving.detach();
    }

    @Override
    public PortSource runLoopSource(int order) {
        return serving.runLoopSource(order);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MachListener listens && listens.port == port;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(port);
    }

    @Override
    public String toString() {
        Invalidation end = ending.get();
        return "Mach port listener on " + right + context.description()
                + (end == null ? "" : ", ended: " + end.detail());
    }
}
