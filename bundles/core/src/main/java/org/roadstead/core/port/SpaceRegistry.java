package org.roadstead.core.port;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.node.LinkLostException;
import org.roadstead.core.node.Resolution;
import org.roadstead.mach.Bootstrap;
import org.roadstead.mach.NetName;
import org.roadstead.mach.PortSpace;
import org.roadstead.port.Cause;
import org.roadstead.port.Declaration;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortLease;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MachPortLease;
import org.roadstead.port.MachPortOptions;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortOwner;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.TransportException;
import org.roadstead.runloop.RunLoop;

/** The registry of one space. */
final class SpaceRegistry implements PortRegistry {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int OPEN_ATTEMPTS = 3;

    private final Kernel kernel;
    private final Space space;

    SpaceRegistry(Kernel kernel, Space space) {
        this.kernel = kernel;
        this.space = space;
    }

    @Override
    public LocalMessagePort createLocal(LocalPortOptions options) {
        Objects.requireNonNull(options, "options");
        space.checkOpen();
        return new LocalPort(space, options).open();
    }

    @Override
    public LocalPortLease openOrGet(LocalPortOptions options) {
        Objects.requireNonNull(options, "options");
        space.checkOpen();
        for (int attempt = 1; ; attempt++) {
            LocalPort known = options.name().map(this::ownPort).orElse(null);
            if (known != null) {
                return new LocalPortLease(known, false);
            }
            try {
                return new LocalPortLease(createLocal(options), true);
            } catch (NameInUseException e) {
                if (attempt == OPEN_ATTEMPTS || ownPort(e.name()) == null) { // else another thread was first
                    throw e;
                }
            }
        }
    }

    /** Returns the port that this owner has with a name, once it is its own for sure, or null. */
    private LocalPort ownPort(PortName name) {
        return kernel.names().local(name) instanceof Naming found
                        && found.local().space() == space
                        && found.local().currentName().awaitOpened()
                        && found.local().name().filter(name::equals).isPresent()
                ? found.local()
                : null;
    }

    @Override
    public Declaration declare(PortName name, LocalPortOptions options) {
        options.name().filter(other -> !other.equals(name)).ifPresent(other -> {
            throw new IllegalArgumentException("the options are for the name " + other + ", not for " + name);
        });
        space.checkOpen();
        Declared known = own(name);
        if (known == null) {
            Declared made = Declared.by(space, name, options);
            try {
                made.claim();
                return serveFirst(made, options);
            } catch (NameInUseException e) {
                known = own(name); // another thread of this owner may have been first
                if (known == null) {
                    throw e;
                }
            }
        }
        check(known, options);
        return new ServedDeclaration(known, known.serve(space, options));
    }

    /** Returns what this owner has declared with a name, once it is its own for sure, or null. */
    private Declared own(PortName name) {
        Named found = kernel.names().local(name);
        return found instanceof Declared known && known.belongsTo(space.key()) && known.awaitClaimed() ? known : null;
    }

    private Declaration serveFirst(Declared made, LocalPortOptions options) {
        try {
            return new ServedDeclaration(made, made.serve(space, options));
        } catch (IllegalStateException e) {
            if (!made.isActive()) { // the owner has stopped, and does not know the name
                made.end(new Failure(Failure.Kind.OWNER_STOPPED, e.getMessage()));
            }
            throw e;
        }
    }

    private static void check(Declared known, LocalPortOptions options) {
        if (known.scope() != options.scope()) {
            throw new IllegalArgumentException(known + " was declared with scope " + known.scope() + ", not "
                    + options.scope() + "; withdraw that declaration first, or uninstall the bundle");
        }
        if (options.requirePublished() && !known.publication().isPublished()) {
            throw new IllegalStateException(known + " must be published, but is not");
        }
    }

    @Override
    public RemoteMessagePort connect(PortName name) {
        Objects.requireNonNull(name, "name");
        space.checkNotClosed();
        Named local = kernel.names().local(name);
        if (local != null) {
            return new RemotePort(space, name, local.port(), local.owner(), "vm", () -> {}).open();
        }
        return connectElsewhere(name);
    }

    private RemoteMessagePort connectElsewhere(PortName name) {
        Resolution found;
        try {
            found = kernel.node().connect(name.value(), space.origin(), Deadline.after(CONNECT));
        } catch (IOException | LinkLostException e) {
            throw new TransportException(Cause.REFUSED, "port " + name + " could not be reached: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(Cause.REFUSED, "port " + name + ": interrupted while connecting");
        }
        if (found == null) {
            throw new NoSuchPortException(
                    name, "no live port has the name " + name + "; start its owner, or connect with a wait");
        }
        PortOwner owner = new PortOwner(found.owner(), found.nodeLabel(), found.pid(), found.since());
        return new RemotePort(space, name, found.port(), owner, found.transport(), found::release).open();
    }

    @Override
    public CompletionStage<RemoteMessagePort> connect(PortName name, Duration wait) {
        Objects.requireNonNull(name, "name");
        if (wait.isNegative()) {
            throw new IllegalArgumentException("the wait is negative (" + wait + "); allowed: zero or more");
        }
        space.checkNotClosed();
        return new Connecting(this, space, name, wait).start();
    }

    @Override
    public MachPortLease openMachPort(MachPortOptions options) {
        Objects.requireNonNull(options, "options");
        space.checkOpen();
        return space.listen(options);
    }

    @Override
    public PortSpace space() {
        return space.mach();
    }

    @Override
    public Bootstrap bootstrap() {
        return new SpaceBootstrap(space, kernel.names());
    }

    @Override
    public NetName netName() {
        return new SpaceNetName(space, kernel.netNames());
    }

    @Override
    public RunLoop runLoop() {
        return space.runLoop();
    }
}
