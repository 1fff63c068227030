package org.roadstead.core.port;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
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
import org.roadstead.runloop.PortSource;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runtime.PortEvent;
import org.roadstead.runtime.PortSnapshot;

/**
 * A local message port: a receive right, a handler, and where it runs. It has a port of its own, which dies with it; or it serves
 * the port of a declared name, and then only the serving ends with it, and the port waits for the next who serves.
 */
final class LocalPort implements LocalMessagePort, Receiver, Served {
    private final Space space;
    /** The name that it serves; null if the port is its own. */
    private final Declared declared;

    private final Port port;
    private final Instant since = Instant.now();
    private final Ending<InvalidationListener> ending =
            new Ending<>(this, (listener, why) -> listener.invalidated(this, why));
    private final Serving serving;
    private final Handling handling;
    private final CurrentName name;

    private volatile boolean opened;
    private volatile boolean taking = true;
    private volatile int queueLimit;

    /** Makes a port of its own, which nobody finds before {@link #open}. */
    LocalPort(Space space, LocalPortOptions options) {
        this(space, options, null);
        port.receiver(this);
    }

    /** Makes what serves a declared name, once that has it for its receiver. */
    LocalPort(Space space, LocalPortOptions options, Declared declared) {
        this.space = space;
        this.declared = declared;
        this.queueLimit = options.queueLimit();
        this.port = declared != null
                ? declared.port()
                : new Port(options.queueLimit(), space.kernel().limits().message());
        this.serving = new Serving(this, space, options.dispatch());
        this.handling = new Handling(this, options);
        this.name = new CurrentName(this, options, declared);
    }

    /**
     * Takes the name, and enters the space.
     *
     * @throws RuntimeException if that is not possible; nothing is left then
     */
    LocalPort open() {
        try {
            name.claim();
            opened = true;
            tell(PortEvent.Kind.PORT_OPENED, "dispatch " + dispatch() + ", queue of " + queueLimit);
            space.add(this);
            handling.letGoIfOver(); // a handler may have ended it before it was in the space
        } catch (RuntimeException | Error e) {
            end(new Failure(Failure.Kind.INVALIDATED, "it was not to be had"));
            throw e;
        } finally {
            name.opened(isValid());
        }
        return this;
    }

    /** The space knows this port: it can be served. */
    void begin() {
        serving.begin();
    }

    Port port() {
        return port;
    }

    Space space() {
        return space;
    }

    PortEntry entry() {
        return new PortEntry(port, space.owner(), queueLimit, since);
    }

    PortOwner owner() {
        return new PortOwner(
                space.owner(),
                space.kernel().node().label(),
                space.kernel().node().pid(),
                since);
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
        return handling.next(port);
    }

    CurrentName currentName() {
        return name;
    }

    Handling handling() {
        return handling;
    }

    /** Tells whether replies that were to come later end with the port, since its owner has gone. */
    boolean endsReplies() {
        Invalidation end = ending.get();
        return end != null && end.reason() != Invalidation.Reason.EXPLICIT;
    }

    /** Returns the one thread that must take the next message; null if there may be several, and if it is not known. */
    Thread server() {
        return serving.server(handling.running());
    }

    @Override
    public boolean isServedByThisThread() {
        return serving.isOnlyHere() || isHandledOnlyHere();
    }

    /** Tells whether the calling thread keeps a serial executor from handing out the next message. */
    private boolean isHandledOnlyHere() {
        return !serving.mayOverlap() && handling.running().isOnThisThread();
    }

    /** Tells whether the calling thread, while it runs its loop in a mode, is the one that must serve the port and does not. */
    boolean isKeptFromServingIn(RunLoopMode mode) {
        return serving.isOnlyHereOutside(mode) || isHandledOnlyHere();
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
    Failure cutOff() {
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
            name.giveFree();
            port.kill(why);
        } else {
            stopTaking();
            declared.release(this);
        }
        if (why.kind() != Failure.Kind.INVALIDATED) {
            handling.endReplies();
        }
        serving.end();
        if (opened) {
            tell(PortEvent.Kind.PORT_ENDED, why.detail());
        }
        ending.tell();
        handling.close();
        return true;
    }

    private void tell(PortEvent.Kind kind, String detail) {
        space.kernel().events().add(kind, name().map(PortName::value).orElse(""), space.owner(), detail);
    }

    /** The grace is over: whoever waits for the handler that still runs is told. */
    void abandonReply() {
        handling.running().abandon(cutOff());
    }

    PortSnapshot snapshot() {
        Port.Status status = port.status();
        boolean closing = status.closed() || !taking;
        String state =
                closing ? "closing" : handling.running().isBusy() ? "busy" : serving.isDeaf() ? "deaf" : "listening";
        return new PortSnapshot(
                name().map(PortName::value).orElse(""),
                space.owner(),
                name.publication().reachedBy(),
                isPublished(),
                dispatch().toString(),
                status.depth(),
                status.limit(),
                status.bytes(),
                status.blocked(),
                handling.count(),
                state,
                declared == null ? since : declared.since(),
                name.publication().problem());
    }

    /** Lets more or fewer messages wait from now on; those that wait stay. */
    void queueLimit(int messages) {
        queueLimit = messages;
        port.limit(messages);
    }

    /** Changes who serves the port, between one message and the next: nothing is lost, and no two handlers overlap. */
    void serve(Dispatch by, long deadline) throws InterruptedException {
        if (!by.equals(dispatch())) {
            serving.pause();
            var unused = handling.running().awaitOthers(deadline);
            serving.resume(by);
        }
    }

    /**
     * Refuses new messages, and waits until those that were accepted are handled; not if the calling thread is the one that has
     * to handle them.
     *
     * @return false if the deadline passed first
     */
    boolean drain(Failure why, long deadline) throws InterruptedException {
        port.closeGate(why);
        return !isServedByThisThread() && handling.running().awaitOthers(deadline, () -> port.depth() > 0);
    }

    /** Waits until no other thread is in a handler of the port; false if the deadline passed first. */
    boolean awaitHandlers(long deadline) throws InterruptedException {
        return handling.running().awaitOthers(deadline);
    }

    @Override
    public Optional<PortName> name() {
        return name.get();
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
    public boolean close(Duration grace) throws InterruptedException {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("the grace is negative (" + grace + "); allowed: zero or more");
        }
        invalidate();
        return awaitHandlers(Deadline.after(grace));
    }

    @Override
    public void rename(PortName to) {
        Objects.requireNonNull(to, "a port name must not be null");
        space.checkOpen();
        name.change(to);
    }

    void checkValid() {
        Invalidation end = ending.get();
        if (end != null) {
            throw new IllegalStateException(this + " is invalid: " + end.detail());
        }
    }

    @Override
    public void onInvalidated(InvalidationListener listener) {
        ending.listen(
                Objects.requireNonNull(listener, "listener"), space.kernel().completions(space), Runnable::run);
    }

    @Override
    public void onInvalidated(InvalidationListener listener, Executor on) {
        ending.listen(Objects.requireNonNull(listener, "listener"), Objects.requireNonNull(on, "executor"), on);
    }

    @Override
    public void setInvalidationListener(InvalidationListener listener) {
        ending.place(listener, space.kernel().completions(space), Runnable::run);
    }

    @Override
    public Optional<InvalidationListener> invalidationListener() {
        return Optional.ofNullable(ending.placed());
    }

    @Override
    public CompletionStage<Invalidation> whenInvalid() {
        CompletableFuture<Invalidation> end = new LoopFuture<>(space.runLoop());
        Executor loop = space.kernel().completions(space);
        ending.listen((ended, why) -> end.complete(why), loop, loop);
        return end;
    }

    @Override
    public Optional<Object> context() {
        return isValid() ? handling.context().info() : Optional.empty();
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
    public int queueDepth() {
        return isValid() ? port.depth() : 0; // those of a declared name are not this port's any more
    }

    @Override
    public int queueLimit() {
        return queueLimit;
    }

    @Override
    public boolean isPublished() {
        return name.publication().isPublished();
    }

    @Override
    public String toString() {
        return "local port " + name().map(PortName::value).orElse("(unnamed)") + " of " + space.owner()
                + handling.context().description();
    }
}
