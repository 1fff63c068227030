package org.roadstead.core.port;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortName;

/**
 * The name that a local port has: one of its own, which may change, or the declared one that it serves.
 *
 * <p>Each rename claims first, then puts its name here by one exchange, and gives free what the exchange returned; so of several at once
 * the last counts and every other name is given free once. The end of the port is marked before it gives free what is here, and a rename
 * looks for the mark after its exchange; so whichever comes second gives the new name free. Any thread; a claim may wait for the
 * name directory.
 */
final class CurrentName {
    /** How long another thread may take to find out whether the first name is to be had. */
    private static final Duration OPENING = Duration.ofSeconds(10);

    private final LocalPort local;
    private final LocalPortOptions options;
    private final NameTable names;
    private final Declared declared;
    private final AtomicReference<Named> now = new AtomicReference<>();
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();

    /** Makes the name that a port is to have; {@code declared} is null if that is its own. */
    CurrentName(LocalPort local, LocalPortOptions options, Declared declared) {
        this.local = local;
        this.options = options;
        this.names = local.space().kernel().names();
        this.declared = declared;
        now.set(declared != null ? declared : naming(options.name().orElse(null)));
    }

    private Naming naming(PortName name) {
        return new Naming(local, name, options.scope(), options.requirePublished());
    }

    Optional<PortName> get() {
        return now.get().name();
    }

    Publication publication() {
        return now.get().publication();
    }

    /** Takes the first name; a declared one is taken already. */
    void claim() {
        if (declared == null) {
            names.claim(now.get());
        }
    }

    /** The port is ready, or was not to be had. */
    void opened(boolean ready) {
        opened.complete(ready);
    }

    /** Waits as long as another thread is about to take the first name, some seconds at most; false if it did not. */
    boolean awaitOpened() {
        try {
            return opened.get(OPENING.toNanos(), TimeUnit.NANOSECONDS) && local.isValid();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Takes another name instead of this one. */
    void change(PortName to) {
        if (declared != null) {
            throw new IllegalStateException(
                    local + " serves a declared name, which stays; withdraw the declaration first");
        }
        local.checkValid();
        if (get().filter(to::equals).isPresent()) {
            return;
        }
        Naming after = naming(to);
        names.claim(after);
        names.remove(now.getAndSet(after));
        if (!local.isValid()) {
            names.remove(after);
            local.checkValid();
        }
    }

    /** Gives the name free, after the port is marked as ended. */
    void giveFree() {
        names.remove(now.get());
    }
}
