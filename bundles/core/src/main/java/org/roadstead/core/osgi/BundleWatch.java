package org.roadstead.core.osgi;

import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Ties ports to the lifecycle of their bundles (D23). Synchronous: when {@code Bundle.stop()} returns, the bundle's ports,
 * names and threads are gone. Called by the framework on the thread that stops the bundle.
 */
final class BundleWatch implements SynchronousBundleListener {
    private final KernelComponent kernel;

    BundleWatch(KernelComponent kernel) {
        this.kernel = kernel;
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        switch (event.getType()) {
            case BundleEvent.STOPPING -> kernel.stopping(event.getBundle());
            case BundleEvent.STOPPED -> kernel.stopped(event.getBundle());
            case BundleEvent.UNINSTALLED -> kernel.uninstalled(event.getBundle());
            default -> {
                // Nothing else ends ports: an update stops the bundle first, and leaves what it has declared.
            }
        }
    }
}
