package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.roadstead.transport.Link;
import org.roadstead.transport.LinkListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link over a connected socket. {@link Link}'s methods may be called by any thread, except {@link #poll}; the listener
 * is called by the holder of the reader role only.
 *
 * <p>A link that we opened is registered with the selector at the first call of any of its methods: nobody but who got
 * it from {@code connect} can make that call, so the listener is never called before {@code connect} has returned.
 *
 * <p>The end: the first reason that is given wins. The outbox then writes what the socket takes at once and lets the
 * socket be closed, and the reader tells the listener. If a write fails, the link is closed for sending, but what the
 * peer sent before it went is read first.
 */
final class UdsLink implements Link, Polled, Outbox.Wire, FrameAssembler.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(UdsLink.class);
    private static final PacedLog MALFORMED = new PacedLog(LOG);

    private static final int DRAINED = 1;
    private static final int BROKEN = 2;
    private static final int FINISHED = 4;

    private static final int READS_AFTER_BREAK = 64;

    private final LinkSelector selector;
    private final SocketChannel channel;
    private final String principal;
    private final Outbox outbox;
    private final FrameAssembler frames = new FrameAssembler(this);
    private final AtomicReference<String> ended = new AtomicReference<>();
    private final AtomicInteger owed = new AtomicInteger();
    private final Object registration = new Object(); // innermost: nothing of ours is called under it
    private volatile SelectionKey key;
    private volatile int limit = INITIAL_FRAME_LIMIT;
    private LinkListener listener; // set before the reader can know the link, then read by the reader only

    /** A link over a channel that is connected, not blocking and checked. */
    UdsLink(LinkSelector selector, SocketChannel channel, String principal) {
        this.selector = selector;
        this.channel = channel;
        this.principal = principal;
        this.outbox = new Outbox(this, selector.buffers());
    }

    /** Says who is told. Called once, before anything is read. */
    void tell(LinkListener told) {
        listener = told;
    }

    /** Has the selector read the link from now on. */
    void register() {
        synchronized (registration) {
            if (key != null) {
                return;
            }
            try {
                key = selector.register(channel, SelectionKey.OP_READ, this);
            } catch (ClosedChannelException | CancelledKeyException e) {
                LOG.debug("The link was closed before it was read", e);
            }
        }
    }

    @Override
    public boolean send(ByteBuffer... parts) {
        awake();
        long length = 0;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        if (length > Integer.MAX_VALUE - 64) {
            throw new IllegalArgumentException("a frame of " + length + " bytes is too large for any link");
        }
        if (!isOpen()) {
            return false;
        }
        outbox.send(parts, (int) length);
        return isOpen();
    }

    @Override
    public int poll() throws IOException {
        awake();
        return selector.pollOne(this);
    }

    @Override
    public long pendingBytes() {
        awake();
        return outbox.pendingBytes();
    }

    @Override
    public void limitFrames(int bytes) {
        awake();
        if (bytes < 0) {
            throw new IllegalArgumentException("a limit of " + bytes + " bytes: a frame has 0 or more");
        }
        limit = bytes;
    }

    @Override
    public String principal() {
        awake();
        return principal;
    }

    @Override
    public boolean isOpen() {
        awake();
        return ended.get() == null;
    }

    @Override
    public void close() {
        awake();
        end("closed by this side");
    }

    /** Ends the link for a reason; only the first reason counts. Any thread. */
    void end(String why) {
        ended.compareAndSet(null, why);
        outbox.shut();
    }

    private void awake() {
        if (key == null) {
            register();
        }
    }

    // The reader's part.

    @Override
    public int ready(int readyOps) {
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            outbox.writable();
        }
        if ((readyOps & SelectionKey.OP_READ) == 0 || !channel.isOpen()) {
            return 0;
        }
        read();
        return frames.handed();
    }

    /** Reads once. False: there was nothing, or it was the end. */
    private boolean read() {
        try {
            int n = frames.read(channel, selector.receiveBuffer());
            if (n < 0) {
                finish(frames.isInsideFrame() ? "end of stream in the middle of a frame" : "end of stream");
            }
            return n > 0;
        } catch (FrameAssembler.MalformedFrameException e) {
            MALFORMED.warn("Closing a link of user " + principal + ": " + e.getMessage());
            finish("malformed input: " + e.getMessage());
        } catch (ClosedChannelException e) {
            LOG.debug("The link was closed while it was read", e);
        } catch (IOException e) {
            finish("connection lost: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            LOG.warn("Closing a link of user {}: no memory for its input", principal, e);
            finish("no memory for the input");
        }
        return false;
    }

    private void finish(String why) {
        end(why);
        SelectionKey registered = key;
        if (registered != null && registered.isValid()) {
            // Another thread is writing and will close; do not spin on the end of stream until then.
            change(() -> registered.interestOpsAnd(0));
        }
    }

    @Override
    public int limit() {
        return limit;
    }

    @Override
    public boolean frame(ByteBuffer frame) {
        try {
            listener.onFrame(frame);
        } catch (Throwable e) {
            LOG.warn("Closing a link of user {}: its listener failed", principal, e);
            finish("the listener failed: " + e);
        }
        return channel.isOpen();
    }

    /** Makes the calls to the listener that no input causes. */
    void settle() {
        int due = owed.getAndSet(0);
        if ((due & BROKEN) != 0) {
            int reads = READS_AFTER_BREAK; // what the peer sent before it went is no more than the socket holds
            while (reads > 0 && channel.isOpen() && read()) {
                reads--;
            }
            finish("connection lost");
        }
        if ((due & DRAINED) != 0 && ended.get() == null) {
            try {
                listener.onDrained();
            } catch (Throwable e) {
                LOG.warn("Closing a link of user {}: its listener failed", principal, e);
                finish("the listener failed: " + e);
            }
        }
        if ((due & FINISHED) != 0) {
            selector.remove(this);
            try {
                if (listener != null) {
                    listener.onClosed(ended.get());
                }
            } catch (Throwable e) {
                LOG.warn("A listener failed at the end of a link of user {}", principal, e);
            }
        }
    }

    private void owe(int call) {
        if (owed.getAndUpdate(calls -> calls | call) == 0) {
            selector.notice(this);
        }
    }

    // The outbox's wire.

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    @Override
    public void armWrite() {
        SelectionKey registered = key;
        if (registered != null) {
            change(() -> registered.interestOpsOr(SelectionKey.OP_WRITE));
            selector.wakeReader();
        }
    }

    @Override
    public void disarmWrite() {
        SelectionKey registered = key;
        if (registered != null) {
            change(() -> registered.interestOpsAnd(~SelectionKey.OP_WRITE));
        }
    }

    private static void change(Runnable interest) {
        try {
            interest.run();
        } catch (CancelledKeyException e) {
            LOG.debug("The link was closed meanwhile", e);
        }
    }

    @Override
    public void drained() {
        owe(DRAINED);
    }

    @Override
    public void broken(Throwable why) {
        ended.compareAndSet(null, "connection lost: " + why.getMessage());
        owe(BROKEN);
    }

    @Override
    public void finished() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("A socket could not be closed", e);
        }
        owe(FINISHED);
    }
}
