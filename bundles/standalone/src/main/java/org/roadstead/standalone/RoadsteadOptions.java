package org.roadstead.standalone;

import java.util.List;
import java.util.Objects;
import org.roadstead.transport.Transport;

/**
 * How a standalone kernel is to be. Immutable.
 *
 * @param label what the node calls itself to others, such as the program's name
 * @param transports the transports that it uses; closed with the kernel
 */
public record RoadsteadOptions(String label, List<Transport> transports) {
    /**
     * Checks the label and takes a copy of the list.
     *
     * @param label what the node calls itself to others, such as the program's name
     * @param transports the transports that it uses; closed with the kernel
     */
    public RoadsteadOptions {
        Objects.requireNonNull(label, "label");
        transports = List.copyOf(transports);
    }

    /**
     * Options with every transport that a class loader's {@link java.util.ServiceLoader} finds.
     *
     * @param label what the node calls itself to others
     * @param loader the class loader that sees the transports' jars
     * @return the options
     */
    public static RoadsteadOptions discover(String label, ClassLoader loader) {
        return new RoadsteadOptions(
                label,
                java.util.ServiceLoader.load(Transport.class, loader).stream()
                        .map(java.util.ServiceLoader.Provider::get)
                        .toList());
    }
}
