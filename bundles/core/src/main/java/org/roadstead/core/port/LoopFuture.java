package org.roadstead.core.port;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.roadstead.port.WouldDeadlockException;
import org.roadstead.runloop.RunLoop;

/** A future that completes on a run loop; waiting for it on that very loop could never end and is refused. */
final class LoopFuture<T> extends CompletableFuture<T> {
    private final RunLoop loop;

    LoopFuture(RunLoop loop) {
        this.loop = loop;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new LoopFuture<>(loop);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        check();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        check();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        check();
        return super.join();
    }

    private void check() {
        if (!isDone() && loop.isCurrent()) {
            throw new WouldDeadlockException(
                    loop.name()
                            + " waits for a result that only it can deliver; use thenAccept, or a blocking request, in handlers");
        }
    }
}
