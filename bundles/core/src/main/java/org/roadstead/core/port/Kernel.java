package org.roadstead.core.port;

import org.roadstead.port.PortRegistry;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.transport.Transport;

/** The kernel's surface, so that the modules around it compile; its body comes with the next commits. */
public final class Kernel implements AutoCloseable {
    public Kernel(String label) {}

    public void attach(Transport transport) {
        throw new UnsupportedOperationException("comes with the next commits");
    }

    public PortRegistry registry(String owner) {
        throw new UnsupportedOperationException("comes with the next commits");
    }

    public PortRuntime runtime() {
        throw new UnsupportedOperationException("comes with the next commits");
    }

    @Override
    public void close() {}
}
