package org.roadstead.core.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.port.Declaration;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.runtime.PortEvent;
import org.roadstead.runtime.PortSnapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that is what somebody else wants it to be, for as long as that one wants it: of a handler service, which changes its
 * properties and goes. What cannot be had, such as a name that is taken, is refused, shown, and tried again when told to.
 *
 * <p>Whoever raises {@code asked} from zero works off what is asked, reading the wish anew each time, and goes on until it has seen
 * every question; so there is one worker, no wish is missed, and no lock is held while names are claimed and handlers end. The end is
 * a wish like others, which no later one undoes, and who asks for it waits for the worker. Any thread.
 */
public final class KeptPort {
    /**
     * What the port is to be.
     *
     * @param options name, handler, queue limit, scope, dispatch
     * @param declared whether the name outlives the service
     */
    public record Wish(LocalPortOptions options, boolean declared) {
        PortName name() {
            return options.name().orElseThrow();
        }

        /** Tells whether a port that is this may become the other without being closed. */
        private boolean mayBecome(Wish other) {
            return declared == other.declared
                    && options.scope() == other.options.scope()
                    && (!declared || name().equals(other.name()));
        }
    }

    private enum End {
        /** The service is no more: what was accepted is handled. */
        DRAINED,
        /** The kernel ends: nothing waits. */
        ABANDONED
    }

    private static final Logger LOG = LoggerFactory.getLogger(KeptPort.class);
    /** How long a worker on another thread may need for the directory, before who waits for the end gives up. */
    private static final Duration DIRECTORY = Duration.ofSeconds(5);

    private final Kernel kernel;
    private final Supplier<PortRegistry> registry;
    private final Supplier<Wish> wishes;
    private final String owner;
    private final Instant since = Instant.now();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Thread worker;
    private volatile End end;
    private volatile PortSnapshot refusal;

    private volatile LocalPort port; // written by the worker

    // Of the worker.
    private Wish now;
    private Declaration declaration;

    /**
     * Makes a port that is nothing yet.
     *
     * @param kernel the kernel
     * @param owner the owner's label, for when it is refused
     * @param registry the owner's; throws {@link IllegalStateException} once the owner has stopped
     * @param wishes what the port is to be now; throws {@link IllegalArgumentException} that says what is wrong and what is allowed
     */
    public KeptPort(Kernel kernel, String owner, Supplier<PortRegistry> registry, Supplier<Wish> wishes) {
        this.kernel = kernel;
        this.owner = owner;
        this.registry = registry;
        this.wishes = wishes;
        kernel.kept().add(this);
    }

    /** The wish may have changed, or what was refused may be had by now. Waits for the directory, and for a handler while it moves. */
    public void look() {
        if (asked.getAndIncrement() > 0) {
            return;
        }
        worker = Thread.currentThread();
        int seen = 1;
        do {
            try {
                work();
            } finally {
                worker = seen == asked.get() ? null : worker;
                seen = asked.addAndGet(-seen);
            }
        } while (seen != 0);
    }

    /**
     * Ends the port when its service goes: it refuses new messages, and those that it has accepted are handled within the grace. If its
     * owner is stopping they end at once, and only the handler that runs has the grace. Does not wait for the calling thread's own handler.
     */
    public void drain() {
        end(End.DRAINED);
        awaitOver();
    }

    /** Ends the port when the kernel ends: waits for nothing, since that does. */
    public void abandon() {
        end(End.ABANDONED);
    }

    /** Tells whether the port cannot be had for now. */
    public boolean isRefused() {
        return refusal != null;
    }

    /** Returns the port as one that is refused, if it is. */
    Optional<PortSnapshot> refusal() {
        return Optional.ofNullable(refusal);
    }

    private void end(End how) {
        if (end == null) {
            end = how;
        }
        look();
    }

    private void awaitOver() {
        LocalPort served = port;
        if (worker == Thread.currentThread() || (served != null && served.isServedByThisThread())) {
            return; // the worker may wait for this very thread
        }
        try {
            Duration wait = kernel.limits().grace().plus(DIRECTORY);
            if (!over.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("{}: its port did not end within {} s", owner, wait.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        if (end != null) {
            if (over.getCount() > 0) {
                close(true);
                refusal = null;
                kernel.kept().remove(this);
                over.countDown();
            }
            return;
        }
        Wish wish = null;
        try {
            wish = wishes.get();
            become(wish);
            refusal = null;
        } catch (NameInUseException | IllegalArgumentException e) {
            refused(wish, e.getMessage());
        } catch (IllegalStateException e) {
            LOG.debug("{}: no port: {}", owner, e.getMessage()); // it has stopped, and its service goes too
        } catch (RuntimeException e) {
            refused(wish, e.toString());
        }
    }

    private void become(Wish wish) {
        if (port != null && port.isValid() && now.mayBecome(wish)) {
            change(wish);
            return;
        }
        close(false);
        open(wish);
    }

    private void open(Wish wish) {
        if (wish.declared()) {
            ServedDeclaration made = (ServedDeclaration) registry.get().declare(wish.name(), wish.options());
            declaration = made;
            port = (LocalPort) made.port();
        } else {
            port = (LocalPort) registry.get().createLocal(wish.options());
        }
        now = wish;
    }

    private void change(Wish wish) {
        LocalPortOptions options = wish.options();
        if (options.queueLimit() != port.queueLimit()) {
            port.queueLimit(options.queueLimit());
        }
        try {
            port.serve(options.dispatch(), Deadline.after(kernel.limits().grace()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        now = wish;
        if (!wish.declared()) {
            port.rename(wish.name());
        }
    }

    /** Closes the port that there is; a declared name stays only if the service goes. */
    private void close(boolean serviceGoes) {
        LocalPort ended = port;
        if (ended == null) {
            return;
        }
        Failure why = new Failure(Failure.Kind.INVALIDATED, "its handler service of " + owner + " has gone");
        try {
            if (end == End.ABANDONED) {
                ended.end(kernel.stopped());
            } else if (ended.space().isClosing()) {
                ended.end(ended.space().ownerStopped());
                var unused =
                        ended.awaitHandlers(ended.space().stopBy(kernel.limits().grace()));
            } else if (now.declared() && serviceGoes) {
                ended.end(why);
                var unused = ended.awaitHandlers(Deadline.after(kernel.limits().grace()));
            } else {
                var unused = ended.drain(why, Deadline.after(kernel.limits().grace()));
                ended.end(why);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.end(why);
            if (declaration != null && !serviceGoes) {
                declaration.withdraw();
            }
            declaration = null;
            port = null;
        }
    }

    private void refused(Wish wish, String why) {
        PortSnapshot before = refusal;
        String name = wish == null ? "" : wish.name().value();
        String dispatch = wish == null ? "none" : wish.options().dispatch().toString();
        int limit = wish == null ? 0 : wish.options().queueLimit();
        refusal = new PortSnapshot(name, owner, List.of(), false, dispatch, 0, limit, 0, 0, 0, "refused", since, why);
        if (before == null || !before.note().equals(why)) {
            kernel.events().add(PortEvent.Kind.PORT_REFUSED, name, owner, why);
            LOG.warn("a handler service of {} is refused: {}", owner, why);
        }
    }
}
