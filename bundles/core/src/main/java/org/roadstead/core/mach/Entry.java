package org.roadstead.core.mach;

import org.roadstead.mach.DeadName;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;

/**
 * What one name stands for in one space (Mach: {@code ipc_entry}): the rights to one port, a send-once right or a set.
 *
 * <p><b>How rights leave.</b> A send that is to take rights away claims them: at most one send has a claim on an entry. Whether the
 * rights have left is decided by the state of its {@link Claims} alone, which goes from pending to committed or failed by one
 * compare-and-set; all its rights leave in that moment. {@link #settle} only brings the entry in line with what was
 * decided, so it may run late, and on any thread; every step on an entry settles first.
 *
 * <p>All is guarded by the space's lock, except where a field says otherwise.
 */
final class Entry extends DeathWatch implements Sender {
    static final int SEND = 1;
    static final int RECEIVE = 2;
    static final int ONCE = 4;
    static final int SET = 8;

    private final RightTable space;
    private final Object subject;

    private volatile int name;
    private byte rights;
    private boolean dead;
    private volatile boolean gone;
    private volatile Leaving leaving;
    /** The message that is held for the space at the port; guarded by the port's lock. */
    private Submission held;

    private PortRight right;
    private PortRight sendRight;

    /** A send, and the rights that it is to take away. */
    private record Leaving(Claims send, int rights) {}

    /** Makes an entry for a {@link Port}, a {@link SendOnce} or a {@link SetInbox}. */
    Entry(RightTable space, Object subject, int rights) {
        this.space = space;
        this.subject = subject;
        this.rights = (byte) rights;
    }

    RightTable space() {
        return space;
    }

    /** Returns the port that messages to this right go to; null for a set, or a send-once right that leads elsewhere. */
    Port port() {
        return subject instanceof Port port ? port : subject instanceof SendOnce once ? once.port() : null;
    }

    SendOnce once() {
        return (SendOnce) subject;
    }

    SetInbox set() {
        return (SetInbox) subject;
    }

    Object subject() {
        return subject;
    }

    /** The name; read without the lock. */
    int name() {
        return name;
    }

    void name(int now) {
        name = now;
    }

    boolean has(int right) {
        settle();
        return !dead && (rights & right) != 0;
    }

    /** Tells whether all that the entry has is these rights. */
    boolean hasOnly(int only) {
        settle();
        return !dead && rights == only;
    }

    void add(int more) {
        settle();
        rights |= (byte) more;
    }

    boolean isDead() {
        return dead;
    }

    /** The port has died. Returns false if that is known, or nobody has the entry any more. */
    boolean die() {
        settle();
        if (gone || dead) {
            return false;
        }
        dead = true;
        return true;
    }

    /** Tells whether the entry is out of the table; read without the lock. */
    boolean isGone() {
        return gone;
    }

    /** The entry is out of the table. Returns which rights it had. */
    int removed() {
        settle();
        int had = dead ? 0 : rights;
        rights = 0;
        gone = true;
        return had;
    }

    RightType type() {
        settle();
        if (gone) {
            return RightType.NONE;
        } else if (dead) {
            return RightType.DEAD_NAME;
        } else if ((rights & RECEIVE) != 0) {
            return RightType.RECEIVE;
        }
        return (rights & SEND) != 0
                ? RightType.SEND
                : (rights & ONCE) != 0 ? RightType.SEND_ONCE : (rights & SET) != 0 ? RightType.SET : RightType.NONE;
    }

    /** Tells why a right is not to be had for a message. */
    MsgCause whyNot(PortItem.Right wanted) {
        return switch (type()) {
            case NONE -> MsgCause.RIGHT;
            case DEAD_NAME -> MsgCause.DIED;
            case SEND -> wanted == PortItem.Right.SEND ? MsgCause.RIGHT : MsgCause.TYPE;
            case RECEIVE -> wanted == PortItem.Right.RECEIVE ? MsgCause.RIGHT : MsgCause.TYPE;
            case SEND_ONCE -> wanted == PortItem.Right.SEND_ONCE ? MsgCause.RIGHT : MsgCause.TYPE;
            case SET -> MsgCause.TYPE;
        };
    }

    /** Returns the object for users: the receive right if there is one. */
    PortRight right() {
        RightType type = type();
        return switch (type) {
            case NONE -> PortRight.NULL;
            case DEAD_NAME -> new DeadName(name);
            case SEND -> sendRight();
            case RECEIVE, SEND_ONCE, SET -> {
                if (right == null) {
                    right = Held.of(this, type);
                }
                yield right;
            }
        };
    }

    /** Returns the right to receive as the user's. It may be leaving just now, so what the entry has is not looked at. */
    ReceiveRight receiveRight() {
        if (right == null) {
            right = Held.of(this, RightType.RECEIVE);
        }
        return (ReceiveRight) right;
    }

    PortRight sendRight() {
        if (sendRight == null) {
            sendRight = new Held.Send(this);
        }
        return sendRight;
    }

    /** A send wants rights to leave with it. Returns false if another one does. */
    boolean claim(Claims send, int wanted) {
        settle();
        if (leaving != null) {
            return false;
        }
        leaving = new Leaving(send, wanted);
        return true;
    }

    /** Tells whether a send is to take all that there is to send with. */
    boolean isLeaving(Claims send) {
        Leaving claim = leaving;
        return claim != null && claim.send == send && (claim.rights & SEND) != 0;
    }

    /** Returns the send that has a claim and is undecided, or null. */
    Claims claimant() {
        settle();
        Leaving claim = leaving;
        return claim == null ? null : claim.send;
    }

    /** Tells whether a send is to take the receive right away and to leave the right to send. */
    boolean isToKeepSending() {
        settle();
        Leaving claim = leaving;
        return claim != null && claim.rights == RECEIVE;
    }

    /** Brings the entry in line with what was decided about the send that has a claim on it. */
    void settle() {
        Leaving claim = leaving;
        if (claim != null && !claim.send.isPending()) {
            if (claim.send.isCommitted()) {
                rights &= (byte) ~claim.rights;
                if ((rights & RECEIVE) != 0) {
                    rights |= SEND; // which left; but who has come to receive meanwhile may send
                }
            }
            leaving = null;
        }
    }

    /** Tells whether nothing is left of the entry but its name. */
    boolean isEmpty() {
        settle();
        return rights == 0;
    }

    /** Tells whether the receive right has left with a message, settled or not; read without the lock. */
    boolean isReceiveGone() {
        Leaving claim = leaving; // read before the rights, which are written before it
        return gone
                || (rights & RECEIVE) == 0
                || (claim != null && (claim.rights & RECEIVE) != 0 && claim.send.isCommitted());
    }

    @Override
    public boolean hold(Submission message) {
        if (held != null && held != message) {
            return false;
        }
        held = message;
        return true;
    }

    @Override
    public void letGo(Submission message) {
        if (held == message) {
            held = null;
        }
    }

    /** Tells whether a message is held. Under the port's lock, or when the port is dead. */
    boolean holdsMessage() {
        return held != null;
    }

    @Override
    public void forgetHeld() {
        held = null;
    }

    @Override
    public void died(Failure why) {
        space.died(this, why);
    }

    @Override
    public boolean isSender() {
        return !(subject instanceof SendOnce);
    }
}
