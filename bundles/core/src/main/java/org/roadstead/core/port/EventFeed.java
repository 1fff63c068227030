package org.roadstead.core.port;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.roadstead.port.Reply;
import org.roadstead.port.SendOptions;
import org.roadstead.runtime.EventOptions;
import org.roadstead.runtime.EventStream;
import org.roadstead.runtime.PortEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of several nodes in one bounded queue. Each node has one question under way at a time, and its answer asks the next,
 * so the events of a node stay in order; what finds no room is counted and dropped, and holds up nobody. Any thread.
 */
final class EventFeed implements EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final int CAPACITY = 4096;
    /** Longer than a node takes to say that there was nothing. */
    private static final SendOptions PATIENCE = SendOptions.timeout(Duration.ofSeconds(30));

    private final EventLog log;
    private final EventOptions options;
    private final BlockingQueue<PortEvent> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong missed = new AtomicLong();
    private final List<RemotePort> others = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Runnable more = this::more;
    private long read; // of whoever was told that there is more

    /** Follows the events of this node. */
    EventFeed(EventLog log, EventOptions options) {
        this.log = log;
        this.options = options;
        log.open(options);
        read = log.after(-1, options).last();
        more();
    }

    /** This node has more: told once for each registration, so never twice at a time. */
    private void more() {
        do {
            EventLog.Page page = log.after(read, options);
            read = page.last();
            take(page);
        } while (!closed.get() && !log.whenMore(read, more));
        if (closed.get()) {
            log.forget(more);
        }
    }

    /** Follows another node too, by its control port, which is closed with this. */
    void follow(RemotePort control) {
        others.add(control);
        ask(control, -1);
        if (closed.get()) {
            control.close();
        }
    }

    private void ask(RemotePort control, long after) {
        control.requestAsync(ControlPort.EVENTS, EventCodec.question(after, options), PATIENCE)
                .whenComplete((reply, failure) -> {
                    if (closed.get()) {
                        return;
                    }
                    if (failure != null) {
                        LOG.debug("{} tells no more events", control, failure);
                        control.close();
                        return;
                    }
                    answered(control, reply);
                });
    }

    private void answered(RemotePort control, Reply reply) {
        try {
            EventLog.Page page = EventCodec.decode(reply.toByteArray());
            take(page);
            ask(control, page.last());
        } catch (IOException e) {
            LOG.warn("{} tells events that cannot be read: {}", control, e.toString());
            control.close();
        }
    }

    private void take(EventLog.Page page) {
        missed.addAndGet(page.missed());
        for (PortEvent event : page.events()) {
            if (!queue.offer(event)) {
                missed.incrementAndGet();
            }
        }
    }

    @Override
    public Optional<PortEvent> next(Duration wait) throws InterruptedException {
        return Optional.ofNullable(queue.poll(closed.get() ? 0 : wait.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public long missed() {
        return missed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            log.forget(more);
            log.close(options);
            others.forEach(RemotePort::close);
        }
    }
}
