package org.roadstead.core.port;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.runloop.KernelThread;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.TransportException;
import org.roadstead.transport.Transport;

/**
 * A connect that waits for its name to appear: in this kernel, where {@link NameTable} tells it, or in a name directory, which
 * a thread of its own watches. The thread lives as long as the wait.
 */
final class Connecting {
    private final SpaceRegistry registry;
    private final Space space;
    private final PortName name;
    private final long deadline;
    private final CompletableFuture<RemoteMessagePort> future;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Thread watcher;

    Connecting(SpaceRegistry registry, Space space, PortName name, Duration wait) {
        this.registry = registry;
        this.space = space;
        this.name = name;
        this.deadline = Deadline.after(wait);
        this.future = new LoopFuture<>(space.runLoop());
    }

    CompletableFuture<RemoteMessagePort> start() {
        space.kernel().names().add(this);
        Thread thread = KernelThread.of("port-connect [" + name + "]", this::watch);
        watcher = thread;
        var unused = future.whenComplete((port, failure) -> end()); // a wait that its owner cancelled ends too
        thread.start();
        return future;
    }

    /** The owner has stopped: the wait ends at once. */
    void spaceClosed(Space closed) {
        if (closed == space) {
            fail(new IllegalStateException(
                    space.owner() + " has stopped; nothing waits for port " + name + " any more"));
            end();
        }
    }

    /** Lets the watching thread see that nobody waits any more. */
    private void end() {
        Thread waiting = watcher;
        boolean over = ended.compareAndSet(false, true) || space.isClosed();
        if (over && waiting != null) { // one that is not there yet looks first
            waiting.interrupt();
        }
    }

    /** A local port has taken a name. */
    void appeared(PortName taken) {
        if (taken.equals(name)) {
            Thread waiting = watcher;
            if (waiting != null) {
                waiting.interrupt(); // it looks at once
            }
        }
    }

    private void watch() {
        try {
            while (!ended.get() && !tryOnce() && !Deadline.passed(deadline) && !space.isClosed()) {
                awaitChange();
            }
            fail(new NoSuchPortException(
                    name, "no port " + name + " appeared in time; start its owner, or wait longer"));
        } catch (IOException | RuntimeException e) {
            fail(e);
        } finally {
            space.kernel().names().remove(this);
        }
    }

    private boolean tryOnce() {
        try {
            RemoteMessagePort port = registry.connect(name);
            if (ended.compareAndSet(false, true)) {
                space.kernel().completions(space).execute(() -> {
                    if (!future.complete(port)) {
                        port.close(); // cancelled meanwhile: nobody else knows the handle
                    }
                });
            } else {
                port.close();
            }
            return true;
        } catch (NoSuchPortException e) {
            return false; // not yet: that is what the wait is for
        } catch (TransportException e) {
            if (Thread.interrupted()) {
                return false; // a local port has taken the name while another node was asked: look again
            }
            throw e;
        }
    }

    private void awaitChange() throws IOException {
        List<Transport> transports = space.kernel().node().transports();
        try {
            Duration left = Duration.ofNanos(Math.max(1, Deadline.left(deadline)));
            if (transports.isEmpty()) {
                Thread.sleep(left.toMillis() + 1);
            } else {
                transports.get(0).directory().await(name.value(), left);
            }
        } catch (InterruptedException e) {
            // a local port has taken the name: look again
        }
    }

    private void fail(Exception why) {
        if (ended.compareAndSet(false, true)) {
            space.kernel().completions(space).execute(() -> future.completeExceptionally(why));
        }
    }
}
