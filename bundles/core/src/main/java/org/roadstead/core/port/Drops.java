package org.roadstead.core.port;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.roadstead.core.runloop.KernelThread;
import org.roadstead.port.Responder;

/**
 * Notices responders that nobody can use any more, since the garbage collector has found them unreachable, so that their requests fail
 * and do not wait for their timeouts. There is a thread for it while responders are out, and some seconds longer.
 *
 * <p>No responder goes unwatched: who takes one counts it and then starts the thread unless it runs; the thread gives up running
 * before it looks at the count for the last time. Any thread; nothing here blocks but that one.
 */
final class Drops implements AutoCloseable {
    private static final long KEEP_MILLIS = 10_000;

    private final ReferenceQueue<Responder> unreachable = new ReferenceQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Thread thread;
    private volatile boolean closed;

    /** What is to be done when a responder is unreachable; must not block. The holder keeps it until then, or clears it. */
    abstract static class Watched extends PhantomReference<Responder> {
        Watched(Responder responder, Drops drops) {
            super(responder, drops.unreachable);
        }

        abstract void dropped();
    }

    void opened() {
        open.incrementAndGet();
        start();
    }

    void settled() {
        open.decrementAndGet();
    }

    private void start() {
        if (!closed && running.compareAndSet(false, true)) {
            Thread next = KernelThread.of("port-drops", this::watch);
            thread = next;
            next.start();
            if (closed) {
                next.interrupt();
            }
        }
    }

    private void watch() {
        try {
            boolean idle = false;
            while (!idle) {
                Watched found = (Watched) unreachable.remove(KEEP_MILLIS);
                if (found != null) {
                    found.dropped();
                }
                idle = found == null && open.get() == 0;
            }
        } catch (InterruptedException e) {
            closed = true; // nobody else interrupts this thread
        } finally {
            running.set(false);
        }
        if (open.get() > 0) {
            start();
        }
    }

    @Override
    public void close() {
        closed = true;
        Thread watching = thread;
        if (watching != null) {
            watching.interrupt();
        }
    }
}
