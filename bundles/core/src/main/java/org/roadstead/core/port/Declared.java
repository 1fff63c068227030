package org.roadstead.core.port;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.MachSpace;
import org.roadstead.core.mach.ServicePort;
import org.roadstead.mach.PortRight;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortName;
import org.roadstead.port.PortScope;

/**
 * A declared name: it has a port of its own, which is served by a message port of its owner, by a space that has checked in, or by
 * nobody. Who of those that come at once serves it is decided by {@link ServicePort}.
 */
final class Declared extends Service {
    private final ServicePort service;
    private final boolean open;
    private final AtomicReference<LocalPort> serving = new AtomicReference<>();

    private Declared(
            Space owner,
            Listing listing,
            PortName name,
            PortScope scope,
            boolean requirePublished,
            ServicePort service,
            boolean open) {
        super(owner, listing, name, scope, requirePublished, service.port());
        this.service = service;
        this.open = open;
    }

    /** Makes a name that message ports of its owner serve; it is not taken yet. */
    static Declared by(Space owner, PortName name, LocalPortOptions options) {
        ServicePort service =
                new ServicePort(options.queueLimit(), owner.kernel().limits().message());
        return new Declared(
                owner, owner.kernel().names(), name, options.scope(), options.requirePublished(), service, false);
    }

    /** Makes a name that whoever knows it may check in; it is not taken yet. */
    static Declared open(Space owner, Listing listing, PortName name, int backlog) {
        ServicePort service = new ServicePort(backlog, owner.kernel().limits().message());
        return new Declared(owner, listing, name, PortScope.USER, false, service, true);
    }

    /** Tells whether an owner may serve the name. */
    boolean admits(Object owner) {
        return open || belongsTo(owner);
    }

    /** Gives a space the receive right; null if somebody has it. */
    PortRight checkIn(MachSpace space) {
        return service.checkIn(space);
    }

    /**
     * Serves the name by a new message port, until that ends.
     *
     * @throws IllegalStateException if somebody serves it, or it has ended, or the owner has stopped
     */
    LocalPort serve(Space space, LocalPortOptions options) {
        LocalPort port = new LocalPort(space, options, this);
        if (!serving.compareAndSet(null, port)) {
            port.handling().context().release();
            throw new IllegalStateException(
                    this + " is served already by a port of its owner; use that one, or invalidate it first");
        }
        if (!service.serve(port, options.queueLimit())) {
            serving.set(null);
            port.handling().context().release();
            throw new IllegalStateException(
                    this + " is checked in by a space, which has the receive right; deallocate that first");
        }
        if (ended() != null) {
            port.end(ended()); // its end may have looked before the port was there
            throw new IllegalStateException(this + " has ended meanwhile: " + ended().detail());
        }
        return port.open();
    }

    /** A message port does not serve the name any more. */
    void release(LocalPort port) {
        if (serving.get() == port) {
            service.giveBack();
            serving.set(null);
        }
    }

    @Override
    void ended(Failure why) {
        service.kill(why);
        LocalPort served = serving.get();
        if (served != null) {
            served.end(why);
        }
    }

    @Override
    void spaceClosed(Space space) {
        // it belongs to the owner, not to the space that the owner has between a start and a stop
    }

    @Override
    public boolean isActive() {
        return !service.isKept();
    }

    @Override
    Optional<String> state() {
        return serving.get() != null ? Optional.empty() : Optional.of(isActive() ? "checked in" : "declared");
    }
}
