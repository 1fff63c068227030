package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket in the selector. Accepts a few peers per poll; if the machine is out of descriptors or the like it
 * pauses, longer each time, since a level-triggered select would spin on the peer that waits. Only the holder of the
 * reader role uses it, after {@link #open}.
 */
final class Doorway implements Polled {
    private static final Logger LOG = LoggerFactory.getLogger(Doorway.class);

    private static final int PEERS_PER_POLL = 16;
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** Who lets a peer in. */
    interface Porter {
        /** Takes over the channel, for better or for worse. */
        void admit(SocketChannel channel);
    }

    /** Where peers come from: {@link ServerSocketChannel#accept}, but for tests. */
    interface Peers {
        /** The next peer, or null. */
        SocketChannel next() throws IOException;
    }

    private final LinkSelector selector;
    private final Peers peers;
    private final Porter porter;
    private final PacedLog log = new PacedLog(LOG);
    private volatile SelectionKey key;
    private long pause = SHORTEST_PAUSE;
    private long pauseEnd;

    Doorway(LinkSelector selector, Peers peers, Porter porter) {
        this.selector = selector;
        this.peers = peers;
        this.porter = porter;
    }

    /** Starts to accept. Any thread. */
    static Doorway open(LinkSelector selector, ServerSocketChannel server, Peers peers, Porter porter)
            throws ClosedChannelException {
        Doorway doorway = new Doorway(selector, peers, porter);
        doorway.key = selector.register(server, SelectionKey.OP_ACCEPT, doorway);
        return doorway;
    }

    @Override
    public int ready(int readyOps) {
        for (int i = 0; i < PEERS_PER_POLL; i++) {
            SocketChannel channel;
            try {
                channel = peers.next();
            } catch (ClosedChannelException e) {
                LOG.debug("The listening socket was closed", e);
                return 0;
            } catch (IOException e) {
                rest(e);
                return 0;
            }
            if (channel == null) {
                return 0;
            }
            pause = SHORTEST_PAUSE;
            porter.admit(channel);
        }
        return 0;
    }

    private void rest(IOException why) {
        log.warn("Peers cannot be accepted now, existing links go on; next try in "
                + TimeUnit.NANOSECONDS.toMillis(pause) + " ms: " + why.getMessage());
        if (interest(0)) {
            pauseEnd = System.nanoTime() + pause;
            pause = Math.min(2 * pause, LONGEST_PAUSE);
            selector.pause(this);
        }
    }

    /** Nanoseconds until the pause is over, negative if it is. */
    long pauseLeft(long now) {
        return pauseEnd - now;
    }

    /** Accepts again. */
    void reopen() {
        interest(SelectionKey.OP_ACCEPT);
    }

    private boolean interest(int ops) {
        SelectionKey registered = key;
        try {
            if (registered == null) {
                return false; // being opened; the next select comes here again
            }
            registered.interestOps(ops);
            return true;
        } catch (CancelledKeyException e) {
            LOG.debug("The listening socket was closed", e);
            return false;
        }
    }
}
