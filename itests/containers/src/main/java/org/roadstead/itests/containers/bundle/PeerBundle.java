package org.roadstead.itests.containers.bundle;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.roadstead.itests.jpms.peer.PeerPort;
import org.roadstead.port.PortRegistry;

/** The {@link PeerPort} of a framework: the same bundle in each. */
@Component(service = {})
public final class PeerBundle {
    /** Property of the framework or of the system: the name of the port. */
    private static final String PORT = "roadstead.itests.port";

    /**
     * Creates the port. It ends with the bundle.
     *
     * @param context of this bundle
     * @param registry this bundle's registry
     */
    @Activate
    public PeerBundle(BundleContext context, @Reference PortRegistry registry) {
        Bundle self = context.getBundle();
        PeerPort.serve(registry, context.getProperty(PORT), () -> stop(self));
    }

    private static void stop(Bundle bundle) {
        try {
            bundle.stop();
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        }
    }
}
