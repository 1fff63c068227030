package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The one selector of a transport, and what its reader owns: the receive buffer and the list of ready keys. Whoever
 * calls {@link #poll} or {@link #pollOne} is the reader for that time; there is one at a time, and a second one is
 * refused. The other methods may be called by any thread and never wait for a select that runs.
 */
final class LinkSelector {
    private static final int RECEIVE_BUFFER = 128 * 1024;

    private final Selector selector;
    private final DirectBuffers buffers = new DirectBuffers();
    private final AtomicReference<Thread> reader = new AtomicReference<>();

    /** Links whose listener is owed a call that no input causes. */
    private final Queue<UdsLink> notices = new ConcurrentLinkedQueue<>();

    private final Set<UdsLink> links = ConcurrentHashMap.newKeySet();

    // Touched by the reader only.
    private final ByteBuffer receive = ByteBuffer.allocateDirect(RECEIVE_BUFFER);
    private final List<SelectionKey> ready = new ArrayList<>();
    private final Consumer<SelectionKey> collect = ready::add;
    private final List<Doorway> paused = new ArrayList<>();

    LinkSelector() throws IOException {
        selector = Selector.open();
    }

    /** False once the transport is closed. */
    boolean isOpen() {
        return selector.isOpen();
    }

    DirectBuffers buffers() {
        return buffers;
    }

    /** Selects, then serves what is ready. The contract is that of {@link org.roadstead.transport.Transport#poll}. */
    int poll(long timeoutNanos) throws IOException {
        enter();
        try {
            select(timeoutNanos);
            int frames = 0;
            for (int i = 0; i < ready.size(); i++) {
                frames += serve(ready.get(i));
            }
            settle();
            return frames;
        } catch (ClosedSelectorException e) {
            settle();
            throw closed();
        } finally {
            ready.clear();
            reader.set(null);
        }
    }

    /** Reads one link without a select. */
    int pollOne(UdsLink link) throws IOException {
        enter();
        try {
            int frames = link.ready(SelectionKey.OP_READ);
            settle();
            if (!selector.isOpen()) {
                throw closed();
            }
            return frames;
        } finally {
            reader.set(null);
        }
    }

    void wakeup() {
        selector.wakeup();
    }

    /**
     * Ends a select that another thread may be in, so that it sees what the caller has just changed. If nobody reads now
     * the next reader looks by itself: it enters first and looks then, we change first and look at the reader then.
     */
    void wakeReader() {
        Thread thread = reader.get();
        if (thread != null && thread != Thread.currentThread()) {
            selector.wakeup();
        }
    }

    /** Registers a channel. Does not wait for a select that runs. */
    SelectionKey register(SelectableChannel channel, int ops, Polled polled) throws ClosedChannelException {
        SelectionKey key;
        try {
            key = channel.register(selector, ops, polled);
        } catch (ClosedSelectorException e) {
            throw (ClosedChannelException) new ClosedChannelException().initCause(e);
        }
        wakeReader();
        return key;
    }

    /** Remembers a link, to end it with the transport. */
    void add(UdsLink link) {
        links.add(link);
        if (!selector.isOpen()) {
            link.end(UdsTransport.CLOSED);
        }
    }

    void remove(UdsLink link) {
        links.remove(link);
    }

    /** Has the reader call {@link UdsLink#settle}. Any thread. */
    void notice(UdsLink link) {
        notices.add(link);
        wakeReader();
    }

    /** Has {@link Doorway#reopen} called when its pause is over. Only by the reader. */
    void pause(Doorway doorway) {
        paused.add(doorway);
    }

    /** Ends all links, and the poll that runs. Any thread. */
    void close() throws IOException {
        for (UdsLink link : links) {
            link.end(UdsTransport.CLOSED);
        }
        selector.close(); // gives the descriptors back too
        for (UdsLink link : links) {
            link.end(UdsTransport.CLOSED); // one that came in meanwhile
        }
    }

    ByteBuffer receiveBuffer() {
        return receive;
    }

    private void enter() {
        Thread me = Thread.currentThread();
        if (!reader.compareAndSet(null, me)) {
            throw new IllegalStateException(
                    "only the holder of the reader role may poll; " + reader.get() + " is polling now");
        }
    }

    private void select(long timeoutNanos) throws IOException {
        long timeout = paused.isEmpty() ? timeoutNanos : untilReopened(timeoutNanos);
        if (timeout == 0 || !notices.isEmpty()) {
            selector.selectNow(collect);
        } else if (timeout < 0) {
            selector.select(collect, 0); // 0 is the selector's word for no limit
        } else {
            long millis = TimeUnit.NANOSECONDS.toMillis(timeout - 1) + 1; // rounded up: less would be busy waiting
            selector.select(collect, millis);
        }
    }

    /** Reopens the doorways whose pause is over, and shortens the wait to the end of the next pause. */
    private long untilReopened(long timeoutNanos) {
        long now = System.nanoTime();
        paused.removeIf(doorway -> {
            boolean over = doorway.pauseLeft(now) <= 0;
            if (over) {
                doorway.reopen();
            }
            return over;
        });
        long timeout = timeoutNanos;
        for (Doorway doorway : paused) {
            long left = Math.max(1, doorway.pauseLeft(now));
            timeout = timeout < 0 ? left : Math.min(timeout, left);
        }
        return timeout;
    }

    private static int serve(SelectionKey key) {
        int readyOps;
        try {
            readyOps = key.readyOps();
        } catch (CancelledKeyException e) {
            return 0; // closed since the select
        }
        return ((Polled) key.attachment()).ready(readyOps);
    }

    /** Makes the calls that are owed now; those that they cause are left to the next poll. */
    private void settle() {
        if (notices.isEmpty()) {
            return;
        }
        for (int n = notices.size(); n > 0; n--) {
            UdsLink link = notices.poll();
            if (link != null) {
                link.settle();
            }
        }
    }

    private static IOException closed() {
        return new IOException(UdsTransport.CLOSED);
    }
}
