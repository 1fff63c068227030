package org.roadstead.core.mach;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What one send is to take from its space: rights and memory. Nothing moves unless the send is accepted (D5).
 *
 * <p><b>Why nothing is lost or taken twice.</b> Each right and each piece of memory knows the one send that has a claim on it.
 * Whether it has left is asked of that send's state, which goes from pending to committed or failed once, by compare-and-set:
 * committed by the port that queues or holds the message, under its lock, or failed by whoever takes one of the things away or gives
 * the send up. So all leaves in one moment or nothing does, and nobody needs the locks of two spaces or ports. A send to another
 * node is on its way in between: then only the answer of the port's home decides, and whoever takes something away asks for it.
 */
final class Claims {
    private static final Object COMMITTED = new Object();
    private static final Object ON_ITS_WAY = new Object();
    private static final Failure NOT_SENT = new Failure(Failure.Kind.REFUSED, "not sent");

    /** Null or {@link #ON_ITS_WAY} while pending, {@link #COMMITTED}, or the failure. */
    private final AtomicReference<Object> state = new AtomicReference<>();
    /** What was taken away while the message was on its way; told if the home did not take it. */
    private volatile Failure takenAway;
    /** The send that waits with these claims, from its submission on. */
    private volatile MachSend waiter;

    // Written by the sending thread before the submission; read by whoever ends it.
    private final List<Entry> entries = new ArrayList<>(0);
    private final List<Entry> copied = new ArrayList<>(0);
    private final List<Entry> keepSending = new ArrayList<>(0);
    private final List<Transit> transits = new ArrayList<>(0);

    boolean isPending() {
        Object now = state.get();
        return now == null || now == ON_ITS_WAY;
    }

    boolean isCommitted() {
        return state.get() == COMMITTED;
    }

    /** The message sets out for a home elsewhere. Returns false if something is not there any more. */
    boolean setOut() {
        return state.compareAndSet(null, ON_ITS_WAY);
    }

    /** Everything leaves now. Returns false if something is not there any more. */
    boolean commit() {
        return state.compareAndSet(null, COMMITTED) || state.compareAndSet(ON_ITS_WAY, COMMITTED);
    }

    /**
     * Something that is claimed is taken away: the send fails, or, if it is on its way, fails unless its home has taken it. Returns
     * false if it is decided already. {@link #wake} follows.
     */
    boolean fail(Failure why) {
        if (state.compareAndSet(null, why)) {
            return true;
        }
        if (state.get() != ON_ITS_WAY) {
            return false;
        }
        takenAway = why;
        return true;
    }

    /** Lets the send that waits know that it has failed. Under no lock. */
    void wake() {
        MachSend waiting = waiter;
        if (waiting != null) {
            waiting.giveUp();
        }
    }

    /** Says which send waits. Whoever fails the claims meanwhile may have found nobody to wake, so the caller looks afterwards. */
    void waiter(MachSend send) {
        waiter = send;
    }

    /** Returns what was taken away from the send; null if nothing was. */
    @SuppressWarnings("ReferenceEquality") // NOT_SENT is a mark
    Failure why() {
        return state.get() instanceof Failure why && why != NOT_SENT ? why : takenAway;
    }

    /** A right of an entry is to leave. */
    void add(Entry entry) {
        entries.add(entry);
    }

    /** A right of an entry is to be copied. It is no claim, but the send fails if the right is given up before. */
    void copies(Entry entry) {
        copied.add(entry);
    }

    /** Returns what rights of are copied. */
    List<Entry> copied() {
        return copied;
    }

    /** An entry watches its port already, as the sender that it will be when its receive right has left. */
    void keepsSending(Entry entry) {
        keepSending.add(entry);
    }

    /** A right is to be in the message. */
    Transit add(Transit transit) {
        transits.add(transit);
        return transit;
    }

    /** The message is in the queue of a port, or held for it: the spaces and ports that things have left are brought in line. */
    void committed(Port queue) {
        leave();
        queued(queue);
    }

    /** The spaces that rights have left are brought in line. */
    void leave() {
        entries.forEach(entry -> entry.space().left(entry));
    }

    /** The receive rights in the message are where a port's queue is. */
    void queued(Port queue) {
        Reaper reaper = new Reaper();
        transits.forEach(transit -> transit.queuedAt(queue, reaper));
        reaper.run();
    }

    /** The message was not taken: everything stays where it was. */
    void failed() {
        if (!state.compareAndSet(null, NOT_SENT)) {
            state.compareAndSet(ON_ITS_WAY, NOT_SENT);
        }
        transits.forEach(Transit::takeBack);
        keepSending.forEach(entry -> entry.space().keptReceiving(entry));
    }
}
