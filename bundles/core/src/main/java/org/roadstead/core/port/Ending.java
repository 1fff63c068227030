package org.roadstead.core.port;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.roadstead.core.runloop.ThrownByUser;
import org.roadstead.port.Invalidation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one end of a port and who is told of it: any number of listeners, and before them the one in the place that CF has.
 *
 * <p>Under the lock a listener is either put where the one caller that ends the port takes all away, or finds the end already there;
 * so each is told exactly once. Listeners are called after the lock is released.
 *
 * @param <L> the listeners
 */
final class Ending<L> {
    private record Registration<L>(L listener, Executor executor) {}

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final Object port;
    private final BiConsumer<L, Invalidation> call;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Registration<L>> listeners; // guarded by lock
    private Registration<L> placed; // guarded by lock
    private volatile Invalidation end;

    /** Makes the end to be of a port, which names it in logs, and says how one of its listeners is told. */
    Ending(Object port, BiConsumer<L, Invalidation> call) {
        this.port = port;
        this.call = call;
    }

    /** Returns how the port ended, or null while it is valid. */
    Invalidation get() {
        return end;
    }

    /** Ends the port without telling anybody yet; false if it had ended. */
    boolean begin(Invalidation why) {
        lock.lock();
        try {
            if (end != null) {
                return false;
            }
            end = why;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Tells all listeners; after {@link #begin} was won. */
    void tell() {
        List<Registration<L>> told = new ArrayList<>();
        lock.lock();
        try {
            if (placed != null) {
                told.add(placed);
            }
            if (listeners != null) {
                told.addAll(listeners);
            }
            listeners = null;
        } finally {
            lock.unlock();
        }
        told.forEach(this::tell);
    }

    /** Registers a listener; if the end has come it is told at once, where {@code now} says. */
    void listen(L listener, Executor later, Executor now) {
        lock.lock();
        try {
            if (end == null) {
                if (listeners == null) {
                    listeners = new ArrayList<>(2);
                }
                listeners.add(new Registration<>(listener, later));
                return;
            }
        } finally {
            lock.unlock();
        }
        tell(new Registration<>(listener, now));
    }

    /** Puts a listener into the one place, null for none; if the end has come it is told at once, and not kept. */
    void place(L listener, Executor later, Executor now) {
        lock.lock();
        try {
            if (end == null) {
                placed = listener == null ? null : new Registration<>(listener, later);
                return;
            }
        } finally {
            lock.unlock();
        }
        if (listener != null) {
            tell(new Registration<>(listener, now));
        }
    }

    /** Returns the listener in the one place, or null. */
    L placed() {
        lock.lock();
        try {
            return placed == null ? null : placed.listener;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Registration<L> registration) {
        Invalidation why = end;
        try {
            registration.executor.execute(() -> call.accept(registration.listener, why));
        } catch (Throwable e) { // executor and listener are the user's, also their errors; others are still to be told
            ThrownByUser.warn(LOG, "an invalidation listener of {} could not be called", port, e);
        }
    }
}
