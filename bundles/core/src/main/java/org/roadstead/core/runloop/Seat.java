package org.roadstead.core.runloop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A port source in one loop.
 *
 * <p><b>Why no message is forgotten and no seat is queued twice.</b> Who turns {@code queued} from false to true puts the seat
 * into the loop's queue, once. The loop takes it out, turns {@code queued} back, and takes a message of the port only then; so
 * a message that comes before is taken or seen by {@link PortQueue#hasMore}, and one that comes after queues the seat anew.
 * A seat that is put into a mode looks for messages afterwards, as those that came before have found it nowhere.
 */
final class Seat implements ModeItem, Runnable {
    private static final Mode[] NOWHERE = {};
    private static final VarHandle QUEUED;

    static {
        try {
            QUEUED = MethodHandles.lookup().findVarHandle(Seat.class, "queued", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final QueueSource source;
    private final Loop loop;
    private volatile Mode[] modes = NOWHERE;

    @SuppressWarnings("unused") // by QUEUED
    private volatile boolean queued;

    /** Whether the last message that was looked for was there; only touched by the loop's thread. */
    private boolean served;

    Seat(QueueSource source, Loop loop) {
        this.source = source;
        this.loop = loop;
    }

    QueueSource source() {
        return source;
    }

    Loop loop() {
        return loop;
    }

    /** There is a message. Any thread. */
    void signal() {
        if (modes != NOWHERE && QUEUED.compareAndSet(this, false, true)) {
            loop.ready(this);
        }
    }

    /** It was taken out of the queue and will not be served: it is in no mode, unless that has just changed. */
    void unqueued() {
        queued = false;
        if (modes != NOWHERE && source.hasMore()) {
            signal();
        }
    }

    /** Serves one message; returns whether there was one. By the loop's thread. */
    boolean serve() {
        queued = false;
        served = false;
        loop.callOut(this);
        if (served && source.hasMore()) {
            signal();
        }
        return served;
    }

    @Override
    public void run() {
        boolean had = source.serveNext();
        served = had; // after a nested run, which may have served this seat too
    }

    @Override
    public boolean enter(Mode mode) {
        if (!mode.seats().add(this, null)) {
            return false;
        }
        Mode[] next = java.util.Arrays.copyOf(modes, modes.length + 1);
        next[modes.length] = mode;
        modes = next;
        return true;
    }

    @Override
    public boolean leave(Mode mode) {
        if (!mode.seats().remove(this)) {
            return false;
        }
        Mode[] left =
                java.util.Arrays.stream(modes).filter(other -> other != mode).toArray(Mode[]::new);
        modes = left.length == 0 ? NOWHERE : left;
        return true;
    }

    @Override
    public boolean isIn(Mode mode) {
        for (Mode mine : modes) {
            if (mine == mode) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether it is in no mode, and will not be in any since the loop's thread has ended. */
    boolean isOver() {
        return modes == NOWHERE && loop.isWithoutThreadForGood();
    }

    boolean isNowhere() {
        return modes == NOWHERE;
    }
}
