package org.roadstead.core.port;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.roadstead.transport.NameClaim;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives names free in the directories. Normally at once, on the thread that ends a port; if a directory does not let us, for
 * example since a stopped process holds its lock, the timer goes on trying, so that a bundle's stop waits for a directory once at
 * most and not once for each port, and no name stays taken for good.
 */
final class Releases {
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

    private final ScheduledExecutorService timer;
    /** {@link System#nanoTime()} until which no thread that ends a port tries itself. */
    private volatile long troubledUntil = System.nanoTime();

    Releases(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Gives a name free, now or a little later. */
    void release(NameClaim claim) {
        if (troubledUntil - System.nanoTime() > 0 || !tryOnce(claim)) {
            later(claim);
        }
    }

    private boolean tryOnce(NameClaim claim) {
        try {
            claim.close();
            return true;
        } catch (IOException e) {
            troubledUntil = System.nanoTime() + 2 * AGAIN_NANOS;
            LOG.warn("the name {} is not free yet, and will be tried again: {}", claim.name(), e.getMessage());
            return false;
        }
    }

    private void later(NameClaim claim) {
        try {
            var unused = timer.schedule(
                    () -> {
                        if (!tryOnce(claim)) {
                            later(claim);
                        }
                    },
                    AGAIN_NANOS,
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.warn("the name {} stays until the transport is closed: the kernel has ended", claim.name());
        }
    }
}
