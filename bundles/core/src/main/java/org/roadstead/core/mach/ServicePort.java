package org.roadstead.core.mach;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;

/**
 * A port that outlives its receivers, for a declared name. While nobody serves it the receive right is kept here, and messages
 * queue. A space that checks in is given the right; when the space ends or gives the right up, it comes back, with the queue, in the
 * ordinary way of a backup port: as a PORT_DESTROYED notification to a port of this object's own. Or a message port serves it for a
 * while; then the right stays here.
 *
 * <p><b>Why the right is in one place.</b> Whoever takes it out of {@code kept} by the one exchange has it; nobody else finds one
 * there until it is put back, by the hand of the one who had it or by the notification. The backup is set before the right leaves, so
 * there is no moment in which a receiver could end and the port with it.
 *
 * <p>The name is one of the port's senders, as it can give out send rights at any time. Any thread; nothing here blocks.
 */
public final class ServicePort implements Receiver {
    private static final Failure NOT_YOURS =
            new Failure(Failure.Kind.REFUSED, "nothing but a receive right comes back to a name");

    private final Port port;
    private final Port reclaim = new Port(1, 0);
    /** The receive right; null while somebody has it. */
    private final AtomicReference<Transit.Receive> kept;

    /**
     * Makes a port that nobody serves yet.
     *
     * @param limit how many messages may wait
     * @param messageLimit the largest message in bytes
     */
    public ServicePort(int limit, int messageLimit) {
        this.port = new Port(limit, messageLimit);
        this.kept = new AtomicReference<>(new Transit.Receive(port));
        port.retain();
        reclaim.receiver(this);
    }

    /** Returns the port. */
    public Port port() {
        return port;
    }

    /** Tells whether nobody serves the port. */
    public boolean isKept() {
        return kept.get() != null;
    }

    /**
     * Gives the receive right to a space.
     *
     * @return the right there; null if somebody serves the port already; a dead name if the port has died, no right if the space has
     *     ended
     */
    public PortRight checkIn(MachSpace space) {
        Transit.Receive right = kept.getAndSet(null);
        if (right == null) {
            return null;
        }
        reclaim.retain();
        backup(reclaim);
        return right.land(space.rights);
    }

    /**
     * Lets a receiver of this kernel take the messages, until {@link #giveBack}.
     *
     * @param by who takes them; told of those that wait
     * @param limit how many messages may wait from now on
     * @return false if somebody serves the port already
     */
    public boolean serve(Receiver by, int limit) {
        if (kept.getAndSet(null) == null) {
            return false;
        }
        port.limit(limit);
        port.receiver(by);
        return true;
    }

    /** Undoes one {@link #serve}; the receiver is given no message any more when this returns. */
    public void giveBack() {
        port.receiver(null);
        kept.set(new Transit.Receive(port));
    }

    /** Ends the port, whoever serves it. */
    public void kill(Failure why) {
        port.kill(why);
        reclaim.kill(why);
    }

    private void backup(Port spare) {
        Port before = port.backup(spare, null);
        if (before != null) {
            before.release();
        }
    }

    /** Something has come to the port that is the backup. */
    @Override
    public void messageArrived() {
        for (Kmsg message = reclaim.take(this); message != null; message = reclaim.take(this)) {
            Transit.Receive right = returned(message);
            if (right == null) {
                message.destroy(NOT_YOURS);
            } else {
                right.keep();
                backup(null);
                kept.set(right);
            }
        }
    }

    /** A space that has had the right may know the backup and send anything there; what is not the kernel's word is no right. */
    @SuppressWarnings("ReferenceEquality") // the kernel's origin is a mark that nobody else can have
    private Transit.Receive returned(Kmsg message) {
        List<Part> parts = message.parts();
        boolean notice = message.origin() == Notices.KERNEL && message.id() == Notification.Kind.PORT_DESTROYED.id();
        return notice
                        && parts.get(0) instanceof Part.Rights rights
                        && rights.right() == PortItem.Right.RECEIVE
                        && rights.rights().get(0) instanceof Transit.Receive right
                        && right.port() == port
                ? right
                : null;
    }

    @Override
    public boolean isServedByThisThread() {
        return false;
    }
}
