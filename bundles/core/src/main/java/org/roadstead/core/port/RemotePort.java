package org.roadstead.core.port;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.roadstead.core.mach.DeathWatch;
import org.roadstead.core.mach.Destination;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Port;
import org.roadstead.core.mach.UserBytes;
import org.roadstead.core.runloop.Loop;
import org.roadstead.core.runloop.Loops;
import org.roadstead.port.Invalidation;
import org.roadstead.port.InvalidationListener;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortOwner;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendResult;
import org.roadstead.port.SendStatus;
import org.roadstead.port.WouldDeadlockException;
import org.roadstead.runloop.RunLoopMode;

/** A remote message port: a send right, bound to the port that the name led to. */
final class RemotePort implements RemoteMessagePort {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Space space;
    private final PortName name;
    private final Destination destination;
    private final PortOwner owner;
    private final String transport;
    private final Runnable release;
    private final Ending<InvalidationListener> ending =
            new Ending<>(this, (listener, why) -> listener.invalidated(this, why));
    private final DeathWatch watch = new DeathWatch() {
        @Override
        public void died(Failure why) {
            hasEnded(Outcomes.invalidation(why));
        }
    };
    /** The calls under way, so that they end with this handle. */
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    RemotePort(
            Space space, PortName name, Destination destination, PortOwner owner, String transport, Runnable release) {
        this.space = space;
        this.name = name;
        this.destination = destination;
        this.owner = owner;
        this.transport = transport;
        this.release = release;
    }

    /** Starts to watch for the port's death; after the space knows this handle. */
    RemotePort open() {
        space.add(this);
        destination.watch(watch);
        if (ending.get() != null) {
            destination.unwatch(watch); // the end of the space may have come before the watch
        }
        return this;
    }

    String describe() {
        return "port " + name + " of " + owner + " over " + transport;
    }

    @Override
    public Reply request(int id, ByteBuffer data, SendOptions options) throws InterruptedException {
        return (Reply) blocking(id, data, options, true);
    }

    @Override
    public Reply request(int id, ByteBuffer data, SendOptions options, RunLoopMode mode) throws InterruptedException {
        if (mode.isCommon()) {
            throw new IllegalArgumentException(
                    mode + " stands for a set of modes and cannot be waited in; name one of them");
        }
        ByteBuffer bytes = check(data);
        Loop loop = Loops.ofThisThread();
        checkNesting(loop, mode);
        LoopCall call = new LoopCall(this, id, bytes, options, loop);
        submit(call);
        Object result = call.await(mode);
        if (result instanceof Failure why) {
            throw Outcomes.exception(this, why, call.waited(), options);
        }
        return (Reply) result;
    }

    @Override
    public SendResult sendRequest(
            int id, ByteBuffer data, Duration sendTimeout, Duration receiveTimeout, Optional<RunLoopMode> replyMode) {
        SendOptions options = CfTimeouts.options(sendTimeout, receiveTimeout);
        try {
            if (replyMode.isEmpty()) {
                send(id, data, options);
                return new SendResult(SendStatus.SUCCESS, Optional.empty(), Optional.empty(), "");
            }
            Reply reply = request(id, data, options, replyMode.get());
            return new SendResult(SendStatus.SUCCESS, Optional.empty(), Optional.of(reply), "");
        } catch (MessagePortException e) {
            return new SendResult(e.status(), Optional.of(e.outcomeCause()), Optional.empty(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcomes.interrupted(this, replyMode.isPresent());
        }
    }

    private void checkNesting(Loop loop, RunLoopMode mode) {
        if (loop.replyWaits() >= MAX_NESTED_WAITS) {
            throw Outcomes.nestedTooDeep(this, loop.name());
        }
        if (destination instanceof Port home
                && home.receiver() instanceof LocalPort served
                && served.isKeptFromServingIn(mode)) {
            throw Outcomes.notServedIn(this, loop.name(), mode.name());
        }
    }

    @Override
    public void send(int id, ByteBuffer data, SendOptions options) throws InterruptedException {
        blocking(id, data, options, false);
    }

    private Object blocking(int id, ByteBuffer data, SendOptions options, boolean wantsReply)
            throws InterruptedException {
        ByteBuffer bytes = check(data);
        if (destination.isServedByThisThread()
                && (wantsReply || !options.sendTimeout().isZero())) {
            checkDeadlock(wantsReply);
        }
        BlockingCall call = new BlockingCall(this, id, bytes, wantsReply, options);
        Object result = Waits.concerns(this) ? awaitWatched(call) : await(call);
        if (result instanceof Failure why) {
            throw Outcomes.exception(this, why, call.waited(), options);
        }
        return result;
    }

    private Object await(BlockingCall call) throws InterruptedException {
        submit(call);
        return call.await();
    }

    /** Waits on a thread that serves ports itself. A one-way message may need no wait, so it is tried first. */
    private Object awaitWatched(BlockingCall call) throws InterruptedException {
        boolean tried = call.reply() == null;
        if (tried) {
            submit(call);
            if (call.result() != null) {
                return call.await();
            }
        }
        Waits waits = space.kernel().waits();
        BlockingCall outer;
        try {
            outer = waits.enter(call);
        } catch (WouldDeadlockException | InterruptedException e) {
            call.abandon(new Failure(Failure.Kind.INTERRUPTED, "given up by the sender"));
            throw e;
        }
        try {
            return tried ? call.await() : await(call);
        } finally {
            waits.leave(outer);
        }
    }

    /** A wait of the thread that serves the port: for a reply it never ends, for room only if there is none. */
    private void checkDeadlock(boolean wantsReply) {
        if (wantsReply || destination.isFull()) {
            throw Outcomes.wouldWaitForItself(this);
        }
    }

    @Override
    public CompletionStage<Reply> requestAsync(int id, ByteBuffer data, SendOptions options) {
        LoopFuture<Reply> future = new LoopFuture<>(space.runLoop());
        try {
            ByteBuffer bytes = check(data);
            AsyncCall call = new AsyncCall(this, id, UserBytes.copy(bytes), options, future);
            submit(call);
            call.arm();
            var unused = future.whenComplete((reply, failure) -> {
                call.abandon(new Failure(Failure.Kind.INTERRUPTED, "cancelled by the requester")); // unless it is over
            });
        } catch (MessagePortException e) {
            space.kernel().completions(space).execute(() -> future.completeExceptionally(e));
        }
        return future;
    }

    /** The size comes first: a message that is too large is that, also on an invalid port. */
    private ByteBuffer check(ByteBuffer data) {
        ByteBuffer bytes = data == null ? EMPTY : data.duplicate();
        int limit = destination.messageLimit();
        if (bytes.remaining() > limit) {
            throw Outcomes.tooLarge(this, bytes.remaining(), limit);
        }
        Failure death = destination.death();
        Invalidation end = ending.get();
        if (end == null && death != null) {
            end = Outcomes.invalidation(death); // this handle is told in a moment
        }
        if (end != null) {
            throw Outcomes.invalid(this, end);
        }
        return bytes;
    }

    /** The call enters the set before the end of this handle is looked at, and the end looks at the set afterwards. */
    private void submit(Call call) {
        calls.add(call);
        Invalidation end = ending.get();
        if (end == null) {
            destination.submit(call);
        } else {
            call.settle(Outcomes.failure(end));
        }
    }

    /** The call has its result. */
    void ended(Call call) {
        calls.remove(call);
    }

    Space space() {
        return space;
    }

    Destination destination() {
        return destination;
    }

    /** This handle is given up by its own side, and with it all requests, also those that a port has left open that died before. */
    void end(Invalidation why) {
        hasEnded(why);
        calls.forEach(call -> call.abandon(Outcomes.failure(why)));
    }

    /** Ends this handle; requests that were accepted by a port that died still get their own end from its home. */
    private void hasEnded(Invalidation why) {
        if (ending.begin(why)) {
            destination.unwatch(watch);
            release.run();
            ending.tell();
            space.remove(this);
        }
    }

    @Override
    public PortOwner owner() {
        return owner;
    }

    @Override
    public String transport() {
        return transport;
    }

    @Override
    public Optional<PortName> name() {
        return Optional.of(name);
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public boolean isValid() {
        return ending.get() == null && destination.death() == null;
    }

    @Override
    public void invalidate() {
        end(new Invalidation(
                Invalidation.Reason.EXPLICIT,
                "the handle of " + space.owner() + " on port " + name + " was invalidated"));
    }

    @Override
    public void close() {
        invalidate();
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

    /** Two handles of one owner on one port are equal; CF has one object for both. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RemotePort remote && remote.space == space && remote.destination == destination;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(destination);
    }

    /** Returns what only this handle has, unlike an equal one. */
    Object identity() {
        return ending;
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
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "remote " + describe();
    }
}
