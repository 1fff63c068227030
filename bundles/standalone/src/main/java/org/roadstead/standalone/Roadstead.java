package org.roadstead.standalone;

import org.roadstead.core.port.Kernel;
import org.roadstead.port.PortRegistry;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.transport.Transport;

/**
 * A kernel without a framework. Ports end when it is closed. Safe for use by several threads.
 *
 * <pre>{@code
 * try (Roadstead roadstead = Roadstead.open(RoadsteadOptions.discover("clock", Main.class.getClassLoader()))) {
 *     roadstead.registry("clock").createLocal(PortName.of("demo.clock"), m -> time());
 * }
 * }</pre>
 */
public final class Roadstead implements AutoCloseable {
    private final Kernel kernel;
    private final RoadsteadOptions options;

    private Roadstead(Kernel kernel, RoadsteadOptions options) {
        this.kernel = kernel;
        this.options = options;
    }

    /**
     * Starts a kernel.
     *
     * @param options how it is to be
     * @return the kernel, its transports listening
     * @throws java.io.UncheckedIOException if a transport cannot start; the message says what to do
     */
    public static Roadstead open(RoadsteadOptions options) {
        Roadstead roadstead = new Roadstead(new Kernel(options.label()), options);
        try {
            options.transports().forEach(roadstead.kernel::attach);
        } catch (RuntimeException | Error e) {
            roadstead.close();
            throw e;
        }
        return roadstead;
    }

    /**
     * Returns the registry of an owner: a part of the program that has ports and a run loop of its own.
     *
     * @param owner the owner's name, for people and for thread names
     * @return the registry; the same space for the same name
     */
    public PortRegistry registry(String owner) {
        return kernel.registry(owner);
    }

    /**
     * Returns what the node is doing.
     *
     * @return the runtime
     */
    public PortRuntime runtime() {
        return kernel.runtime();
    }

    /** Ends all ports in good order, waiting at most a grace of 2 s for handlers that run, then closes the transports. */
    @Override
    public void close() {
        kernel.close();
        options.transports().forEach(Transport::close);
    }
}
