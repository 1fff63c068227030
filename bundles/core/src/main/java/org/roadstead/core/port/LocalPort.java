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
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.roadstead.runtime.PortSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local message port: a receive right, a handler, and where it runs.
 *
 * <p><b>Why one message at a time and none forgotten.</b> Whoever turns {@code scheduled} from false to true owns the right to
 * hand one turn to the executor; the turn takes one message, and gives {@code scheduled} back only when it found the queue empty
 * or no executor, looking at both once more after that. So there is never a second turn, and a message that comes in between is
 * seen by the turn or schedules its own.
 */
final class LocalPort implements LocalMessagePort, Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPort.class);

    private final Space space;
    private final LocalPortOptions options;
    private final Port port;
    private final Instant since = Instant.now();
    private final Ending ending = new Ending();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Set<Delivery.DeferredReply> deferred = ConcurrentHashMap.newKeySet();

    private volatile Executor executor;
    private final Publication publication = new Publication();
    /** The thread that runs the handler, and the message it has; null between messages. */
    private volatile Thread handling;

    private volatile Kmsg handled;
    private volatile long handledCount;

    LocalPort(Space space, LocalPortOptions options) {
        this.space = space;
        this.options = options;
        this.port = new Port(options.queueLimit(), space.kernel().limits().message());
        this.executor = initialExecutor(options.dispatch());
        port.receiver(this);
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

    Port port() {
        return port;
    }

    Space space() {
        return space;
    }

    LocalPortOptions options() {
        return options;
    }

    PortEntry entry() {
        return new PortEntry(port, space.owner(), options.queueLimit(), since);
    }

    PortOwner owner() {
        return new PortOwner(
                space.owner(),
                space.kernel().node().label(),
                space.kernel().node().pid(),
                since);
    }

    Publication publication() {
        return publication;
    }

    @Override
    public void messageArrived() {
        Executor on = executor;
        if (on != null && scheduled.compareAndSet(false, true)) {
            schedule(on);
        }
    }

    /**
     * Hands turns to executors as long as there are messages; by the owner of {@code scheduled}. If an executor runs its task at
     * once, on this thread, the next turn is handed on from here and not from within, so that a long queue makes a loop and no
     * recursion.
     */
    private void schedule(Executor first) {
        Executor on = first;
        while (on != null) {
            Hop hop = new Hop();
            try {
                on.execute(hop);
            } catch (Throwable e) { // an error too, such as no memory for a thread: it must not leave the port deaf
                if (hop.began()) {
                    LOG.warn("{}: its executor failed after a message was handled", this, e);
                } else {
                    scheduled.set(false);
                    if (port.death() == null) {
                        LOG.warn("{}: its executor refused a message, which stays in the queue", this, e);
                    }
                    return;
                }
            }
            on = hop.handedBack();
        }
    }

    /** Handles one message. Returns where the next turn is to run, or null if {@code scheduled} was given back. */
    private Executor turn() {
        Kmsg message = executor == null ? null : port.take();
        if (message != null) {
            handle(message);
        }
        Executor on = executor;
        if (on != null && port.depth() > 0) {
            return on;
        }
        scheduled.set(false);
        on = executor;
        return on != null && port.depth() > 0 && scheduled.compareAndSet(false, true) ? on : null;
    }

    /** One turn on its way through an executor. */
    private final class Hop implements Runnable {
        private final Thread starter = Thread.currentThread();
        private volatile boolean began;
        // Read and written by the starter only.
        private boolean executeReturned;
        private Executor next;

        @Override
        public void run() {
            began = true;
            Executor on = turn();
            if (Thread.currentThread() == starter && !executeReturned) {
                next = on;
            } else if (on != null) {
                schedule(on);
            }
        }

        boolean began() {
            return began;
        }

        /** Execute has returned: tells where the starter is to hand on the next turn, or null if that is not its business. */
        Executor handedBack() {
            executeReturned = true;
            return next;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // of handledCount: there is one turn at a time
    private void handle(Kmsg message) {
        if (message.data() == null) {
            message.destroy(new Failure(Failure.Kind.REFUSED, "a message port takes one item of bytes"));
            return;
        }
        Delivery delivery = new Delivery(this, message);
        handled = message;
        handling = Thread.currentThread();
        handledCount++;
        try {
            delivery.returned(options.handler().handle(delivery));
        } catch (Throwable e) {
            threw(delivery, e);
        } finally {
            handling = null;
            handled = null;
        }
    }

    private void threw(Delivery delivery, Throwable e) {
        Invalidation end = ending.get();
        if (end != null) {
            delivery.threw(
                    Outcomes.failure(end)); // a handler cut short by the end of its port is no failure of its own
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
            reply.end(Outcomes.failure(end));
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

    void closeGate(Failure why) {
        port.closeGate(why);
    }

    /** Ends the port for a reason; false if it had ended. */
    boolean end(Failure why) {
        if (!ending.begin(Outcomes.invalidation(why))) {
            return false;
        }
        space.kernel().names().remove(this);
        port.kill(why);
        if (why.kind() != Failure.Kind.INVALIDATED) {
            List.copyOf(deferred).forEach(reply -> reply.end(why));
        }
        ending.tell(this);
        space.remove(this);
        return true;
    }

    /** The grace is over: whoever waits for the handler that still runs is told. */
    void abandonReply() {
        Kmsg left = handled;
        if (left != null && left.reply() != null && handling != Thread.currentThread()) {
            left.reply().fail(Outcomes.failure(ending.get()));
        }
    }

    PortSnapshot snapshot() {
        Port.Status status = port.status();
        Publication published = publication;
        List<String> transports = new ArrayList<>(List.of("vm"));
        transports.addAll(published.transports());
        String state =
                status.closed() ? "closing" : handling != null ? "busy" : executor == null ? "deaf" : "listening";
        return new PortSnapshot(
                options.name().map(PortName::value).orElse(""),
                space.owner(),
                transports,
                published.isPublished(),
                options.dispatch().toString(),
                status.depth(),
                status.limit(),
                status.bytes(),
                status.blocked(),
                handledCount,
                state,
                since);
    }

    @Override
    public Optional<PortName> name() {
        return options.name();
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
        Executor on = executor;
        return options.dispatch().isNone() && on != null ? Dispatch.on(on) : options.dispatch();
    }

    @Override
    public void dispatchOn(Executor on) {
        java.util.Objects.requireNonNull(on, "executor");
        checkAttachable();
        if (!isValid()) {
            throw new IllegalStateException(this + " is invalid");
        }
        executor = on;
        if (port.depth() > 0) {
            messageArrived();
        }
    }

    @Override
    public void detach() {
        checkAttachable();
        executor = null;
    }

    private void checkAttachable() {
        if (!options.dispatch().isNone()) {
            throw new IllegalStateException(this + " was made with dispatch " + options.dispatch()
                    + "; only a port made with Dispatch.none() can be attached and detached");
        }
    }

    @Override
    public int queueDepth() {
        return port.depth();
    }

    @Override
    public int queueLimit() {
        return options.queueLimit();
    }

    @Override
    public boolean isPublished() {
        return publication.isPublished();
    }

    @Override
    public String toString() {
        return "local port " + options.name().map(PortName::value).orElse("(unnamed)") + " of " + space.owner();
    }
}
