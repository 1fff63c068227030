package org.roadstead.core.port;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.roadstead.core.mach.DeathWatch;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Port;
import org.roadstead.core.node.Node;
import org.roadstead.core.node.PortEntry;
import org.roadstead.port.PortName;
import org.roadstead.port.PortOwner;
import org.roadstead.port.PortScope;
import org.roadstead.runtime.PortSnapshot;

/**
 * A name that was declared or registered. It ends once, by whoever comes first; at the latest when its port dies. It keeps nothing of
 * its owner but a key and a label, so that it may outlive the owner's space and classes.
 */
abstract class Service implements Named {
    private final Kernel kernel;
    private final Listing listing;
    private final PortName name;
    private final PortScope scope;
    private final boolean requirePublished;
    private final Object key;
    private final String owner;
    private final Port port;
    private final Instant since = Instant.now();
    private final Publication publication = new Publication();
    private final AtomicReference<Failure> end = new AtomicReference<>();
    private final CompletableFuture<Void> claimed = new CompletableFuture<>();
    private final DeathWatch watch = new DeathWatch() {
        @Override
        public void died(Failure why) {
            kernel.node().runOutsideReading(() -> end(why)); // to give a name free may take the directory a moment
        }

        @Override
        public boolean isSender() {
            return false;
        }
    };

    Service(Space owner, Listing listing, PortName name, PortScope scope, boolean requirePublished, Port port) {
        this.kernel = owner.kernel();
        this.listing = listing;
        this.name = name;
        this.scope = scope;
        this.requirePublished = requirePublished;
        this.key = owner.key();
        this.owner = owner.owner();
        this.port = port;
    }

    /**
     * Takes the name, and watches the port.
     *
     * @throws org.roadstead.port.NameInUseException if it is taken; nothing is left then
     */
    void claim() {
        kernel.services().add(this);
        try {
            listing.claim(this);
        } catch (RuntimeException | Error e) {
            end(new Failure(Failure.Kind.INVALIDATED, "the name " + name + " was not to be had"));
            throw e;
        } finally {
            claimed.complete(null);
        }
        port.watch(watch);
        if (kernel.isClosed()) {
            end(kernel.stopped()); // the kernel's end may have looked at the services before this one was there
        }
        if (ended() != null) {
            port.unwatch(watch); // the end may have come before the watch
        }
    }

    /** Waits as long as another thread is about to take the name in the directories, some seconds at most; false if it did not. */
    final boolean awaitClaimed() {
        claimed.join();
        return isValid();
    }

    /** Ends the name; false if it had ended. */
    final boolean end(Failure why) {
        if (!end.compareAndSet(null, why)) {
            return false;
        }
        listing.remove(this);
        kernel.services().remove(this);
        port.unwatch(watch);
        ended(why);
        return true;
    }

    /** The name is free; once. */
    abstract void ended(Failure why);

    /** Returns why the name has ended, or null. */
    final Failure ended() {
        return end.get();
    }

    /** Returns what a snapshot calls the name, unless a message port here serves it and is shown in its place. */
    abstract Optional<String> state();

    /** The space has ended: what it had only for itself ends. */
    abstract void spaceClosed(Space space);

    final boolean belongsTo(Object owners) {
        return key.equals(owners);
    }

    final Instant since() {
        return since;
    }

    final Optional<PortSnapshot> snapshot() {
        Port.Status status = port.status();
        return state().map(state -> new PortSnapshot(
                name.value(),
                owner,
                publication.reachedBy(),
                publication.isPublished(),
                "none",
                status.depth(),
                status.limit(),
                status.bytes(),
                status.blocked(),
                0,
                state,
                since,
                publication.problem()));
    }

    @Override
    public Optional<PortName> name() {
        return Optional.of(name);
    }

    @Override
    public PortScope scope() {
        return scope;
    }

    @Override
    public boolean requirePublished() {
        return requirePublished;
    }

    @Override
    public Publication publication() {
        return publication;
    }

    @Override
    public boolean isValid() {
        return end.get() == null && port.death() == null;
    }

    @Override
    public Port port() {
        return port;
    }

    @Override
    public PortOwner owner() {
        Node node = kernel.node();
        return new PortOwner(owner, node.label(), node.pid(), since);
    }

    @Override
    public PortEntry entry() {
        return new PortEntry(port, owner, port.status().limit(), since);
    }

    @Override
    public String toString() {
        return "the name " + name + " of " + owner;
    }
}
