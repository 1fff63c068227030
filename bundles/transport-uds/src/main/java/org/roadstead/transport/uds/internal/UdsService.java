package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.roadstead.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport as an OSGi service. It registers the service itself, since one that is configured anew with a directory that cannot be
 * used is to stay as it was, and Declarative Services would have ended it before it knew. Called by Declarative Services only,
 * one call at a time.
 */
@Component(
        service = {},
        configurationPid = UdsService.PID)
@Capability(
        namespace = "org.roadstead.transport",
        version = "0.1",
        attribute = {"transport=" + UdsTransport.NAME, "scope=machine"})
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"org.roadstead.transport.Transport\"")
public final class UdsService {
    static final String PID = "org.roadstead.transport.uds";

    private static final Logger LOG = LoggerFactory.getLogger(UdsService.class);

    private final BundleContext context;
    private String directory;
    private ServiceRegistration<Transport> registration;

    /**
     * Registers the transport.
     *
     * @param context of this bundle
     * @param config the directory; if it cannot be used there is no transport until it is changed
     */
    @Activate
    public UdsService(BundleContext context, UdsConfig config) {
        this.context = context;
        change(config.directory().strip());
    }

    /**
     * The configuration has changed. Another directory is another transport; ports stay, and their names move.
     *
     * @param config the directory; if it cannot be used the old one stays in force
     */
    @Modified
    public void modified(UdsConfig config) {
        change(config.directory().strip());
    }

    /** Ends the transport. */
    @Deactivate
    public void stop() {
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
    }

    private void change(String wanted) {
        if (registration != null && wanted.equals(directory)) {
            return;
        }
        Path path;
        try {
            path = wanted.isEmpty() ? null : Path.of(wanted);
            if (path != null) {
                UserDirectory.open(path);
            }
        } catch (IOException | InvalidPathException e) {
            LOG.error(
                    "{}: directory is {}; allowed: an absolute path of a directory of this user's own, mode 0700, or nothing for the"
                            + " default; {} ({})",
                    PID,
                    wanted,
                    registration == null
                            ? "there are no ports between processes"
                            : (directory.isEmpty() ? "the default" : directory) + " stays in force",
                    e.getMessage());
            return;
        }
        stop();
        directory = wanted;
        registration = context.registerService(
                Transport.class,
                new OneForEach(path),
                FrameworkUtil.asDictionary(Map.of("transport", UdsTransport.NAME)));
    }

    /** A transport listens once, so a kernel has one of its own, from when it gets the service to when it lets go of it. */
    private record OneForEach(Path directory) implements ServiceFactory<Transport> {
        @Override
        public Transport getService(Bundle bundle, ServiceRegistration<Transport> registered) {
            return new UdsTransport(new UdsNameDirectory(directory));
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Transport> registered, Transport transport) {
            transport.close();
        }
    }
}
