package org.roadstead.command.internal;

import org.roadstead.port.PortRegistry;
import org.roadstead.runtime.PortRuntime;

/** Opens a kernel for the command line, once its words are known to make sense. */
@FunctionalInterface
public interface PortSource {
    /**
     * Opens a kernel.
     *
     * @param label what the node calls itself to others
     * @return the kernel; closed by the caller
     */
    Ports open(String label);

    /** An open kernel. */
    interface Ports extends AutoCloseable {
        /**
         * Returns where ports come from.
         *
         * @return the registry
         */
        PortRegistry registry();

        /**
         * Returns what the node is doing.
         *
         * @return the runtime
         */
        PortRuntime runtime();

        @Override
        void close();
    }
}
