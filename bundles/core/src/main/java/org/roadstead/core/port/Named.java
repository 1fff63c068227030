package org.roadstead.core.port;

import java.util.Optional;
import org.roadstead.core.mach.Port;
import org.roadstead.core.node.PortEntry;
import org.roadstead.port.PortName;
import org.roadstead.port.PortOwner;
import org.roadstead.port.PortScope;

/** What a name of a {@link Listing} stands for: a message port, or a name of the bootstrap server. Any thread; nothing waits. */
interface Named {
    /** Returns the name; empty for what takes none. */
    Optional<PortName> name();

    PortScope scope();

    /** Tells whether the name is not to be had without being published. */
    boolean requirePublished();

    Publication publication();

    /** Tells whether the name still leads somewhere. */
    boolean isValid();

    /** Tells whether somebody receives from the port. */
    boolean isActive();

    Port port();

    PortOwner owner();

    /** Returns the port as others may see it. */
    PortEntry entry();
}
