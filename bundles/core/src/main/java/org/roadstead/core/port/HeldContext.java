package org.roadstead.core.port;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.roadstead.core.runloop.ThrownByUser;
import org.roadstead.port.ContextHooks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The context that a port keeps. It is acquired when this is made; {@link #release} undoes that once, whoever comes first, and is called
 * when the port has ended and no turn of it is under way, so never before the release of a message's. Any thread; the hooks are
 * called under no lock.
 */
final class HeldContext {
    private static final Logger LOG = LoggerFactory.getLogger(HeldContext.class);

    private final Object info;
    private final ContextHooks hooks;
    private final AtomicBoolean released = new AtomicBoolean();

    HeldContext(Object given, ContextHooks hooks) {
        this.hooks = hooks;
        this.info = hooks == null ? given : hooks.acquire(given);
    }

    Optional<Object> info() {
        return Optional.ofNullable(info);
    }

    /** Acquires it for one message; {@link #letGo} undoes it. */
    Object acquire() {
        return hooks == null ? info : hooks.acquire(info);
    }

    void letGo(Object acquired) {
        if (hooks != null) {
            try {
                hooks.release(acquired);
            } catch (Throwable e) {
                ThrownByUser.warn(
                        LOG,
                        "the release hook {} of a context failed",
                        hooks.getClass().getName(),
                        e);
            }
        }
    }

    void release() {
        if (released.compareAndSet(false, true)) {
            letGo(info);
        }
    }

    /** Returns what a text about the port says of its context; empty without hooks. */
    String description() {
        try {
            return hooks == null ? "" : ", context " + hooks.describe(info);
        } catch (Throwable e) {
            return ", context not described: " + ThrownByUser.text(e);
        }
    }
}
