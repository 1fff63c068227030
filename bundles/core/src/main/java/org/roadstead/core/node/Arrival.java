package org.roadstead.core.node;

import java.nio.ByteBuffer;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Kmsg;
import org.roadstead.core.mach.Origin;
import org.roadstead.core.mach.Port;
import org.roadstead.core.mach.SendOnce;
import org.roadstead.core.mach.Sender;
import org.roadstead.core.mach.Submission;

/**
 * One submission that came over a link: bytes, or a typed message. {@code parked} or {@code held}, and {@code accepted}, may run on two
 * threads at once; whichever comes last finds the other's mark, so that the map keeps no entry and the peer hears of the acceptance.
 */
final class Arrival extends Submission {
    private final Incoming incoming;
    private final long call;
    private final Port port;
    /** The rights of a typed message, else null. */
    private final References rights;
    /** Who sends, if it can be held for; else null. */
    private final FarSender sender;

    private final boolean holds;
    private volatile boolean waited;
    private volatile boolean decided;
    private volatile boolean taken;

    /** A message of bytes. */
    Arrival(
            Incoming incoming,
            long call,
            Port port,
            int id,
            ByteBuffer data,
            SendOnce reply,
            Origin origin,
            boolean tryOnly,
            long deadline) {
        super(id, data, true, reply, origin, tryOnly, deadline);
        this.incoming = incoming;
        this.call = call;
        this.port = port;
        this.rights = null;
        this.sender = null;
        this.holds = false;
    }

    /** A typed message. */
    Arrival(
            Incoming incoming,
            long call,
            Port port,
            Kmsg message,
            References rights,
            FarSender sender,
            boolean tryOnly,
            boolean holds,
            long deadline) {
        super(message, tryOnly, deadline);
        this.incoming = incoming;
        this.call = call;
        this.port = port;
        this.rights = rights;
        this.sender = sender;
        this.holds = holds;
    }

    long call() {
        return call;
    }

    Port port() {
        return port;
    }

    @Override
    public Sender sender() {
        return sender;
    }

    @Override
    public boolean holdsWhenFull() {
        return holds;
    }

    @Override
    public boolean commit() {
        if (rights != null) {
            rights.taken();
        }
        return true;
    }

    @Override
    public void parked() {
        waits(Frames.PARKED);
    }

    @Override
    public void held() {
        waits(Frames.HELD);
    }

    private void waits(byte told) {
        waited = true;
        incoming.add(this);
        incoming.peer().send(Frames.call(told, call));
        if (decided) {
            incoming.remove(this);
            if (taken) {
                sendAccepted();
            }
        }
    }

    @Override
    public void accepted() {
        taken = true; // before the mark that makes the other thread look at it
        decided = true;
        incoming.remove(this);
        if (waited || reply() == null) {
            sendAccepted();
        }
    }

    private void sendAccepted() {
        incoming.peer().send(Frames.accepted(call, isHeld()));
    }

    @Override
    public void refused(Failure why) {
        decided = true;
        incoming.remove(this);
        Kmsg message = typed();
        if (message != null) {
            message.handedOver(); // it is the peer's still
        }
        incoming.peer().send(Frames.failure(Frames.REFUSED, call, why));
    }
}
