package org.roadstead.port;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;
import org.roadstead.mach.PortSpace;
import org.roadstead.runloop.RunLoop;

/**
 * Where ports come from. An OSGi service of scope bundle: what a bundle makes with it belongs to that bundle and ends
 * when the bundle stops, not when it lets go of the service. Safe for use by several threads.
 *
 * <p>After the bundle has stopped every method throws {@link IllegalStateException}.
 */
@ProviderType
public interface PortRegistry {
    /**
     * Creates a local port with a name ({@code CFMessagePortCreateLocal}), served by this bundle's run loop.
     *
     * @param name the name
     * @param handler what the port does with a message
     * @return the port, ready to receive
     * @throws NameInUseException if another live port has the name
     */
    default LocalMessagePort createLocal(PortName name, MessageHandler handler) {
        return createLocal(LocalPortOptions.named(name, handler));
    }

    /**
     * Creates a local port. The name is visible only when the port is ready to receive. May look into the name
     * directory and ask another process who owns a taken name; waits at most some seconds.
     *
     * @param options what the port is to be
     * @return the port
     * @throws NameInUseException if another live port has the name
     * @throws IllegalStateException if the name must be published and no name directory is there
     */
    LocalMessagePort createLocal(LocalPortOptions options);

    /**
     * Connects to the port that has the name now ({@code CFMessagePortCreateRemote}). May open a link to another
     * process; waits at most some seconds.
     *
     * @param name the name
     * @return a new handle
     * @throws NoSuchPortException if no live port has the name
     * @throws TransportException if the port's process is there but could not be reached
     */
    RemoteMessagePort connect(PortName name);

    /**
     * Connects as soon as a port with the name appears.
     *
     * @param name the name
     * @param wait how long to wait for it
     * @return a stage that completes on this bundle's run loop, with the remote or with {@link NoSuchPortException}
     */
    CompletionStage<RemoteMessagePort> connect(PortName name, Duration wait);

    /**
     * Returns this bundle's space of rights: what the Mach calls work on.
     *
     * @return always the same object
     */
    PortSpace space();

    /**
     * Returns this bundle's run loop.
     *
     * @return always the same object
     */
    RunLoop runLoop();
}
