package org.roadstead.core.port;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.roadstead.runtime.EventOptions;
import org.roadstead.runtime.PortEvent;

/**
 * The last events of a node. Who follows them keeps a number of its own and asks for what came after it, so no reader is known here,
 * and one that is too slow finds that its events were overwritten.
 *
 * <p>Ring and waiters change under the monitor of this object, which is a leaf; waiters are told after it is released, each once.
 * An event is in the ring before anybody is told, and who registers is refused if there is one already, so none is slept through.
 * Messages are events only while somebody has asked for them: otherwise a message costs two reads of a field.
 */
final class EventLog {
    /**
     * What came after a number.
     *
     * @param events in their order
     * @param last the number of the newest event of the node
     * @param missed how many were overwritten
     */
    record Page(List<PortEvent> events, long last, long missed) {}

    private static final int KEPT = 1024;
    /** How many may wait for events at once; others are refused. */
    private static final int MAX_WAITERS = 64;
    /** How long a question of another node for messages holds. */
    private static final long INTEREST_NANOS = 6_000_000_000L;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final String node;
    private final PortEvent[] ring = new PortEvent[KEPT]; // guarded by this
    private final Set<Runnable> waiters = new LinkedHashSet<>(); // guarded by this
    private long last; // guarded by this
    private final AtomicInteger messageReaders = new AtomicInteger();
    private final AtomicInteger payloadReaders = new AtomicInteger();
    private volatile Interest interest;

    /** Until when another node wants messages. */
    private record Interest(long until, boolean payload) {
        boolean isOver() {
            return System.nanoTime() - until > 0;
        }
    }

    EventLog(String node) {
        this.node = node;
    }

    /** Something has come or gone. */
    void add(PortEvent.Kind kind, String port, String owner, String detail) {
        append(kind, port, owner, detail, 0, 0, NOTHING);
    }

    /** Tells whether messages are to be told. */
    boolean wantsMessages() {
        Interest now = interest;
        return messageReaders.get() > 0 || (now != null && !now.isOver());
    }

    /** A handler has had a message. */
    void message(LocalPort port, Delivery message, long nanos, Throwable failure) {
        Interest now = interest;
        boolean payload = payloadReaders.get() > 0 || (now != null && now.payload() && !now.isOver());
        ByteBuffer data = message.data();
        ByteBuffer kept = NOTHING;
        if (payload) {
            kept = ByteBuffer.allocate(Math.min(data.remaining(), PortEvent.MAX_PAYLOAD));
            kept.put(data.slice(data.position(), kept.capacity())).flip();
        }
        String detail = (message.wantsReply() ? "request" : "message") + " from "
                + message.sender().owner() + ", " + nanos / 1_000 + " us"
                + (failure == null ? "" : ", failed: " + failure);
        append(
                PortEvent.Kind.MESSAGE,
                port.name().map(Object::toString).orElse(""),
                port.space().owner(),
                detail,
                message.id(),
                data.remaining(),
                kept);
    }

    private void append(
            PortEvent.Kind kind, String port, String owner, String detail, int id, int bytes, ByteBuffer payload) {
        List<Runnable> told;
        synchronized (this) {
            last++;
            ring[(int) (last % KEPT)] =
                    new PortEvent(last, Instant.now(), kind, node, port, owner, detail, id, bytes, payload);
            told = List.copyOf(waiters);
            waiters.clear();
        }
        told.forEach(Runnable::run);
    }

    /** Returns what came after a number; after a negative one nothing, but the number to go on from. */
    Page after(long number, EventOptions options) {
        synchronized (this) {
            if (number < 0) {
                return new Page(List.of(), last, 0);
            }
            List<PortEvent> events = new ArrayList<>();
            long first = Math.max(number, last - KEPT) + 1;
            for (long each = first; each <= last; each++) {
                PortEvent event = ring[(int) (each % KEPT)];
                if (event.kind() != PortEvent.Kind.MESSAGE || options.messages()) {
                    events.add(options.payload() ? event : withoutPayload(event));
                }
            }
            return new Page(events, last, number > last ? 0 : first - number - 1);
        }
    }

    private static PortEvent withoutPayload(PortEvent event) {
        return new PortEvent(
                event.number(),
                event.at(),
                event.kind(),
                event.node(),
                event.port(),
                event.owner(),
                event.detail(),
                event.id(),
                event.bytes(),
                NOTHING);
    }

    /** Has somebody told, once, of the next event after a number; false, and nothing is told, if there is one already. */
    boolean whenMore(long number, Runnable told) {
        synchronized (this) {
            return last == number && waiters.add(told);
        }
    }

    /** Undoes {@link #whenMore}, if nothing was told yet. */
    void forget(Runnable told) {
        synchronized (this) {
            waiters.remove(told);
        }
    }

    boolean isCrowded() {
        synchronized (this) {
            return waiters.size() >= MAX_WAITERS;
        }
    }

    /** A reader of this node comes. */
    void open(EventOptions options) {
        count(options, 1);
    }

    /** Undoes one {@link #open}. */
    void close(EventOptions options) {
        count(options, -1);
    }

    private void count(EventOptions options, int by) {
        if (options.messages()) {
            messageReaders.addAndGet(by);
        }
        if (options.payload()) {
            payloadReaders.addAndGet(by);
        }
    }

    /** Another node asks, and will ask again. */
    void asked(EventOptions options) {
        if (options.messages()) {
            Interest before = interest;
            boolean payload = options.payload() || (before != null && before.payload() && !before.isOver());
            interest = new Interest(System.nanoTime() + INTEREST_NANOS, payload);
        }
    }
}
