package org.roadstead.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A blocking call on a thread of its own: how it ended, and when. The thread is a daemon, so a call that never ends does not keep
 * the tests from ending.
 *
 * <p>May be used by several threads: the end is written once, before the latch that all readers wait for.
 */
public final class Attempt {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch over = new CountDownLatch(1);
    private final long began = System.nanoTime();
    private Thread thread;
    private Object result;
    private Throwable failure;
    private long ended;

    private Attempt() {}

    /**
     * Makes the call, and does not wait for it.
     *
     * @param call what to do
     * @return the call, which goes on meanwhile
     */
    public static Attempt of(Callable<?> call) {
        Attempt attempt = new Attempt();
        attempt.thread = new Thread(() -> attempt.run(call), "test-attempt");
        attempt.thread.setDaemon(true);
        attempt.thread.start();
        return attempt;
    }

    /**
     * Returns the thread that makes the call, to see what it waits for, or to interrupt it.
     *
     * @return the thread
     */
    public Thread thread() {
        return thread;
    }

    private void run(Callable<?> call) {
        try {
            result = call.call();
        } catch (Throwable e) {
            failure = e;
        } finally {
            ended = System.nanoTime();
            over.countDown();
        }
    }

    /**
     * Says without waiting whether the call has ended, in whatever way.
     *
     * @return whether it is over
     */
    public boolean isOver() {
        return over.getCount() == 0;
    }

    /**
     * Waits for the end and returns what was thrown.
     *
     * @param <E> the type of it
     * @param type the type of it
     * @return the failure
     * @throws AssertionError if the call succeeded, or failed with something else
     * @throws TimeoutException if the call has not ended after 20 s
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    public <E extends Throwable> E failure(Class<E> type) throws TimeoutException, InterruptedException {
        await();
        if (!type.isInstance(failure)) {
            throw new AssertionError("not " + type.getSimpleName() + " but " + result, failure);
        }
        return type.cast(failure);
    }

    /**
     * Waits for the end, which must be a success.
     *
     * @return what the call returned
     * @throws AssertionError if the call failed
     * @throws TimeoutException if the call has not ended after 20 s
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    public Object result() throws TimeoutException, InterruptedException {
        await();
        if (failure != null) {
            throw new AssertionError("the call failed", failure);
        }
        return result;
    }

    /**
     * Waits for the end and says how long after a moment it came.
     *
     * @param moment as {@link System#nanoTime()} said it
     * @return the time from then to the end
     * @throws TimeoutException if the call has not ended after 20 s
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    public Duration endedAfter(long moment) throws TimeoutException, InterruptedException {
        await();
        return Duration.ofNanos(ended - moment);
    }

    /**
     * Waits for the end and says how long the call took.
     *
     * @return the time from {@link #of} to the end
     * @throws TimeoutException if the call has not ended after 20 s
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    public Duration took() throws TimeoutException, InterruptedException {
        return endedAfter(began);
    }

    private void await() throws TimeoutException, InterruptedException {
        if (!over.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException("the call has not ended after " + PATIENCE.toSeconds() + " s");
        }
    }
}
