package org.roadstead.core.port;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.roadstead.core.runloop.ThrownByUser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turns of a local port: each hands one message to its handler, where the port's executor says.
 *
 * <p><b>Why one message at a time and none forgotten.</b> Whoever turns {@code scheduled} from false to true owns the right to
 * hand one turn to the executor; the turn takes one message, and gives {@code scheduled} back only when it found the queue empty
 * or no executor, looking at both once more after that. Whoever sets another executor takes back a turn that has not begun, which is
 * decided by one compare-and-set in the turn. So there is never a second turn, and a message that comes in between is
 * seen by the turn or schedules its own.
 */
final class Turns {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final Served port;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile Executor executor;
    /** The last turn that was handed to an executor. */
    private volatile Hop pending;

    Turns(Served port, Executor executor) {
        this.port = port;
        this.executor = executor;
    }

    /** Returns where the turns run; null for nowhere. */
    Executor executor() {
        return executor;
    }

    /** Sets where turns run from now on; one that the executor before has not begun is taken back, so that nobody waits for it. */
    void executor(Executor on) {
        executor = on;
        Hop handedOut = pending;
        if (handedOut != null && handedOut.begin()) {
            scheduled.set(false);
        }
    }

    /** A message waits. Returns whether these turns had nothing to do until now and take care of it. */
    boolean messageArrived() {
        Executor on = executor;
        if (on == null || !scheduled.compareAndSet(false, true)) {
            return false;
        }
        schedule(on);
        return true;
    }

    /**
     * Hands turns to executors as long as there are messages; by the owner of {@code scheduled}. If an executor runs its task at
     * once, on this thread, the next turn is handed on from here and not from within, so that a long queue makes a loop and no
     * recursion.
     */
    private void schedule(Executor first) {
        Executor on = first;
        while (on != null) {
            Hop hop = new Hop();
            pending = hop;
            if (executor != on && hop.begin()) { // another was set before it could take this turn back
                on = give();
                continue;
            }
            try {
                on.execute(hop);
            } catch (Throwable e) { // an error too, such as no memory for a thread: it must not leave the port deaf
                if (!hop.begin()) {
                    ThrownByUser.warn(LOG, "{}: its executor failed after a message was handled", port, e);
                } else {
                    scheduled.set(false);
                    if (port.isValid()) {
                        ThrownByUser.warn(LOG, "{}: its executor refused a message, which stays in the queue", port, e);
                    }
                    return;
                }
            }
            on = hop.handedBack();
        }
    }

    /** Handles one message. Returns where the next turn is to run, or null if {@code scheduled} was given back. */
    private Executor turn() {
        if (executor != null) {
            port.serveNext();
        }
        return give();
    }

    /** Returns where the next turn is to run, or null if {@code scheduled} was given back. */
    private Executor give() {
        Executor on = executor;
        if (on != null && port.hasMore()) {
            return on;
        }
        scheduled.set(false);
        on = executor;
        return on != null && port.hasMore() && scheduled.compareAndSet(false, true) ? on : null;
    }

    /** One turn on its way through an executor. */
    private final class Hop implements Runnable {
        private final Thread starter = Thread.currentThread();
        private final AtomicBoolean begun = new AtomicBoolean();
        // Read and written by the starter only.
        private boolean executeReturned;
        private Executor next;

        @Override
        public void run() {
            if (!begin()) {
                return; // it was taken back, or the executor runs it twice
            }
            Executor on = turn();
            if (Thread.currentThread() == starter && !executeReturned) {
                next = on;
            } else if (on != null) {
                schedule(on);
            }
        }

        /** Takes the turn, to run it or to take it back; once. */
        boolean begin() {
            return begun.compareAndSet(false, true);
        }

        /** Execute has returned: tells where the starter is to hand on the next turn, or null if that is not its business. */
        Executor handedBack() {
            executeReturned = true;
            return next;
        }
    }
}
