package org.roadstead.command.internal;

import java.io.IOException;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.PortName;

/** What differs between the shell and {@code bin/roadstead}. */
interface Face {
    /**
     * A port is served. The command line waits for its end; the shell says how it ends and goes on.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    void keep(PortName name, LocalMessagePort port, Streams streams) throws InterruptedException, IOException;
}
