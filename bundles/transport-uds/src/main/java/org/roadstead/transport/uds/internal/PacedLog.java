package org.roadstead.transport.uds.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** A warning that a peer can cause at will: at most one line in ten seconds, with the number left out. Any thread. */
final class PacedLog {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

    private final Logger log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong leftOut = new AtomicLong();

    PacedLog(Logger log) {
        this.log = log;
    }

    void warn(String message) {
        long due = next.get();
        long now = System.nanoTime();
        if (now - due < 0 || !next.compareAndSet(due, now + INTERVAL)) {
            leftOut.incrementAndGet();
            return;
        }
        long before = leftOut.getAndSet(0);
        if (before == 0) {
            log.warn(message);
        } else {
            log.warn("{} ({} times before this without a line)", message, before);
        }
    }
}
