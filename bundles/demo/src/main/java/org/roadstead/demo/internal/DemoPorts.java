package org.roadstead.demo.internal;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns {@code demo.echo}, which replies with what came, and {@code demo.slow}, which does so after some seconds. */
@Component(service = {})
public final class DemoPorts {
    private static final Logger LOG = LoggerFactory.getLogger(DemoPorts.class);

    private final SlowReplies slow = new SlowReplies();
    private final List<LocalMessagePort> ports = new ArrayList<>();

    /**
     * Creates the ports. A name that another process owns is left to it: two shells may run side by side.
     *
     * @param registry this bundle's registry
     */
    @Activate
    public DemoPorts(@Reference PortRegistry registry) {
        create(registry, "demo.echo", IncomingMessage::data);
        create(registry, "demo.slow", slow);
    }

    private void create(PortRegistry registry, String name, MessageHandler handler) {
        try {
            ports.add(registry.createLocal(PortName.of(name), handler));
        } catch (NameInUseException e) {
            LOG.info("{} is left to its owner: {}", name, e.getMessage());
        }
    }

    /**
     * Lets go of the ports. When the whole bundle stops, Roadstead itself ends them in a moment and tells those who wait
     * for a reply just that; in every other case they end here.
     *
     * @param reason why, as a number of {@link ComponentConstants}
     */
    @Deactivate
    void stop(int reason) {
        slow.close();
        if (reason != ComponentConstants.DEACTIVATION_REASON_BUNDLE_STOPPED) {
            ports.forEach(LocalMessagePort::invalidate);
        }
    }
}
