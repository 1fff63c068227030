package org.roadstead.core.osgi;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import org.roadstead.mach.Bootstrap;
import org.roadstead.mach.NetName;
import org.roadstead.mach.PortSpace;
import org.roadstead.port.Declaration;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortLease;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MachPortLease;
import org.roadstead.port.MachPortOptions;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.runloop.RunLoop;

/** The registry that one bundle sees: a facade without state over the kernel's space of that bundle. */
@Component(service = PortRegistry.class, scope = ServiceScope.BUNDLE)
public final class BundleRegistry implements PortRegistry {
    private final KernelComponent kernel;
    private final Bundle bundle;

    /**
     * Made by Declarative Services, once for each bundle that uses the service.
     *
     * @param context tells which bundle that is
     * @param kernel the kernel
     */
    @Activate
    public BundleRegistry(ComponentContext context, @Reference KernelComponent kernel) {
        this.kernel = kernel;
        this.bundle = context.getUsingBundle();
    }

    @Override
    public LocalMessagePort createLocal(LocalPortOptions options) {
        return kernel.registryOf(bundle).createLocal(options);
    }

    @Override
    public LocalPortLease openOrGet(LocalPortOptions options) {
        return kernel.registryOf(bundle).openOrGet(options);
    }

    @Override
    public Declaration declare(PortName name, LocalPortOptions options) {
        return kernel.registryOf(bundle).declare(name, options);
    }

    @Override
    public RemoteMessagePort connect(PortName name) {
        return kernel.registryOf(bundle).connect(name);
    }

    @Override
    public CompletionStage<RemoteMessagePort> connect(PortName name, Duration wait) {
        return kernel.registryOf(bundle).connect(name, wait);
    }

    @Override
    public MachPortLease openMachPort(MachPortOptions options) {
        return kernel.registryOf(bundle).openMachPort(options);
    }

    @Override
    public PortSpace space() {
        return kernel.registryOf(bundle).space();
    }

    @Override
    public Bootstrap bootstrap() {
        return kernel.registryOf(bundle).bootstrap();
    }

    @Override
    public NetName netName() {
        return kernel.registryOf(bundle).netName();
    }

    @Override
    public RunLoop runLoop() {
        return kernel.registryOf(bundle).runLoop();
    }
}
