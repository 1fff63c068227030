package org.roadstead.itests.felix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A blocking call on a thread of its own: how it ended, and when. */
final class Attempt {
    private record End(Object result, Throwable failure, long at) {}

    private final long began = System.nanoTime();
    private final CompletableFuture<End> end = new CompletableFuture<>();

    /** Makes the call. */
    static Attempt of(Callable<?> call) {
        Attempt attempt = new Attempt();
        Thread thread = new Thread(() -> attempt.run(call), "test-attempt");
        thread.setDaemon(true);
        thread.start();
        return attempt;
    }

    private void run(Callable<?> call) {
        Object result = null;
        Throwable failure = null;
        try {
            result = call.call();
        } catch (Throwable e) {
            failure = e;
        }
        end.complete(new End(result, failure, System.nanoTime()));
    }

    boolean isOver() {
        return end.isDone();
    }

    /** Waits for the end and returns what was thrown. */
    <E extends Throwable> E failure(Class<E> type) throws Exception {
        End ended = ended();
        if (!type.isInstance(ended.failure)) {
            throw new AssertionError("not " + type.getSimpleName() + " but " + ended.result, ended.failure);
        }
        return type.cast(ended.failure);
    }

    /** Waits for the end, which must be a success. */
    Object result() throws Exception {
        End ended = ended();
        if (ended.failure != null) {
            throw new AssertionError("the call failed", ended.failure);
        }
        return ended.result;
    }

    /** How long after a moment the call ended; waits for the end. */
    Duration endedAfter(long moment) throws Exception {
        return Duration.ofNanos(ended().at - moment);
    }

    /** How long the call took; waits for its end. */
    Duration took() throws Exception {
        return endedAfter(began);
    }

    private End ended() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
