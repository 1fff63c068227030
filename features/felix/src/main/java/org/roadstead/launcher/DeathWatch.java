package org.roadstead.launcher;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.roadstead.port.Invalidation;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.SendOptions;

/** A request that waits while its port's owner goes, and the moments at which the two news of that come. */
final class DeathWatch {
    /** When something came. */
    private record Moment<T>(T what, long at) {}

    private final CompletableFuture<Moment<Throwable>> outcome = new CompletableFuture<>();
    private final CompletableFuture<Moment<Invalidation>> notice = new CompletableFuture<>();
    private long causedAt;

    DeathWatch(RemoteMessagePort port, SendOptions options) {
        port.onInvalidated((gone, why) -> notice.complete(new Moment<>(why, System.nanoTime())), Runnable::run);
        port.requestAsync(
                        0, ByteBuffer.wrap("anybody there?".getBytes(java.nio.charset.StandardCharsets.UTF_8)), options)
                .whenComplete(this::ended);
    }

    private void ended(Reply reply, Throwable failure) {
        Throwable why = failure instanceof java.util.concurrent.CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        outcome.complete(new Moment<>(why, System.nanoTime()));
    }

    /** The owner goes now. */
    void startClock() {
        causedAt = System.nanoTime();
    }

    boolean hasEnded() {
        return outcome.isDone();
    }

    /** Waits for the outcome, which must be one of a port; null stands for a reply. */
    MessagePortException outcome(Duration limit) throws InterruptedException, DemoFailedException {
        Throwable failure = get(outcome, limit, "the request's outcome").what;
        if (failure instanceof MessagePortException e) {
            return e;
        }
        throw new DemoFailedException("the request was to end with its port, but this came: " + failure);
    }

    Invalidation notice(Duration limit) throws InterruptedException, DemoFailedException {
        return get(notice, limit, "the death notice").what;
    }

    Duration outcomeAfter() {
        return Duration.ofNanos(outcome.join().at - causedAt);
    }

    Duration noticeAfter() {
        return Duration.ofNanos(notice.join().at - causedAt);
    }

    private static <T> T get(CompletableFuture<T> future, Duration limit, String what)
            throws InterruptedException, DemoFailedException {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new DemoFailedException(what + " did not come within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new DemoFailedException(what + " failed: " + e.getCause());
        }
    }
}
