package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.roadstead.transport.Endpoint;
import org.roadstead.transport.Link;
import org.roadstead.transport.LinkAcceptor;
import org.roadstead.transport.LinkListener;
import org.roadstead.transport.NameDirectory;
import org.roadstead.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links over Unix domain sockets of the JDK. Has no thread of its own: {@link #poll} is called by the holder of the
 * reader role, everything else by any thread. Constructors do no input or output; {@link #listen} does it.
 *
 * <p>Works without OSGi; there {@link UdsService} makes it. The order of locks is in {@link DirectoryLock}.
 */
public final class UdsTransport implements Transport {
    static final String NAME = "uds";
    static final String CLOSED = "the transport was closed";

    private static final Logger LOG = LoggerFactory.getLogger(UdsTransport.class);

    private final UdsNameDirectory directory;
    private final AtomicBoolean listened = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong foreign = new AtomicLong();
    private final PacedLog refusals = new PacedLog(LOG);
    private volatile LinkSelector selector;
    private volatile Dialer dialer;

    /** A transport in the default directory. */
    public UdsTransport() {
        this(new UdsNameDirectory(null));
    }

    UdsTransport(UdsNameDirectory directory) {
        this.directory = directory;
    }

    /**
     * A transport in a directory of one's choice.
     *
     * @param directory an absolute path
     * @return the transport
     */
    public static UdsTransport at(Path directory) {
        return new UdsTransport(new UdsNameDirectory(directory));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public NameDirectory directory() {
        return directory;
    }

    @Override
    public void listen(LinkAcceptor acceptor) throws IOException {
        if (!listened.compareAndSet(false, true)) {
            throw new IllegalStateException("listen was called before");
        }
        PeerCheck.requireSupport();
        Entries entries = directory.entries();
        PeerCheck check = new PeerCheck(entries.directory().owner());
        LinkSelector opened = new LinkSelector();
        selector = opened;
        dialer = new Dialer(opened, check, entries);
        try {
            directory.listen(server -> open(opened, server, check, acceptor));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        if (closed.get()) {
            opened.close();
            throw new IOException(CLOSED);
        }
    }

    private void open(LinkSelector into, ServerSocketChannel server, PeerCheck check, LinkAcceptor acceptor)
            throws IOException {
        Doorway.open(into, server, server::accept, channel -> admit(into, channel, check, acceptor));
    }

    /** Lets a peer in, or closes its channel. On the reader's thread. */
    private void admit(LinkSelector into, SocketChannel channel, PeerCheck check, LinkAcceptor acceptor) {
        UdsLink link;
        try {
            String principal = check.check(channel).getName();
            channel.configureBlocking(false);
            link = new UdsLink(into, channel, principal);
        } catch (IOException e) {
            if (e instanceof PeerCheck.ForeignPeerException) {
                foreign.incrementAndGet();
            }
            refusals.warn("A peer was refused: " + e.getMessage());
            closeQuietly(channel);
            return;
        }
        into.add(link);
        link.register();
        try {
            LinkListener listener = acceptor.accepted(link);
            if (listener == null) {
                throw new NullPointerException("the acceptor returned no listener");
            }
            link.tell(listener);
        } catch (Throwable e) {
            LOG.warn("Closing a link of user {}: its acceptor failed", link.principal(), e);
            link.end("the acceptor failed: " + e);
        }
    }

    /** How many peers of other users were turned away. */
    long foreignPeers() {
        return foreign.get();
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("A socket could not be closed", e);
        }
    }

    @Override
    public Link connect(Endpoint endpoint, LinkListener listener, long deadline) throws IOException {
        Dialer dial = dialer;
        if (dial == null) {
            throw new IllegalStateException("the transport does not listen yet");
        }
        return dial.connect(endpoint, listener, deadline);
    }

    @Override
    public int poll(long timeoutNanos) throws IOException {
        LinkSelector links = selector;
        if (links == null) {
            if (closed.get()) {
                throw new IOException(CLOSED);
            }
            throw new IllegalStateException("the transport does not listen yet");
        }
        return links.poll(timeoutNanos);
    }

    @Override
    public void wakeup() {
        LinkSelector links = selector;
        if (links != null) {
            links.wakeup();
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        directory.close(); // first of all: nobody shall find us any more
        LinkSelector links = selector;
        if (links != null) {
            try {
                links.close();
            } catch (IOException e) {
                LOG.warn("The selector could not be closed", e);
            }
        }
    }
}
