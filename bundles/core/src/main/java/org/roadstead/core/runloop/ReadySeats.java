package org.roadstead.core.runloop;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The port sources of a loop that have messages, in the order in which they came to have them. Any thread adds; the loop's
 * thread takes, and holds those back that are in other modes than the one that runs.
 */
final class ReadySeats {
    private final ConcurrentLinkedQueue<Seat> incoming = new ConcurrentLinkedQueue<>();
    /** Only touched by the loop's thread. */
    private final ArrayDeque<Seat> held = new ArrayDeque<>();

    /** Adds a seat, which is not here; {@link Seat#signal} sees to that. */
    void add(Seat seat) {
        incoming.add(seat);
    }

    /** Tells whether seats have come since the loop looked. Any thread. */
    boolean haveCome() {
        return !incoming.isEmpty();
    }

    /** Takes the first seat of a mode; null if there is none. */
    Seat next(Mode mode) {
        if (!held.isEmpty()) {
            for (Iterator<Seat> seats = held.iterator(); seats.hasNext(); ) {
                Seat seat = seats.next();
                if (seat.isIn(mode)) {
                    seats.remove();
                    return seat;
                }
                if (seat.isNowhere()) {
                    seats.remove();
                    seat.unqueued();
                }
            }
        }
        Seat seat;
        while ((seat = incoming.poll()) != null) {
            if (seat.isIn(mode)) {
                return seat;
            }
            if (seat.isNowhere()) {
                seat.unqueued();
            } else {
                held.add(seat);
            }
        }
        return null;
    }

    /** Puts a seat back that {@link #next} has just returned. */
    void putBack(Seat seat) {
        held.addFirst(seat);
    }
}
