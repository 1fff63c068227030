package org.roadstead.core.port;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Kmsg;
import org.roadstead.core.mach.Port;
import org.roadstead.core.mach.Receiver;
import org.roadstead.core.node.PortEntry;
import org.roadstead.port.Dispatch;
import org.roadstead.port.Invalidation;
import org.roadstead.port.InvalidationListener;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortName;
import org.roadstead.port.PortOwner;
import org.roadstead.port.PortScope;
import org.roadstead.runloop.PortSource;
import org.roadstead.runtime.PortSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local message port: a receive right, a handler, and where it runs. It has a port of its own, which dies with it; or it serves
 * the port of a declared name, and then only the serving ends with it, and the port waits for the next who serves.
 */
final class LocalPort implements LocalMessagePort, Receiver, Named {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPort.class);

    private final Space space;
    private final LocalPortOptions options;
    /** The name that it serves; null if the port is its own. */
    private final Declared declared;

    private final Port port;
    private final Instant since = Instant.now();
    private final Ending ending = new Ending();
    private final Turns turns;
    private final Set<Delivery.DeferredReply> deferred = ConcurrentHashMap.newKeySet();
    private final Publication publication = new Publication();

    private volatile boolean taking = true;
    /** The thread that runs the handler, and the message it has; null between messages. */
    private volatile Thread handling;

    private volatile Delivery handled;
    private volatile long handledCount;

    /** Makes a port of its own. */
    LocalPort(Space space, LocalPortOptions options) {
        this(space, options, null);
        port.receiver(this);
    }

    /** Makes what serves a declared name, once that has it for its receiver. */
    LocalPort(Space space, LocalPortOptions options, Declared declared) {
        this.space = space;
        this.options = options;
        this.declared = declared;
        this.port = declared != null
                ? declared.port()
                : new Port(options.queueLimit(), space.kernel().limits().message());
        this.turns = new Turns(this, initialExecutor(options.dispatch()));
    }

    private Executor initialExecutor(Dispatch dispatch) {
        if (dispatch.isOwnLoop()) {
            return turn -> {
                if (!space.loop().post(turn)) {
                    throw new RejectedExecutionException(space.owner() + " has stopped");
                }
            };
        }
        if (dispatch.isDirect()) {
            return space.kernel().node()::runOutsideReading;
        }
        return dispatch.executor().orElse(null);
    }

    @Override
    public Port port() {
        return port;
    }

    Space space() {
        return space;
    }

    @Override
    public PortScope scope() {
        return options.scope();
    }

    @Override
    public boolean requirePublished() {
        return options.requirePublished();
    }

    @Override
    public boolean isActive() {
        return true;
    }

    @Override
    public PortEntry entry() {
        return new PortEntry(port, space.owner(), options.queueLimit(), since);
    }

    @Override
    public PortOwner owner() {
        return new PortOwner(
                space.owner(),
                space.kernel().node().label(),
                space.kernel().node().pid(),
                since);
    }

    @Override
    public Publication publication() {
        return declared == null ? publication : declared.publication();
    }

    @Override
    public void messageArrived() {
        turns.messageArrived();
    }

    boolean hasMessages() {
        return taking && port.depth() > 0;
    }

    /** Takes a message, if one waits and is this port's to take, and handles it. */
    void handleNext() {
        Kmsg message = port.take(this);
        if (message != null) {
            handle(message);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // of handledCount: there is one turn at a time
    private void handle(Kmsg message) {
        if (message.data() == null) {
            message.destroy(new Failure(Failure.Kind.REFUSED, "a message port takes one item of bytes"));
            return;
        }
        Delivery delivery = new Delivery(this, message);
        handled = delivery;
        handling = Thread.currentThread();
        handledCount++;
        try {
            delivery.returned(options.handler().handle(delivery));
        } catch (Throwable e) {
            threw(delivery, e);
        } finally {
            handling = null;
            handled = null;
            if (!isValid()) {
                space.remove(this);
            }
        }
    }

    private void threw(Delivery delivery, Throwable e) {
        if (!isValid()) {
            delivery.threw(cutOff()); // a handler cut short by the end of its port is no failure of its own
            return;
        }
        LOG.warn("{}: its handler failed", this, e);
        delivery.threw(new Failure(Failure.Kind.HANDLER_FAILED, e.toString()));
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    /** A handler has taken the duty to reply with it. */
    void deferred(Delivery.DeferredReply reply) {
        deferred.add(reply);
        Invalidation end = ending.get();
        if (end != null && end.reason() != Invalidation.Reason.EXPLICIT) {
            reply.end(cutOff());
        }
    }

    void settled(Delivery.DeferredReply reply) {
        deferred.remove(reply);
    }

    @Override
    public boolean isServedByThisThread() {
        return handling == Thread.currentThread()
                || (options.dispatch().isOwnLoop() && space.loop().isCurrent());
    }

    /** The owner is stopping. Only a port of its own refuses messages from now on; those for a declared name wait. */
    void closeGate(Failure why) {
        if (declared == null) {
            port.closeGate(why);
        } else if (isValid()) {
            stopTaking();
        }
    }

    private void stopTaking() {
        taking = false;
        port.receiver(null);
    }

    /** How a request ends whose handler has no more time: with its port, or, if only the serving has ended, by itself. */
    private Failure cutOff() {
        Failure end = Outcomes.failure(ending.get());
        if (declared == null || port.death() != null) {
            return end;
        }
        return new Failure(Failure.Kind.DROPPED, "its handler was stopped: " + end.detail());
    }

    /**
     * Ends the port for a reason; false if it had ended. The space keeps it as long as a handler runs, so that a request does not
     * wait for a handler that the space gives up.
     */
    boolean end(Failure why) {
        if (!ending.begin(Outcomes.invalidation(why))) {
            return false;
        }
        if (declared == null) {
            space.kernel().names().remove(this);
            port.kill(why);
        } else {
            stopTaking();
            declared.release(this);
        }
        if (why.kind() != Failure.Kind.INVALIDATED) {
            List.copyOf(deferred).forEach(reply -> reply.end(cutOff()));
        }
        ending.tell(this);
        if (handled == null) {
            space.remove(this);
        }
        return true;
    }

    /** The grace is over: whoever waits for the handler that still runs is told. */
    void abandonReply() {
        Delivery left = handled;
        if (left != null && handling != Thread.currentThread()) {
            left.abandon(cutOff());
        }
    }

    PortSnapshot snapshot() {
        Port.Status status = port.status();
        List<String> transports = new ArrayList<>(List.of("vm"));
        transports.addAll(publication().transports());
        boolean closing = status.closed() || !taking;
        String state =
                closing ? "closing" : handling != null ? "busy" : turns.executor() == null ? "deaf" : "listening";
        return new PortSnapshot(
                name().map(PortName::value).orElse(""),
                space.owner(),
                transports,
                isPublished(),
                options.dispatch().toString(),
                status.depth(),
                status.limit(),
                status.bytes(),
                status.blocked(),
                handledCount,
                state,
                declared == null ? since : declared.since());
    }

    @Override
    public Optional<PortName> name() {
        return declared == null ? options.name() : declared.name();
    }

    @Override
    public boolean isRemote() {
        return false;
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
    }

    @Override
    public void onInvalidated(InvalidationListener listener) {
        ending.listen(this, listener, space.kernel().completions(space), Runnable::run);
    }

    @Override
    public void onInvalidated(InvalidationListener listener, Executor on) {
        ending.listen(this, listener, on, on);
    }

    @Override
    public CompletionStage<Invalidation> whenInvalid() {
        CompletableFuture<Invalidation> end = new LoopFuture<>(space.loop());
        Executor loop = space.kernel().completions(space);
        ending.listen(this, (ended, why) -> end.complete(why), loop, loop);
        return end;
    }

    @Override
    public Optional<Object> context() {
        return isValid() ? options.context() : Optional.empty();
    }

    @Override
    public Dispatch dispatch() {
        Executor on = turns.executor();
        return options.dispatch().isNone() && on != null ? Dispatch.on(on) : options.dispatch();
    }

    @Override
    public void dispatchOn(Executor on) {
        java.util.Objects.requireNonNull(on, "executor");
        checkAttachable();
        if (!isValid()) {
            throw new IllegalStateException(this + " is invalid");
        }
        turns.executor(on);
        if (hasMessages()) {
            messageArrived();
        }
    }

    @Override
    public void detach() {
        checkAttachable();
        turns.executor(null);
    }

    @Override
    public PortSource runLoopSource(int order) {
        throw new UnsupportedOperationException("run loops have no sources yet");
    }

    private void checkAttachable() {
        if (!options.dispatch().isNone()) {
            throw new IllegalStateException(this + " was made with dispatch " + options.dispatch()
                    + "; only a port made with Dispatch.none() can be attached and detached");
        }
    }

    @Override
    public int queueDepth() {
        return isValid() ? port.depth() : 0; // those of a declared name are not this port's any more
    }

    @Override
    public int queueLimit() {
        return options.queueLimit();
    }

    @Override
    public boolean isPublished() {
        return publication().isPublished();
    }

    @Override
    public String toString() {
        return "local port " + name().map(PortName::value).orElse("(unnamed)") + " of " + space.owner();
    }
}
