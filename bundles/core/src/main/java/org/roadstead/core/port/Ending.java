package org.roadstead.core.port;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.roadstead.port.Invalidation;
import org.roadstead.port.InvalidationListener;
import org.roadstead.port.MessagePort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one end of a port and who is told of it.
 *
 * <p>Under the lock a listener is either put into the list, which the one caller that ends the port takes away whole, or finds
 * the end already there; so each is told exactly once. Listeners are called after the lock is released.
 */
final class Ending {
    private record Registration(InvalidationListener listener, Executor executor) {}

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final ReentrantLock lock = new ReentrantLock();
    private List<Registration> listeners; // guarded by lock
    private volatile Invalidation end;

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
    void tell(MessagePort port) {
        List<Registration> told;
        lock.lock();
        try {
            told = listeners == null ? List.of() : listeners;
            listeners = null;
        } finally {
            lock.unlock();
        }
        told.forEach(registration -> tell(port, registration));
    }

    /** Registers a listener; if the end has come it is told at once, where {@code executor} says. */
    void listen(MessagePort port, InvalidationListener listener, Executor later, Executor now) {
        lock.lock();
        try {
            if (end == null) {
                if (listeners == null) {
                    listeners = new ArrayList<>(2);
                }
                listeners.add(new Registration(listener, later));
                return;
            }
        } finally {
            lock.unlock();
        }
        tell(port, new Registration(listener, now));
    }

    private void tell(MessagePort port, Registration registration) {
        Invalidation why = end;
        try {
            registration.executor.execute(() -> registration.listener.invalidated(port, why));
        } catch (Throwable e) { // executor and listener are the user's, also their errors; others are still to be told
            LOG.warn("an invalidation listener of {} could not be called", port, e);
        }
    }
}
