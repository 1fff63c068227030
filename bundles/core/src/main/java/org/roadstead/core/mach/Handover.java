package org.roadstead.core.mach;

import java.util.function.Function;
import org.roadstead.mach.BackupResult;
import org.roadstead.mach.ExtractResult;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.PortRight;

/**
 * Rights that go from one space to another without a message: {@code port_insert} and {@code port_extract}; send rights that names
 * hold; and backups.
 */
public final class Handover {
    private Handover() {}

    /**
     * Takes a copy of a send right of a space for a name. The port has one sender more until {@link Port#release}.
     *
     * @return the port, or null if the right is no live one of the space
     */
    public static Port take(MachSpace from, PortRight right) {
        Transit taken = from.rights.copySend(from.rights.entry(right), false, new Claims());
        return taken instanceof Transit.Send send ? send.port() : null;
    }

    /**
     * Gives a space a send right.
     *
     * @return the right; a dead name if the port has died, no right if the space has ended
     */
    public static PortRight give(Port port, MachSpace into) {
        port.retain();
        return new Transit.Send(port).land(into.rights);
    }

    /** Returns the port that a space receives from by a right; null if the right is no live receive right of the space. */
    public static Port receivedBy(MachSpace space, PortRight right) {
        return space.rights.port(space.rights.entry(right), Entry.RECEIVE);
    }

    static KernReturn insertSend(RightTable from, Entry entry, RightTable into, int name) {
        Port port = from.port(entry, Entry.SEND | Entry.RECEIVE);
        return insert(port, into, name, claims -> from.copySend(entry, false, claims));
    }

    static KernReturn insertReceive(RightTable from, Entry entry, RightTable into, int name) {
        return insert(from.port(entry, Entry.RECEIVE), into, name, claims -> from.moveReceive(entry, true, claims));
    }

    private static KernReturn insert(Port port, RightTable into, int name, Function<Claims, Transit> take) {
        if (port == null) {
            return KernReturn.INVALID_ARGUMENT;
        }
        KernReturn reserved = into.reserve(name, port);
        return reserved == KernReturn.SUCCESS ? into.arrived(name, move(take, into)) : reserved;
    }

    static ExtractResult extractSend(RightTable from, int name, RightTable into) {
        Entry entry = from.entry(name);
        return extracted(move(claims -> from.copySend(entry, true, claims), into));
    }

    static ExtractResult extractReceive(RightTable from, int name, RightTable into) {
        Entry entry = from.entry(name);
        return extracted(move(claims -> from.moveReceive(entry, false, claims), into));
    }

    private static ExtractResult extracted(PortRight right) {
        boolean done = right.name() > 0;
        return new ExtractResult(
                done ? KernReturn.SUCCESS : KernReturn.INVALID_ARGUMENT, done ? right : PortRight.NULL);
    }

    /** Takes one right and lands it elsewhere. Returns no right if it is not to be had, or the space has ended that is to have it. */
    private static PortRight move(Function<Claims, Transit> take, RightTable into) {
        Claims claims = new Claims();
        Transit taken = into.hasEnded() ? null : take.apply(claims);
        if (taken == null || !claims.commit()) {
            claims.failed();
            return PortRight.NULL;
        }
        claims.leave();
        return taken.land(into);
    }

    /** Sets the backup of a port, unless the receive right has left meanwhile. */
    static BackupResult setBackup(RightTable rights, Entry entry, Port spare) {
        if (spare != null) {
            spare.retain();
        }
        Port before = entry.port().backup(spare, entry);
        if (before == spare && entry.isReceiveGone()) {
            if (spare != null) {
                spare.release();
            }
            return new BackupResult(KernReturn.NOT_RECEIVER, PortRight.NULL);
        }
        return new BackupResult(
                KernReturn.SUCCESS, before == null ? PortRight.NULL : new Transit.Send(before).land(rights));
    }
}
