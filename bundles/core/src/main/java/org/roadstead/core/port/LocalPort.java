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
import java.util.concurrent.atomic.LongAdder;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Kmsg;
import org.roadstead.core.mach.Port;
import org.roadstead.core.mach.Receiver;
import org.roadstead.core.node.PortEntry;
import org.roadstead.core.runloop.PortQueue;
import org.roadstead.port.Dispatch;
import org.roadstead.port.Invalidation;
import org.roadstead.port.InvalidationListener;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortName;
import org.roadstead.port.PortOwner;
import org.roadstead.port.PortScope;
import org.roadstead.runloop.PortSource;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runtime.PortSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local message port: a receive right, a handler, and where it runs. It has a port of its own, which dies with it; or it serves
 * the port of a declared name, and then only the serving ends with it, and the port waits for the next who serves.
 */
final class LocalPort implements LocalMessagePort, Receiver, Named, PortQueue {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPort.class);

    private final Space space;
    private final LocalPortOptions options;
    /** The name that it serves; null if the port is its own. */
    private final Declared declared;

    private final Port port;
    private final Instant since = Instant.now();
    private final Ending ending = new Ending();
    private final Serving serving;
    private final Set<Delivery.DeferredReply> deferred = ConcurrentHashMap.newKeySet();
    private final Publication publication = new Publication();

    private volatile boolean taking = true;
    /** The messages that handlers have: one, unless the executor is concurrent, or a handler runs a loop. */
    private final Set<Delivery> inHand = ConcurrentHashMap.newKeySet(1);

    private final LongAdder handledCount = new LongAdder();

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
        this.serving = new Serving(this, space, options.dispatch());
    }

    /** The space knows this port: it can be served. */
    void begin() {
        serving.begin();
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
        serving.messageArrived();
    }

    @Override
    public boolean hasMore() {
        return taking && port.depth() > 0;
    }

    @Override
    public boolean serveNext() {
        Kmsg message = port.take(this);
        if (message == null) {
            return false;
        }
        handle(message);
        return true;
    }

    private void handle(Kmsg message) {
        if (message.data() == null) {
            message.destroy(new Failure(Failure.Kind.REFUSED, "a message port takes one item of bytes"));
            return;
        }
        Delivery delivery = new Delivery(this, message);
        inHand.add(delivery);
        handledCount.increment();
        try {
            delivery.returned(options.handler().handle(delivery));
        } catch (Throwable e) {
            threw(delivery, e);
        } finally {
            inHand.remove(delivery);
            if (!isValid() && inHand.isEmpty()) {
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
        return isInHandHere() || serving.isOnlyHere();
    }

    private boolean isInHandHere() {
        for (Delivery delivery : inHand) {
            if (delivery.isHandledHere()) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether the calling thread, while it runs its loop in a mode, is the one that must serve the port and does not. */
    boolean isKeptFromServingIn(RunLoopMode mode) {
        return serving.isBySource() ? serving.isOnlyHereOutside(mode) : isInHandHere();
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
        serving.end();
        ending.tell(this);
        if (inHand.isEmpty()) {
            space.remove(this);
        }
        return true;
    }

    /** The grace is over: whoever waits for the handler that still runs is told. */
    void abandonReply() {
        for (Delivery left : inHand) {
            if (!left.isHandledHere()) {
                left.abandon(cutOff());
            }
        }
    }

    PortSnapshot snapshot() {
        Port.Status status = port.status();
        List<String> transports = new ArrayList<>(List.of("vm"));
        transports.addAll(publication().transports());
        boolean closing = status.closed() || !taking;
        String state = closing ? "closing" : !inHand.isEmpty() ? "busy" : serving.isDeaf() ? "deaf" : "listening";
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
                handledCount.sum(),
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
        CompletableFuture<Invalidation> end = new LoopFuture<>(space.runLoop());
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
        return serving.dispatch();
    }

    @Override
    public void dispatchOn(Executor on) {
        serving.dispatchOn(java.util.Objects.requireNonNull(on, "executor"));
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
