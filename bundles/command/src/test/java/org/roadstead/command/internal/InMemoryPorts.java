package org.roadstead.command.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.roadstead.mach.Bootstrap;
import org.roadstead.mach.NetName;
import org.roadstead.mach.PortSpace;
import org.roadstead.port.Cause;
import org.roadstead.port.Declaration;
import org.roadstead.port.Dispatch;
import org.roadstead.port.Invalidation;
import org.roadstead.port.InvalidationListener;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortLease;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MachPortLease;
import org.roadstead.port.MachPortOptions;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortOwner;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendResult;
import org.roadstead.port.TransportException;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runtime.EventOptions;
import org.roadstead.runtime.EventStream;
import org.roadstead.runtime.LimitsSnapshot;
import org.roadstead.runtime.NodeSnapshot;
import org.roadstead.runtime.PortEvent;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.runtime.PortSnapshot;
import org.roadstead.runtime.SpaceSnapshot;

/** Ports for tests of the verbs: handlers run on the sender's thread, without queues, links or other processes. */
final class InMemoryPorts implements PortRegistry, PortRuntime, PortSource.Ports {
    static final Instant SINCE = Instant.parse("2026-11-01T10:00:00Z");

    final Map<PortName, LocalPort> ports = new ConcurrentHashMap<>();
    final List<SendOptions> options = new CopyOnWriteArrayList<>();
    final List<Integer> ids = new CopyOnWriteArrayList<>();
    final List<String> opened = new CopyOnWriteArrayList<>();
    private final List<PortSnapshot> others = new ArrayList<>();
    final List<PortEvent> events = new ArrayList<>();
    private RuntimeException failure;
    boolean closed;

    /** Makes every later send, ping and creation of a port end so. */
    void failWith(RuntimeException outcome) {
        failure = outcome;
    }

    void show(PortSnapshot port) {
        others.add(port);
    }

    PortSource source() {
        return label -> {
            opened.add(label);
            return this;
        };
    }

    private void failIfTold() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public PortRegistry registry() {
        return this;
    }

    @Override
    public PortRuntime runtime() {
        return this;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public LocalMessagePort createLocal(LocalPortOptions wanted) {
        failIfTold();
        LocalPort port = new LocalPort(wanted.name().orElseThrow(), wanted.handler());
        if (ports.putIfAbsent(port.name, port) != null) {
            throw new NameInUseException(port.name, null, "it belongs to somebody");
        }
        return port;
    }

    @Override
    public LocalPortLease openOrGet(LocalPortOptions wanted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MachPortLease openMachPort(MachPortOptions wanted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RemoteMessagePort connect(PortName name) {
        LocalPort port = ports.get(name);
        if (port == null) {
            throw new NoSuchPortException(name, "nobody has it");
        }
        return new RemotePort(port);
    }

    @Override
    public CompletionStage<RemoteMessagePort> connect(PortName name, Duration wait) {
        return CompletableFuture.completedStage(connect(name));
    }

    @Override
    public Declaration declare(PortName name, LocalPortOptions wanted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Bootstrap bootstrap() {
        throw new UnsupportedOperationException();
    }

    @Override
    public NetName netName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public PortSpace space() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RunLoop runLoop() {
        throw new UnsupportedOperationException();
    }

    @Override
    public NodeSnapshot snapshot() {
        List<PortSnapshot> all = new ArrayList<>(others);
        ports.keySet().forEach(name -> all.add(port(name.value(), 0, true)));
        SpaceSnapshot space = new SpaceSnapshot(
                "demo (12)", "port-loop [demo]", true, 3, 25, List.of("demo.Echo.handle(Echo.java:7)"), 1, 0);
        return new NodeSnapshot(
                "0".repeat(32),
                "Apache Felix",
                4711,
                "17.0.15",
                SINCE,
                all,
                List.of(space),
                List.of(),
                0,
                0,
                new LimitsSnapshot(16 << 20, 2000, 1024));
    }

    static PortSnapshot port(String name, int depth, boolean published) {
        List<String> transports = published ? List.of("vm", "uds") : List.of("vm");
        return new PortSnapshot(
                name, "demo (12)", transports, published, "own loop", depth, 64, 0, 0, 7, "listening", SINCE, "");
    }

    @Override
    public EventStream events(EventOptions options, Duration timeout) {
        return new InMemoryEvents(events, options);
    }

    @Override
    public List<NodeSnapshot> nodes(Duration timeout) {
        return List.of(snapshot());
    }

    @Override
    public Duration ping(PortName name, Duration timeout) {
        connect(name);
        failIfTold();
        return Duration.ofNanos(420_000);
    }

    /** A local port. */
    final class LocalPort extends InMemoryEnd implements LocalMessagePort {
        private final PortName name;
        private final MessageHandler handler;
        private final CompletableFuture<Invalidation> end = new CompletableFuture<>();

        LocalPort(PortName name, MessageHandler handler) {
            this.name = name;
            this.handler = handler;
        }

        @Override
        public Optional<PortName> name() {
            return Optional.of(name);
        }

        @Override
        public boolean isRemote() {
            return false;
        }

        @Override
        public boolean isValid() {
            return !end.isDone();
        }

        @Override
        public void invalidate() {
            ports.remove(name);
            end.complete(new Invalidation(Invalidation.Reason.EXPLICIT, name + " was invalidated"));
        }

        @Override
        public void close() {
            invalidate();
        }

        @Override
        public void onInvalidated(InvalidationListener listener) {
            onInvalidated(listener, Runnable::run);
        }

        @Override
        public void onInvalidated(InvalidationListener listener, Executor executor) {
            var unused = end.thenAcceptAsync(why -> listener.invalidated(this, why), executor);
        }

        @Override
        public CompletionStage<Invalidation> whenInvalid() {
            return end;
        }

        @Override
        public void rename(PortName to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean close(Duration grace) {
            invalidate();
            return true;
        }

        @Override
        public Dispatch dispatch() {
            return Dispatch.direct();
        }

        @Override
        public void dispatchOn(Executor executor) {
            throw new IllegalStateException();
        }

        @Override
        public void detach() {
            throw new IllegalStateException();
        }

        @Override
        public org.roadstead.runloop.PortSource runLoopSource(int order) {
            throw new IllegalStateException();
        }

        @Override
        public int queueDepth() {
            return 0;
        }

        @Override
        public int queueLimit() {
            return 64;
        }

        @Override
        public boolean isPublished() {
            return true;
        }
    }

    /** A remote port. */
    private final class RemotePort extends InMemoryEnd implements RemoteMessagePort {
        private final LocalPort port;

        RemotePort(LocalPort port) {
            this.port = port;
        }

        @Override
        public Reply request(int id, ByteBuffer data, SendOptions how) throws InterruptedException {
            failIfTold();
            ids.add(id);
            options.add(how);
            try {
                ByteBuffer reply = port.handler.handle(new InMemoryMessage(port, id, data.asReadOnlyBuffer(), true));
                return new Reply(reply == null ? ByteBuffer.allocate(0) : reply);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new TransportException(Cause.HANDLER_FAILED, e.getMessage());
            }
        }

        @Override
        public Reply request(int id, ByteBuffer data, SendOptions how, RunLoopMode mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SendResult sendRequest(
                int id, ByteBuffer data, Duration sending, Duration receiving, Optional<RunLoopMode> mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Reply> requestAsync(int id, ByteBuffer data, SendOptions how) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void send(int id, ByteBuffer data, SendOptions how) throws InterruptedException {
            request(id, data, how);
        }

        @Override
        public PortOwner owner() {
            return new PortOwner("demo (12)", "Apache Felix", 4711, SINCE);
        }

        @Override
        public String transport() {
            return "vm";
        }

        @Override
        public Optional<PortName> name() {
            return port.name();
        }

        @Override
        public boolean isRemote() {
            return true;
        }

        @Override
        public boolean isValid() {
            return port.isValid();
        }

        @Override
        public void invalidate() {
            // Nothing is kept for a remote.
        }

        @Override
        public void close() {
            invalidate();
        }

        @Override
        public void onInvalidated(InvalidationListener listener) {
            port.onInvalidated(listener);
        }

        @Override
        public void onInvalidated(InvalidationListener listener, Executor executor) {
            port.onInvalidated(listener, executor);
        }

        @Override
        public CompletionStage<Invalidation> whenInvalid() {
            return port.whenInvalid();
        }
    }
}
