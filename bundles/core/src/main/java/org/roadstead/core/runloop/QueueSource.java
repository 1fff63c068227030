package org.roadstead.core.runloop;

import java.util.Arrays;
import java.util.stream.Stream;
import org.roadstead.runloop.PortSource;
import org.roadstead.runloop.RunLoopMode;

/**
 * The source of a port: tells the loops that it is in when a message has come.
 *
 * <p>It has a seat in each loop that it was ever added to, until it or the loop ends. Who adds it enters the mode first and
 * looks then whether the source is still valid and whether messages wait; who invalidates, or has a message, writes that first
 * and looks at the seats then. So no seat outlives its source in a mode, and no message waits unseen.
 */
public final class QueueSource implements PortSource {
    private final int order;
    private final PortQueue queue;
    private final Idle idle;
    private volatile Seat[] seats = {};
    private volatile boolean valid = true;

    /**
     * Makes a source, which is in no loop yet.
     *
     * @param order has no effect
     * @param queue the messages
     * @param idle what a loop may do while it waits for messages of this port
     */
    public QueueSource(int order, PortQueue queue, Idle idle) {
        this.order = order;
        this.queue = queue;
        this.idle = idle;
    }

    /** A message has come, which is in the queue already. Any thread; does not block. */
    public void signal() {
        for (Seat seat : seats) {
            seat.signal();
        }
    }

    /** Tells whether a loop serves the port, in some mode. */
    public boolean isInLoop() {
        return Arrays.stream(seats).anyMatch(seat -> !seat.isNowhere());
    }

    /** Tells whether the calling thread serves the port, and no other. */
    public boolean isServedOnlyByThisThread() {
        return server() == Thread.currentThread();
    }

    /** Returns the one thread that serves the port; null if there is none, or several. */
    public Thread server() {
        Seat only = null;
        for (Seat seat : seats) {
            if (!seat.isNowhere()) {
                if (only != null) {
                    return null;
                }
                only = seat;
            }
        }
        return only == null ? null : only.loop().thread();
    }

    /** Tells whether the calling thread serves the port while it runs its loop in a mode. */
    public boolean isServedHereIn(RunLoopMode mode) {
        return Arrays.stream(seats)
                .anyMatch(seat -> seat.loop().isCurrent() && seat.loop().contains(this, mode));
    }

    boolean hasMore() {
        return valid && queue.hasMore();
    }

    boolean serveNext() {
        return valid && queue.serveNext();
    }

    Idle idle() {
        return idle;
    }

    /** Returns the seat in a loop, made if need be. */
    Seat seatIn(Loop loop) {
        synchronized (this) {
            Seat known = knownIn(loop);
            if (known != null) {
                return known;
            }
            Seat made = new Seat(this, loop);
            seats = Stream.concat(Arrays.stream(seats).filter(seat -> !seat.isOver()), Stream.of(made))
                    .toArray(Seat[]::new);
            return made;
        }
    }

    /** Returns the seat in a loop, or null if it has none. */
    Seat knownIn(Loop loop) {
        for (Seat seat : seats) {
            if (seat.loop() == loop) {
                return seat;
            }
        }
        return null;
    }

    /** Returns how many loops have a seat for it. */
    int seatCount() {
        return seats.length;
    }

    /** The loop of a seat has ended. */
    void lost(Seat seat) {
        synchronized (this) {
            seats = Arrays.stream(seats).filter(other -> other != seat).toArray(Seat[]::new);
        }
    }

    @Override
    public int order() {
        return order;
    }

    @Override
    public boolean isValid() {
        return valid;
    }

    @Override
    public void invalidate() {
        valid = false;
        for (Seat seat : seats) {
            seat.loop().takeOut(seat);
        }
    }
}
