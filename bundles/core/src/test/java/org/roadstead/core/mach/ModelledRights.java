package org.roadstead.core.mach;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;

/** What happens to the rights to one port when they are sent between spaces, one operation after the other. */
public class ModelledRights {
    /** The spaces. */
    enum Who {
        A,
        B,
        C
    }

    static final int RECEIVE_AND_KEEP_SEND = 0;
    static final int RECEIVE = 1;
    static final int SEND = 2;
    static final int SEND_AND_KEEP_NOTHING = 3;

    private static final String DONE = "SUCCESS";
    private static final String NO_SEND = "SEND_INVALID_PORT";

    /** Who has the receive right; nobody while it is in a message, and when the port is dead. */
    private Who receiver = Who.A;
    /** Who else has a send right, or a dead name. */
    private final Set<Who> senders = EnumSet.of(Who.C);

    private boolean dead;
    private final Deque<Integer> queue = new ArrayDeque<>();
    private int number;
    private final Deque<Boolean> toA = new ArrayDeque<>();
    private final Deque<Boolean> toB = new ArrayDeque<>();

    private String give(Who who, int kind) {
        Deque<Boolean> to = who == Who.A ? toB : toA;
        boolean receive = kind <= RECEIVE;
        boolean holds = receive ? receiver == who : receiver == who || senders.contains(who);
        if (!holds || dead || (kind == SEND_AND_KEEP_NOTHING && receiver == who)) {
            return NO_SEND;
        }
        if (receive) {
            receiver = null;
            number = 0;
        }
        if (kind == RECEIVE_AND_KEEP_SEND) {
            senders.add(who);
        } else if (kind == SEND_AND_KEEP_NOTHING) {
            senders.remove(who);
        }
        to.add(receive);
        return DONE;
    }

    public String aGive(int kind) {
        return give(Who.A, kind);
    }

    public String bGive(int kind) {
        return give(Who.B, kind);
    }

    private String take(Who who) {
        Boolean receive = (who == Who.A ? toA : toB).poll();
        if (receive == null) {
            return "RCV_TIMED_OUT";
        } else if (receive) {
            receiver = who;
            senders.remove(who);
        } else if (!dead && receiver != who) {
            senders.add(who);
        }
        return receive ? "RECEIVE" : "SEND";
    }

    public String aTake() {
        return take(Who.A);
    }

    public String bTake() {
        return take(Who.B);
    }

    private String send(Who who, int id) {
        if (dead || (receiver != who && !senders.contains(who))) {
            return NO_SEND;
        }
        queue.add(id);
        return DONE;
    }

    public String aSend(int id) {
        return send(Who.A, id);
    }

    public String bSend(int id) {
        return send(Who.B, id);
    }

    public String cSend(int id) {
        return send(Who.C, id);
    }

    private String receive(Who who, boolean last) {
        if (receiver != who) {
            return "RCV_INVALID_PORT";
        } else if (!queue.isEmpty()) {
            return queue.poll() + " as number " + number++;
        }
        boolean nobody = senders.isEmpty() && !toA.contains(false) && !toB.contains(false);
        return last && nobody ? "RCV_ONLY_SENDER" : "RCV_TIMED_OUT";
    }

    public String aReceive() {
        return receive(Who.A, false);
    }

    public String bReceive() {
        return receive(Who.B, false);
    }

    public String aLast() {
        return receive(Who.A, true);
    }

    public String bLast() {
        return receive(Who.B, true);
    }

    private String drop(Who who) {
        if (receiver == who) {
            receiver = null;
            dead = true;
            queue.clear();
            return DONE;
        }
        return senders.remove(who) ? DONE : "INVALID_ARGUMENT";
    }

    public String aDrop() {
        return drop(Who.A);
    }

    public String bDrop() {
        return drop(Who.B);
    }

    public String cDrop() {
        return drop(Who.C);
    }
}
