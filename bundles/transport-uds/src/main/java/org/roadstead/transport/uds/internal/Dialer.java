package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.roadstead.transport.Endpoint;
import org.roadstead.transport.Link;
import org.roadstead.transport.LinkListener;

/** Opens links to peers. Any thread; never blocks in the kernel, so that a peer that does not accept cannot hold us. */
final class Dialer {
    private static final long SHORTEST_NAP = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_NAP = TimeUnit.MILLISECONDS.toNanos(20);

    private final LinkSelector selector;
    private final PeerCheck check;
    private final Entries entries;

    Dialer(LinkSelector selector, PeerCheck check, Entries entries) {
        this.selector = selector;
        this.check = check;
        this.entries = entries;
    }

    /** See {@link org.roadstead.transport.Transport#connect}. */
    Link connect(Endpoint endpoint, LinkListener listener, long deadline) throws IOException {
        Path path = entries.ofAddress(endpoint.address())
                .filter(entry -> endpoint.transport().equals(UdsTransport.NAME))
                .orElseThrow(() -> new IOException(endpoint.transport() + " " + endpoint.address()
                        + " is not the address of a node: it must be an entry of "
                        + entries.directory().path()));
        if (!selector.isOpen()) {
            throw new IOException(UdsTransport.CLOSED);
        }
        SocketChannel channel = connected(path, deadline);
        try {
            if (Entries.find(path)
                    .filter(entry -> entry.key().equals(endpoint.key()))
                    .isEmpty()) {
                throw new ConnectException("the node that was found at " + path + " is gone, another one is there now");
            }
            UdsLink link = new UdsLink(selector, channel, check.check(channel).getName());
            link.tell(listener);
            selector.add(link);
            return link;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static SocketChannel connected(Path path, long deadline) throws IOException {
        for (long nap = SHORTEST_NAP; ; nap = Math.min(2 * nap, LONGEST_NAP)) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            boolean done = false;
            SocketException busy = null; // most likely a full backlog, which every system says in its own words
            try {
                channel.configureBlocking(false);
                done = channel.connect(UnixDomainSocketAddress.of(path));
                if (done) {
                    return channel;
                }
            } catch (ConnectException e) {
                throw stale(path, e);
            } catch (SocketException e) {
                if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
                    throw stale(path, e);
                }
                busy = e;
            } finally {
                if (!done) {
                    channel.close();
                }
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new IOException(
                        "the peer at " + path + " does not accept the connection in time; it lives, but may be stopped"
                                + " or overrun",
                        busy);
            }
            rest(path, Math.min(nap, Math.max(1, deadline - System.nanoTime())));
        }
    }

    private static void rest(Path path, long nanos) throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while waiting for the peer at " + path + " to accept");
        }
        LockSupport.parkNanos(nanos);
    }

    private static ConnectException stale(Path path, IOException why) {
        ConnectException stale = new ConnectException("nobody listens at " + path + ": " + why.getMessage());
        stale.initCause(why);
        return stale;
    }
}
