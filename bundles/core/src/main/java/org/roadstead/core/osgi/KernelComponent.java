package org.roadstead.core.osgi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.roadstead.core.port.KeptPort;
import org.roadstead.core.port.Kernel;
import org.roadstead.core.port.Limits;
import org.roadstead.core.port.Space;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.runtime.EventOptions;
import org.roadstead.runtime.EventStream;
import org.roadstead.runtime.NodeSnapshot;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one kernel of the framework (D22). Ports belong to it and are keyed by bundle, so they live as long as their bundle and
 * not as long as somebody's reference to the registry service.
 */
@Component(
        immediate = true,
        service = {KernelComponent.class, PortRuntime.class},
        configurationPid = "org.roadstead.core")
public final class KernelComponent implements PortRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(KernelComponent.class);

    private final Kernel kernel;
    private final BundleContext context;
    private final BundleWatch watch = new BundleWatch(this);

    /**
     * Starts the kernel.
     *
     * @param context of the core's own bundle
     * @param config the limits; a wrong value is refused by name, and its default is used
     * @param values the same, as they were given
     */
    @Activate
    public KernelComponent(BundleContext context, KernelConfig config, Map<String, Object> values) {
        this.context = context;
        this.kernel = new Kernel(label(context), KernelSettings.read(config, values, Limits.DEFAULT));
        context.addBundleListener(watch);
    }

    /**
     * The configuration has changed: the limits are changed, and no port notices.
     *
     * @param config the limits; a wrong value is refused by name, and the old one stays in force
     * @param values the same, as they were given
     */
    @Modified
    public void modified(KernelConfig config, Map<String, Object> values) {
        kernel.limits(KernelSettings.read(config, values, kernel.limits()));
    }

    /** What people call the container; a framework that is not known here is called by its symbolic name. */
    private static String label(BundleContext context) {
        if (context.getProperty("karaf.home") != null) {
            return "Apache Karaf"; // on whichever framework
        }
        String name = context.getBundle(0).getSymbolicName();
        return switch (name) {
            case "org.apache.felix.framework" -> "Apache Felix";
            case "org.eclipse.osgi" -> "Eclipse Equinox";
            default -> name;
        };
    }

    /**
     * Stops the kernel: every port of every bundle ends.
     */
    @Deactivate
    public void stop() {
        context.removeBundleListener(watch);
        kernel.close();
    }

    /**
     * A transport has come: the kernel listens there and publishes its names.
     *
     * @param transport the transport
     */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void bindTransport(Transport transport) {
        try {
            kernel.attach(transport);
            LOG.info("the transport {} is up", transport.name());
        } catch (RuntimeException e) {
            LOG.error("{}; ports work inside this framework only", e.getMessage(), e);
        }
    }

    /**
     * A transport goes.
     *
     * @param transport the transport
     */
    public void unbindTransport(Transport transport) {
        kernel.detach(transport);
    }

    /** Makes a port for a handler service of a bundle. */
    KeptPort keptPort(Bundle bundle, Supplier<KeptPort.Wish> wishes) {
        return new KeptPort(kernel, owner(bundle), () -> registryOf(bundle), wishes);
    }

    /** Returns the registry of a bundle; refuses one that has stopped. */
    PortRegistry registryOf(Bundle bundle) {
        checkStarted(bundle);
        PortRegistry registry = kernel.registryOf(bundle.getBundleId(), owner(bundle), bundle.getSymbolicName());
        try {
            checkStarted(bundle);
        } catch (IllegalStateException e) {
            stopped(bundle); // it stopped in between, and its end has not seen this space
            throw e;
        }
        return registry;
    }

    private static void checkStarted(Bundle bundle) {
        if ((bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING)) == 0) {
            throw new IllegalStateException(owner(bundle) + " is not started; its registry cannot be used");
        }
    }

    /** The bundle is stopping: its ports refuse new messages from now on. */
    void stopping(Bundle bundle) {
        Space space = kernel.space(bundle.getBundleId());
        if (space != null) {
            space.closeGate();
        }
    }

    /** The bundle has stopped: nothing of it stays. */
    void stopped(Bundle bundle) {
        Space space = kernel.space(bundle.getBundleId());
        if (space != null) {
            space.close(kernel.limits().grace());
        }
    }

    /** The bundle will not come back: what it has declared ends. */
    void uninstalled(Bundle bundle) {
        kernel.ownerGone(bundle.getBundleId(), owner(bundle) + " was uninstalled");
    }

    private static String owner(Bundle bundle) {
        return bundle.getSymbolicName() + " (" + bundle.getBundleId() + ")";
    }

    @Override
    public NodeSnapshot snapshot() {
        return kernel.runtime().snapshot();
    }

    @Override
    public List<NodeSnapshot> nodes(Duration timeout) throws InterruptedException {
        return kernel.runtime().nodes(timeout);
    }

    @Override
    public EventStream events(EventOptions options, Duration timeout) throws InterruptedException {
        return kernel.runtime().events(options, timeout);
    }

    @Override
    public Duration ping(PortName name, Duration timeout) throws InterruptedException {
        return kernel.runtime().ping(name, timeout);
    }
}
