package org.roadstead.core.osgi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.roadstead.core.port.KeptPort;
import org.roadstead.core.runloop.KernelThread;
import org.roadstead.port.MessageHandler;

/**
 * Makes a port of each handler service that names one (D24), on the run loop of the bundle that registered it, for as long as it is
 * registered.
 *
 * <p>A reference has one {@link KeptPort}, put into the map before it is first looked at and taken out before its end; it reads the
 * properties anew at each look, so the order in which the framework tells of changes does not matter. The methods are called by
 * the framework on the threads that register and unregister, and nothing is locked meanwhile. Refused ports are looked at again
 * by a thread that is there only while there are some, and whenever a handler service goes.
 */
@Component(
        immediate = true,
        service = {})
public final class Whiteboard {
    private static final long FIRST_RETRY_MILLIS = 250;
    private static final long LAST_RETRY_MILLIS = 15_000;

    private final KernelComponent kernel;
    private final Map<ServiceReference<MessageHandler>, KeptPort> ports = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor retries;
    private volatile boolean stopping;

    /**
     * Made by Declarative Services.
     *
     * @param kernel the kernel
     */
    @Activate
    public Whiteboard(@Reference KernelComponent kernel) {
        this.kernel = kernel;
        this.retries = new ScheduledThreadPoolExecutor(1, task -> KernelThread.of("port-refused", task));
        retries.setKeepAliveTime(1, TimeUnit.SECONDS);
        retries.allowCoreThreadTimeOut(true);
        retries.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Ends all ports; the kernel, which ends next, waits for their handlers. */
    @Deactivate
    public void stop() {
        stopping = true;
        retries.shutdownNow();
        ports.values().forEach(KeptPort::abandon);
    }

    /**
     * A handler service has come.
     *
     * @param service its reference, with the properties
     * @param handler the service
     */
    @Reference(
            name = "Handler",
            service = MessageHandler.class,
            target = "(|(" + HandlerProperties.NAME + "=*)(" + HandlerProperties.ANNOTATED + "=*))",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    public void bindHandler(ServiceReference<MessageHandler> service, MessageHandler handler) {
        Bundle bundle = service.getBundle();
        if (bundle == null) {
            return; // gone already
        }
        KeptPort port = kernel.keptPort(bundle, () -> HandlerProperties.read(service, handler));
        ports.put(service, port);
        look(port);
    }

    /**
     * The properties of a handler service have changed.
     *
     * @param service its reference
     */
    public void updatedHandler(ServiceReference<MessageHandler> service) {
        KeptPort port = ports.get(service);
        if (port != null) {
            look(port);
        }
    }

    /**
     * A handler service goes. When this returns no handler of it runs, unless one took longer than the grace.
     *
     * @param service its reference
     */
    public void unbindHandler(ServiceReference<MessageHandler> service) {
        KeptPort port = ports.remove(service);
        if (port == null) {
            return;
        }
        if (stopping) {
            port.abandon();
            return;
        }
        Bundle bundle = service.getBundle();
        if (bundle != null && bundle.getState() == Bundle.STOPPING) {
            kernel.stopping(bundle); // the framework may tell this one before it tells the watch
        }
        port.drain();
        if (ports.values().stream().anyMatch(KeptPort::isRefused)) {
            retryIn(0);
        }
    }

    private void look(KeptPort port) {
        if (stopping) {
            port.abandon();
            return;
        }
        port.look();
        if (port.isRefused()) {
            retryIn(FIRST_RETRY_MILLIS);
        }
    }

    /** Looks at what is refused, and again later, ever less often, as long as something is. */
    private void retryIn(long millis) {
        if (stopping) {
            return;
        }
        var unused = retries.schedule(
                () -> {
                    ports.values().stream().filter(KeptPort::isRefused).forEach(KeptPort::look);
                    if (retries.getQueue().isEmpty() && ports.values().stream().anyMatch(KeptPort::isRefused)) {
                        retryIn(Math.min(LAST_RETRY_MILLIS, Math.max(FIRST_RETRY_MILLIS, 2 * millis)));
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }
}
