package org.roadstead.port;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;
import org.roadstead.mach.Bootstrap;
import org.roadstead.mach.NetName;
import org.roadstead.mach.PortSpace;
import org.roadstead.runloop.RunLoop;

/**
 * Where ports come from. An OSGi service of scope bundle: what a bundle makes with it belongs to that bundle and ends
 * when the bundle stops, not when it lets go of the service; only what it {@linkplain #declare declares} goes on. Safe for use by
 * several threads.
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
     * Creates a local port, or returns the one that this owner has with that name: CF's own rule for a name that is taken
     * ({@code CFMessagePortCreateLocal}). The one that is there keeps its handler, its context and everything else; the options count
     * for a new port only. Of several threads that open one name at once one makes the port, and all get it. Without a name the port
     * is always a new one.
     *
     * <p>A name that another owner has, a bundle of this kernel or another process, is taken: CF returns null.
     *
     * @param options what the port is to be if it is made
     * @return the port, and whether it was made now
     * @throws NameInUseException if another owner has the name, if this one has declared it, or if its port is just about to end or to
     *     be renamed
     * @throws IllegalStateException if the name must be published and no name directory is there
     */
    LocalPortLease openOrGet(LocalPortOptions options);

    /**
     * Declares a name and serves it, as {@link #declare(PortName, LocalPortOptions)} does, on this bundle's run loop.
     *
     * @param name the name
     * @param handler what the port does with a message
     * @return the declaration
     * @throws NameInUseException if the name is not this owner's
     */
    default Declaration declare(PortName name, MessageHandler handler) {
        return declare(name, LocalPortOptions.named(name, handler));
    }

    /**
     * Declares a name and serves it. The first call takes the name; when this bundle was stopped and started again, or updated,
     * the next one finds the name with the messages that have queued, and serves it with the handler, the queue limit, the
     * dispatch and the context that it is given. An owner in a standalone kernel keeps its declarations until they are withdrawn or
     * the kernel stops.
     *
     * <p>A request that a handler has when its bundle stops may be answered within the grace; then it fails as dropped
     * ({@link Cause#REPLY_DROPPED}), and the port lives on.
     *
     * @param name the name
     * @param options what the port is to be; without a name, or with this one
     * @return the declaration, ready to receive
     * @throws NameInUseException if another owner has the name, or this one has it for another port
     * @throws IllegalStateException if this owner serves the name already, by a port or with the receive right in its space; or if
     *     the name must be published and no name directory is there
     * @throws IllegalArgumentException if the options have another name, or another scope than the name was declared with
     */
    Declaration declare(PortName name, LocalPortOptions options);

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
     * Listens to a Mach port ({@code CFMachPortCreate}, {@code CFMachPortCreateWithPort}), as {@link #openMachPort} does.
     *
     * @param options what it is to be
     * @return the listener; if there was one for the right, that one
     * @throws IllegalArgumentException if the right is no live receive right of this bundle's space
     */
    default MachPort createMachPort(MachPortOptions options) {
        return openMachPort(options).port();
    }

    /**
     * Listens to a Mach port, and tells whether the listener is a new one. There is one for each port and space: for a right that has
     * one already that one is returned, and the options are left alone. One that has ended does not count.
     *
     * @param options what it is to be
     * @return the listener, and whether it was made now
     * @throws IllegalArgumentException if the right is no live receive right of this bundle's space
     */
    MachPortLease openMachPort(MachPortOptions options);

    /**
     * Returns this bundle's space of rights: what the Mach calls work on.
     *
     * @return always the same object
     */
    PortSpace space();

    /**
     * Returns the names of this kernel as its Mach calls see them, for this bundle's space.
     *
     * @return the names
     */
    Bootstrap bootstrap();

    /**
     * Returns the network name server, for this bundle's space.
     *
     * @return the name server
     */
    NetName netName();

    /**
     * Returns this bundle's run loop.
     *
     * @return always the same object
     */
    RunLoop runLoop();
}
