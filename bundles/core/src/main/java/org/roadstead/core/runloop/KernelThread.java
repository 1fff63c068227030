package org.roadstead.core.runloop;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Makes the kernel's threads. They are daemons and inherit nothing from whoever happens to start them: no thread locals, no
 * context class loader, and no access control context, which on Java 17 would keep the class loaders of the starter's whole
 * stack alive.
 */
public final class KernelThread {
    private KernelThread() {}

    /** Returns a thread that is not started yet. */
    @SuppressWarnings("removal") // there is no other way on 17 to leave the starter's context behind
    public static Thread of(String name, Runnable body) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(null, body, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            return thread;
        });
    }
}
