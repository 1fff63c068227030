package org.roadstead.core.port;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.roadstead.core.mach.Handover;
import org.roadstead.core.mach.Port;
import org.roadstead.mach.NetName;
import org.roadstead.mach.NetNameResult;
import org.roadstead.mach.NetNameReturn;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.SendRight;

/** The network name server, for one space of rights. Without state of its own. */
final class SpaceNetName implements NetName {
    private static final String NO_RIGHT = "the right is null; no port is PortRight.NULL";

    private final Space space;
    private final NetNames names;

    SpaceNetName(Space space, NetNames names) {
        this.space = space;
        this.names = names;
    }

    @Override
    public NetNameReturn checkIn(String name, PortRight signature, PortRight port) {
        check(name);
        Objects.requireNonNull(signature, NO_RIGHT);
        Objects.requireNonNull(port, NO_RIGHT);
        space.checkOpen();
        Port guard = portOf(signature);
        Port named = Handover.take(space.mach(), port);
        if (named == null) {
            return NetNameReturn.INVALID_PORT;
        }
        NetNameReturn done = NetNameReturn.SUCCESS;
        if (guard == null && signature != PortRight.NULL) {
            done = NetNameReturn.INVALID_PORT;
        } else if (!names.checkIn(name, guard, named)) {
            done = NetNameReturn.NOT_YOURS;
        }
        if (done != NetNameReturn.SUCCESS) {
            named.release();
        }
        return done;
    }

    @Override
    public NetNameResult lookUp(String host, String name) {
        check(name);
        Objects.requireNonNull(host, "the host is null; this one is the empty string");
        space.checkNotClosed();
        if (!NetNames.isHere(host)) {
            return new NetNameResult(NetNameReturn.NO_SUCH_HOST, PortRight.NULL);
        }
        NetNames.Entry found = names.get(name);
        PortRight right = found == null ? PortRight.NULL : Handover.give(found.port(), space.mach());
        if (found != null && right == PortRight.NULL) {
            space.checkNotClosed();
        }
        return right instanceof SendRight
                ? new NetNameResult(NetNameReturn.SUCCESS, right)
                : new NetNameResult(NetNameReturn.NOT_CHECKED_IN, PortRight.NULL);
    }

    @Override
    public NetNameReturn checkOut(String name, PortRight signature) {
        check(name);
        Objects.requireNonNull(signature, NO_RIGHT);
        space.checkNotClosed();
        NetNames.Entry found = names.get(name);
        if (found == null) {
            return NetNameReturn.NOT_CHECKED_IN;
        }
        Port guard = portOf(signature);
        boolean known = guard != null || signature == PortRight.NULL;
        return known && names.checkOut(found, guard) ? NetNameReturn.SUCCESS : NetNameReturn.NOT_YOURS;
    }

    /** Returns the port that a right leads to; null if it is no live one of the space. */
    private Port portOf(PortRight right) {
        Port port = Handover.take(space.mach(), right);
        if (port != null) {
            port.release();
        }
        return port;
    }

    private static void check(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a network name of " + bytes + " bytes; allowed: 1 to " + MAX_BYTES + " bytes of UTF-8");
        }
    }
}
