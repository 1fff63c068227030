package org.roadstead.core.mach;

import java.util.concurrent.locks.LockSupport;

/**
 * One thread waits for one event.
 *
 * <p>No wake-up is lost: the waiter writes {@code waiter} before it reads {@code signalled}, the signaller writes
 * {@code signalled} before it reads {@code waiter}, and both fields are volatile, so one of them sees the other. A waiter
 * re-checks after every return of park, so a stray permit does no harm. Only a thread that said it is
 * about to park is unparked, which keeps the common case free of system calls.
 */
public final class WaitPoint {
    /** Told on the signalling thread. */
    public interface Wakeup {
        /** A thread that parked was woken. */
        void woken();

        /** The waiting thread does not park, it reads: its read must end if another thread signals. */
        void endRead();
    }

    private volatile boolean signalled;
    private volatile boolean nudged;
    private volatile Thread waiter;
    private volatile Wakeup wakeup;
    private volatile Wakeup reading;

    /** Ends the wait for good. Any thread. */
    public void signal() {
        signalled = true;
        wake();
    }

    /** Lets the waiting thread look again, without ending the wait. Any thread. */
    public void wake() {
        Thread thread = waiter;
        if (thread != null) {
            LockSupport.unpark(thread);
            Wakeup told = wakeup;
            if (told != null) {
                told.woken();
            }
        }
        Wakeup read = reading;
        if (read != null) {
            read.endRead();
        }
    }

    /** Ends the wait that runs, or the next one, without ending what is waited for: its deadline has moved. Any thread. */
    public void nudge() {
        nudged = true;
        wake();
    }

    /** Forgets nudges; the waiter calls this before it looks at the deadline anew. */
    public void again() {
        nudged = false;
    }

    /** Tells whether the wait is over: by the signal or by a nudge. */
    public boolean isDue() {
        return signalled || nudged;
    }

    /** Says that the calling thread is about to park, and who is to be told when it is woken (may be null). */
    public void prepare(Wakeup told) {
        wakeup = told;
        waiter = Thread.currentThread();
    }

    /** Says that the calling thread is about to wait by reading, before it looks whether the wait is over; null when it ends. */
    public void reads(Wakeup told) {
        reading = told;
    }

    /** Undoes {@link #prepare}. */
    public void done() {
        waiter = null;
    }

    /**
     * Parks until the signal or a nudge.
     *
     * @return false if the deadline passed first
     * @throws InterruptedException if the thread is interrupted first
     */
    public boolean park(long deadline) throws InterruptedException {
        prepare(null);
        try {
            while (!isDue()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                long left = Deadline.left(deadline);
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
            }
            return true;
        } finally {
            done();
        }
    }
}
