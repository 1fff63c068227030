package org.roadstead.core.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Origin;
import org.roadstead.core.node.Node;
import org.roadstead.core.runloop.KernelThread;
import org.roadstead.core.runloop.Loops;
import org.roadstead.mach.PortSpace;
import org.roadstead.port.PortRegistry;
import org.roadstead.runtime.NodeSnapshot;
import org.roadstead.runtime.PortEvent;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.runtime.PortSnapshot;
import org.roadstead.transport.Transport;

/**
 * A kernel: spaces with their ports, the names, the node. One for each framework or standalone instance. Any thread.
 */
public final class Kernel implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor late;
    private final NameTable names;
    private final ControlPort control;
    private final Node node;
    private final String principal;
    private final Space ownSpace;
    private final PortRuntime runtime = new KernelRuntime(this);
    private final Map<Object, Space> spaces = new ConcurrentHashMap<>();
    private final Set<Service> services = ConcurrentHashMap.newKeySet();
    private final EventLog events;
    private final Set<KeptPort> kept = ConcurrentHashMap.newKeySet();
    private final NetNames netNames = new NetNames();
    private final AtomicInteger spaceNumbers = new AtomicInteger();
    private final Drops drops = new Drops();
    private final Waits waits = new Waits();
    private final LongAdder undecided = new LongAdder();
    private volatile Limits limits;
    private volatile boolean closed;

    /**
     * Makes a kernel with the default limits and without transports.
     *
     * @param label what it calls itself to others
     */
    public Kernel(String label) {
        this(label, Limits.DEFAULT);
    }

    /**
     * Makes a kernel without transports.
     *
     * @param label what it calls itself to others
     * @param limits what it allows
     */
    public Kernel(String label, Limits limits) {
        this.limits = limits;
        this.timer = newTimer();
        this.late = newLate();
        this.names = new NameTable(this, new Releases(timer));
        this.events =
                new EventLog(label + ", process " + ProcessHandle.current().pid());
        this.control = new ControlPort(this, limits.message());
        this.node = new Node(label, names, control.port(), limits.message(), timer);
        node.onLinks((link, up) -> events.add(up ? PortEvent.Kind.LINK_UP : PortEvent.Kind.LINK_DOWN, "", "", link));
        this.principal = ProcessHandle.current().info().user().orElse(System.getProperty("user.name"));
        Loops.open();
        this.ownSpace = new Space(this, this, new Origin(principal, node.id(), label, 0), label);
    }

    private static ScheduledThreadPoolExecutor newTimer() {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, task -> KernelThread.of("port-timer", task));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true); // no thread while nothing has a deadline
        return timer;
    }

    /** A callback of an owner that has stopped may take long; no deadline of others waits for that. */
    private static ThreadPoolExecutor newLate() {
        ThreadPoolExecutor late = new ThreadPoolExecutor(
                1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> KernelThread.of("port-late", task));
        late.allowCoreThreadTimeOut(true);
        return late;
    }

    /**
     * Starts to use a transport: listens, and publishes the names of all ports in its directory.
     *
     * @param transport not closed by the kernel
     * @throws UncheckedIOException if it cannot start
     */
    public void attach(Transport transport) {
        try {
            node.attach(transport);
        } catch (IOException e) {
            throw new UncheckedIOException("the transport " + transport.name() + " cannot start: " + e.getMessage(), e);
        }
        events.add(PortEvent.Kind.TRANSPORT_UP, "", "", transport.name());
        names.attached(transport);
    }

    /** Stops to use a transport: its links end in good order, the ports stay. */
    public void detach(Transport transport) {
        names.detached(transport);
        node.detach(transport, "the transport " + transport.name() + " of " + node.label() + " was stopped");
        events.add(PortEvent.Kind.TRANSPORT_DOWN, "", "", transport.name());
    }

    /**
     * Returns the registry of an owner without a bundle.
     *
     * @param owner its label; the same space for the same label until it is closed
     */
    public PortRegistry registry(String owner) {
        return registryOf(owner, owner, owner);
    }

    /**
     * Returns the registry of an owner.
     *
     * @param key what identifies the owner while it lives
     * @param owner its label, for people
     * @param threadLabel what its run loop's thread is named for
     */
    public PortRegistry registryOf(Object key, String owner, String threadLabel) {
        if (closed) {
            throw new IllegalStateException(node.label() + " has stopped; its registries can no longer be used");
        }
        Space space = spaces.computeIfAbsent(key, k -> newSpace(k, owner, threadLabel));
        if (closed) {
            space.close(Duration.ZERO); // the kernel's end may have looked at the spaces before this one was there
        }
        return new SpaceRegistry(this, space);
    }

    /** Returns the space of an owner, or null if it never asked for a registry or has stopped. */
    public Space space(Object key) {
        return spaces.get(key);
    }

    /** Returns the space behind a space of rights. */
    Space space(PortSpace rights) {
        return spaces.values().stream()
                .filter(space -> space.mach() == rights)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        rights + " is of another kernel than " + node.label() + ", or has ended"));
    }

    /**
     * An owner is gone for good: what it has declared ends.
     *
     * @param key what identified it
     * @param why one phrase for people
     */
    public void ownerGone(Object key, String why) {
        endServices(service -> service.belongsTo(key), new Failure(Failure.Kind.OWNER_STOPPED, "its owner " + why));
    }

    private void endServices(Predicate<Service> which, Failure why) {
        services.stream().filter(which).forEach(service -> service.end(why));
    }

    /** Returns the runtime service. */
    public PortRuntime runtime() {
        return runtime;
    }

    /** Ends all spaces in good order, within one grace for all of them, then the links; transports are not closed. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        long deadline = Deadline.after(limits.grace());
        List<Space> all = new ArrayList<>(spaces.values());
        all.forEach(Space::closeGate);
        endServices(service -> true, stopped());
        all.forEach(space -> space.close(Duration.ofNanos(Math.max(0, Deadline.left(deadline)))));
        node.transports().forEach(this::detach);
        ownSpace.close(Duration.ZERO);
        drops.close();
        timer.shutdownNow();
        late.shutdown();
        Loops.close();
    }

    /** Returns what the kernel allows. */
    public Limits limits() {
        return limits;
    }

    /** Changes what the kernel allows: for new ports and links at once, for others where both sides know it. */
    public void limits(Limits now) {
        limits = now;
        node.messageLimit(now.message());
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns how what is declared ends with the kernel. */
    Failure stopped() {
        return new Failure(Failure.Kind.SERVICE_STOPPED, "Roadstead in " + node.label() + " was stopped");
    }

    Node node() {
        return node;
    }

    NameTable names() {
        return names;
    }

    Drops drops() {
        return drops;
    }

    Waits waits() {
        return waits;
    }

    EventLog events() {
        return events;
    }

    /** Returns the ports of handler services. */
    Set<KeptPort> kept() {
        return kept;
    }

    /** Returns all that is declared or registered. */
    Set<Service> services() {
        return services;
    }

    NetNames netNames() {
        return netNames;
    }

    ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    /** The kernel's own origin, for its own questions. */
    Origin origin() {
        return ownSpace.origin();
    }

    Space ownSpace() {
        return ownSpace;
    }

    void removed(Space space) {
        spaces.values().remove(space);
    }

    void undecided() {
        undecided.increment();
    }

    /** Where results of a space's calls are told: on its loop, or on a thread for late ones once that has stopped. */
    Executor completions(Space space) {
        return task -> {
            if (!space.loop().post(task)) {
                try {
                    late.execute(task);
                } catch (RejectedExecutionException e) {
                    task.run(); // the kernel has ended; there is no other thread left to tell it
                }
            }
        };
    }

    NodeSnapshot snapshot() {
        List<PortSnapshot> ports = new ArrayList<>();
        spaces.values()
                .forEach(space ->
                        space.locals().stream().filter(LocalPort::isValid).forEach(port -> ports.add(port.snapshot())));
        names.all().forEach(named -> {
            if (named instanceof Service service) {
                service.snapshot().ifPresent(ports::add);
            }
        });
        kept.forEach(port -> port.refusal().ifPresent(ports::add));
        ports.sort(Comparator.comparing((PortSnapshot port) -> port.name().isEmpty())
                .thenComparing(PortSnapshot::name));
        return new NodeSnapshot(
                node.id(),
                node.label(),
                node.pid(),
                System.getProperty("java.version"),
                node.since(),
                ports,
                spaces.values().stream().map(Space::snapshot).toList(),
                node.links(),
                node.lateReplies(),
                undecided.sum(),
                limits.snapshot());
    }

    private Space newSpace(Object key, String owner, String threadLabel) {
        Origin origin = new Origin(principal, node.id(), owner, spaceNumbers.incrementAndGet());
        return new Space(this, key, origin, threadLabel);
    }
}
