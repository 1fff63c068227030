package org.roadstead.core.port;

import java.util.Optional;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Port;
import org.roadstead.port.PortName;
import org.roadstead.port.PortScope;

/** A name for a port that was made elsewhere: it ends with the port, or with the space that registered it. */
final class Registered extends Service {
    private final Space space;

    /** Makes a name that is not taken yet; it holds one send right to the port, which the caller has taken. */
    Registered(Space space, Listing listing, PortName name, Port port) {
        super(space, listing, name, PortScope.USER, false, port);
        this.space = space;
    }

    @Override
    void ended(Failure why) {
        port().release();
    }

    @Override
    void spaceClosed(Space closed) {
        if (closed == space) {
            end(new Failure(Failure.Kind.OWNER_STOPPED, "its space has ended"));
        }
    }

    @Override
    public boolean isActive() {
        return true;
    }

    @Override
    Optional<String> state() {
        return Optional.of("registered");
    }
}
