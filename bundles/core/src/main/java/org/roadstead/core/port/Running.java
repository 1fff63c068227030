package org.roadstead.core.port;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.WaitPoint;

/**
 * The turns of one port that are under way, each with the message that its handler has. There are several at once when handlers run
 * on several threads, and when one that waits in a run loop lets others in.
 *
 * <p>A turn enters before it looks for a message, and whoever ends the port closes its queue before it looks here; so a turn that
 * is not seen finds no message, and once none is seen no handler starts. Any thread; only {@link #awaitOthers} blocks.
 */
final class Running {
    /** One turn, on one thread. */
    static final class Turn {
        private final Thread thread = Thread.currentThread();
        private final Turn outer = CURRENT.get();
        private volatile Delivery delivery;

        Thread thread() {
            return thread;
        }

        /** The turn has found a message; null when the handler has returned. */
        void has(Delivery found) {
            delivery = found;
        }
    }

    private static final ThreadLocal<Turn> CURRENT = new ThreadLocal<>();

    private volatile List<Turn> turns = List.of(); // written under the monitor, never changed
    private final Set<WaitPoint> waiting = ConcurrentHashMap.newKeySet();

    /** Tells whether the calling thread is in a turn of any port. */
    static boolean isTurn() {
        return CURRENT.get() != null;
    }

    Turn enter() {
        Turn turn = new Turn();
        CURRENT.set(turn);
        synchronized (this) {
            if (turns.isEmpty()) {
                turns = List.of(turn);
            } else {
                List<Turn> more = new ArrayList<>(turns);
                more.add(turn);
                turns = List.copyOf(more);
            }
        }
        return turn;
    }

    void leave(Turn turn) {
        if (turn.outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(turn.outer);
        }
        synchronized (this) {
            turns = turns.size() == 1
                    ? List.of()
                    : turns.stream().filter(other -> other != turn).toList();
        }
    }

    /** Lets those look again who wait for turns to end. */
    void left() {
        waiting.forEach(WaitPoint::nudge);
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }

    /** Tells whether a handler runs. */
    boolean isBusy() {
        return turns.stream().anyMatch(turn -> turn.delivery != null);
    }

    boolean isOnThisThread() {
        List<Turn> now = turns;
        return !now.isEmpty() && now.stream().anyMatch(turn -> turn.thread == Thread.currentThread());
    }

    /** Returns the turn if there is exactly one, or null. */
    Turn only() {
        List<Turn> now = turns;
        return now.size() == 1 ? now.get(0) : null;
    }

    /** The handlers on other threads are given up: whoever waits for their replies is told. */
    void abandon(Failure why) {
        for (Turn turn : turns) {
            Delivery left = turn.delivery;
            if (left != null && turn.thread != Thread.currentThread()) {
                left.abandon(why);
            }
        }
    }

    /**
     * Waits until no turn of another thread is under way.
     *
     * @return false if the deadline passed first
     */
    boolean awaitOthers(long deadline) throws InterruptedException {
        return awaitOthers(deadline, () -> false);
    }

    /** Waits until no turn of another thread is under way, and none is to come. As a turn enters before it takes, that is no gap. */
    boolean awaitOthers(long deadline, BooleanSupplier more) throws InterruptedException {
        WaitPoint point = new WaitPoint();
        waiting.add(point);
        try {
            while (more.getAsBoolean() || areOthers()) {
                point.again();
                boolean wait = more.getAsBoolean() || areOthers();
                if (wait && !point.park(deadline) && Deadline.passed(deadline)) {
                    return !more.getAsBoolean() && !areOthers();
                }
            }
            return true;
        } finally {
            waiting.remove(point);
        }
    }

    private boolean areOthers() {
        return turns.stream().anyMatch(turn -> turn.thread != Thread.currentThread());
    }
}
