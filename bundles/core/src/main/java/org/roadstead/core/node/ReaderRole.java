package org.roadstead.core.node;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.WaitPoint;
import org.roadstead.core.runloop.Idle;
import org.roadstead.core.runloop.KernelThread;
import org.roadstead.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who reads a transport: at most one thread at a time, a caller that waits for its own reply, an idle run loop, or the
 * reserve thread that stands in while nobody waits. The reader completes calls and fills queues; it runs no user code while
 * it holds the role.
 *
 * <p><b>Why the role is never orphaned while somebody waits.</b> A follower enters {@code followers} before it reads {@code
 * reader}, whoever releases writes {@code reader} before it reads {@code followers}; both are volatile, so either the follower
 * takes the free role or the releaser wakes it. A follower that leaves repeats the releaser's step, so a wake-up spent on it is
 * passed on. The reserve sleeps without limit only after it has announced so and then seen the role held; whoever releases
 * or finishes a poll looks at the announcement afterwards, and while it does not sleep it takes a role that was free for two
 * ticks.
 */
final class ReaderRole implements Idle, WaitPoint.Wakeup, AutoCloseable {
    /** How long the role may be free before the reserve takes it; finer ticks cost calls on a shared core. */
    private static final long TICK_NANOS = 10_000_000;

    /** A wait without a deadline is cut into polls of this length, far from the limits of the selector's clock. */
    private static final long LONGEST_POLL_NANOS = 3_600_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(ReaderRole.class);
    private static final VarHandle READER;

    static {
        try {
            READER = MethodHandles.lookup().findVarHandle(ReaderRole.class, "reader", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Transport transport;
    private final Thread reserve;
    private final ConcurrentLinkedQueue<WaitPoint> followers = new ConcurrentLinkedQueue<>();
    /** User code that a reader came upon; run by the reserve, after release. */
    private final ConcurrentLinkedQueue<Runnable> deferred = new ConcurrentLinkedQueue<>();

    private volatile Thread reader;
    private volatile boolean reserveAsleep;
    private volatile boolean closed;
    /** Written by the reader only. */
    private volatile long polls;
    /** Whether the poll that runs woke a thread that can lead; only touched by the reader. */
    private boolean woke;
    /** Whether the holder came upon code for the reserve; only touched by the reader. */
    private boolean cameUponCode;

    ReaderRole(Transport transport) {
        this.transport = transport;
        this.reserve = KernelThread.of("port-reader [" + transport.name() + "]", this::standBy);
    }

    void start() {
        reserve.start();
    }

    /**
     * Waits for an event that a frame will bring, reading meanwhile if nobody else does.
     *
     * @return false if the deadline passed first
     */
    boolean await(WaitPoint point, long deadline) throws InterruptedException {
        boolean following = false;
        try {
            while (!point.isDue()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                long left = Deadline.left(deadline);
                if (left <= 0) {
                    return false;
                }
                if (tryEnter()) {
                    try {
                        readUntil(point, deadline);
                    } finally {
                        leave();
                    }
                } else {
                    point.prepare(this);
                    if (!following) {
                        followers.add(point);
                        following = true;
                    }
                    if (!point.isDue() && (reader != null || closed)) {
                        LockSupport.parkNanos(this, left);
                    }
                    point.done();
                }
            }
            return true;
        } finally {
            if (following) {
                followers.remove(point);
                promote();
            }
        }
    }

    @Override
    public boolean tryEnter() {
        return reader == null && !closed && READER.compareAndSet(this, (Thread) null, Thread.currentThread());
    }

    @Override
    public void waitHere(long nanos) {
        poll(Math.min(nanos, LONGEST_POLL_NANOS));
    }

    @Override
    public boolean leave() {
        boolean workForReserve = cameUponCode;
        cameUponCode = false;
        reader = null;
        if (reserveAsleep && Thread.currentThread() != reserve) {
            LockSupport.unpark(reserve);
        }
        promote();
        return workForReserve;
    }

    @Override
    public void standIn() {
        if (reader == null && !closed && READER.compareAndSet(this, (Thread) null, reserve)) {
            LockSupport.unpark(reserve);
        }
    }

    @Override
    public void wakeup() {
        transport.wakeup();
    }

    @Override
    public void woken() {
        if (isReader()) {
            woke = true;
        }
    }

    @Override
    public void endRead() {
        if (!isReader()) {
            transport.wakeup();
        }
    }

    @Override
    public boolean isReader() {
        return reader == Thread.currentThread();
    }

    /** Runs user code on the reserve thread, which does not hold the role while it does. Only by the reader. */
    void defer(Runnable code) {
        deferred.add(code);
        cameUponCode = true;
    }

    /** Ends the reserve thread; the transport's end has already ended what waits. */
    @Override
    public void close() {
        closed = true;
        transport.wakeup();
        LockSupport.unpark(reserve);
        followers.forEach(WaitPoint::wake);
        if (Thread.currentThread() == reserve) {
            return;
        }
        boolean interrupted = false;
        while (reserve.isAlive()) {
            try {
                reserve.join(1_000);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void readUntil(WaitPoint point, long deadline) {
        long left = Deadline.left(deadline);
        point.reads(this); // before the look: who signals from now on, and is not this reader, ends the poll
        try {
            while (!point.isDue()
                    && left > 0
                    && !closed
                    && !Thread.currentThread().isInterrupted()) {
                poll(Math.min(left, LONGEST_POLL_NANOS));
                left = Deadline.left(deadline);
            }
        } finally {
            point.reads(null);
        }
    }

    private void promote() {
        if (reader == null) {
            WaitPoint next = followers.peek();
            if (next != null) {
                next.wake();
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // of polls, which only the reader writes, and there is one at a time
    private void poll(long nanos) {
        try {
            transport.poll(nanos);
        } catch (IOException e) {
            if (!closed) {
                LOG.warn("the transport {} cannot read: {}", transport.name(), e.toString());
                LockSupport.parkNanos(this, TICK_NANOS);
            }
        } finally {
            polls = polls + 1;
            if ((reserveAsleep || !deferred.isEmpty()) && Thread.currentThread() != reserve) {
                reserveAsleep = false;
                LockSupport.unpark(reserve);
            }
        }
    }

    private void standBy() {
        long seen = -1;
        while (!closed) {
            boolean worked = runDeferred();
            Thread holder = reader;
            long count = polls;
            if (holder == reserve || (holder == null && (worked || count == seen))) {
                if (holder == reserve || tryEnter()) {
                    readUntilWorkLeaves();
                }
                seen = -1;
            } else if (holder != null && count == seen) {
                reserveAsleep = true;
                if (polls == count && reader == holder && holder != reserve && deferred.isEmpty() && !closed) {
                    LockSupport.park(this);
                }
                reserveAsleep = false;
                seen = -1;
            } else {
                seen = count;
                if (deferred.isEmpty() && !closed) {
                    LockSupport.parkNanos(this, TICK_NANOS);
                }
            }
        }
    }

    /** Reads until a thread that can lead was woken: the role leaves together with the work. */
    private void readUntilWorkLeaves() {
        do {
            woke = false;
            poll(-1);
            if (!deferred.isEmpty()) {
                leave();
                runDeferred();
                if (!tryEnter()) {
                    return;
                }
            }
        } while (!woke && !closed);
        leave();
    }

    private boolean runDeferred() {
        boolean any = false;
        Runnable code;
        while ((code = deferred.poll()) != null) {
            any = true;
            try {
                code.run();
            } catch (Throwable e) {
                LOG.warn("a direct handler failed", e);
            }
            Thread.interrupted(); // left behind by user code; it would make the next select spin
        }
        return any;
    }
}
