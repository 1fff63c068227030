package org.roadstead.core.port;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.roadstead.core.mach.DeathWatch;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Port;
import org.roadstead.port.PortName;

/**
 * A name space within another one, until its requestor port dies or the other one ends.
 *
 * <p>A name, a subset and the watch of the requestor are put in their place first and look for the end then; the end is written first
 * and looks at them then. So nothing in here outlives it.
 */
final class Subset implements Listing {
    /**
     * The name spaces that end with the one that the thread ends, while it does. Those within, and those whose requestor port
     * dies of it, are worked off as a list, so that name spaces nested to any depth need no stack.
     */
    private static final ThreadLocal<ArrayDeque<Runnable>> ENDING = new ThreadLocal<>();

    private static final String ENDED = "its name space has ended with the requestor port: ";

    private final Listing parent;
    private final Port requestor;
    private final Map<String, Service> services = new ConcurrentHashMap<>();
    private final Set<Subset> children = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Failure> end = new AtomicReference<>();
    private final DeathWatch watch = new DeathWatch() {
        @Override
        public void died(Failure why) {
            boolean said = why.detail().startsWith(ENDED); // a name space within says it once, however deep it is
            end(said ? why : new Failure(why.kind(), ENDED + why.detail()));
        }

        @Override
        public boolean isSender() {
            return false;
        }
    };

    Subset(Listing parent, Port requestor) {
        this.parent = parent;
        this.requestor = requestor;
    }

    /** Watches the requestor; the name space may have ended when this returns. */
    Subset open() {
        requestor.watch(watch);
        if (isEnded()) {
            requestor.unwatch(watch);
        }
        return this;
    }

    private void end(Failure why) {
        if (!end.compareAndSet(null, why)) {
            return;
        }
        ArrayDeque<Runnable> around = ENDING.get();
        if (around != null) {
            around.add(() -> clear(why));
            return;
        }
        ArrayDeque<Runnable> left = new ArrayDeque<>();
        ENDING.set(left);
        try {
            for (Runnable next = () -> clear(why); next != null; next = left.poll()) {
                next.run();
            }
        } finally {
            ENDING.remove();
        }
    }

    private void clear(Failure why) {
        requestor.unwatch(watch);
        if (parent instanceof Subset around) {
            around.children.remove(this);
        }
        List.copyOf(services.values()).forEach(service -> service.end(why));
        children.forEach(child -> child.end(why));
    }

    @Override
    public Listing subset(Port requestorOfChild) {
        Subset child = new Subset(this, requestorOfChild);
        children.add(child);
        child.open();
        if (isEnded()) {
            child.end(end.get());
        }
        return child;
    }

    @Override
    public Named local(PortName name) {
        Service service = services.get(name.value());
        return service == null || !service.isValid() ? null : service;
    }

    @Override
    public void claim(Named named) {
        Service service = (Service) named;
        PortName name = service.name().orElseThrow();
        Service other = services.putIfAbsent(name.value(), service);
        if (other != null) {
            throw Listing.inUse(name, other.owner());
        }
        if (isEnded()) {
            service.end(end.get());
        }
    }

    @Override
    public void remove(Named named) {
        services.remove(named.name().orElseThrow().value(), named);
    }

    @Override
    public Collection<Service> all() {
        return services.values();
    }

    @Override
    public Listing parent() {
        return parent;
    }

    @Override
    public boolean isEnded() {
        return end.get() != null;
    }
}
