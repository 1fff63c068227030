package org.roadstead.core.node;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.transport.Endpoint;
import org.roadstead.transport.Link;
import org.roadstead.transport.LinkListener;
import org.roadstead.transport.Transport;

/** One transport at work: who reads it, and the peers behind its endpoints. */
final class Carrier {
    /** How many links of peers may be in their handshake at once. */
    private static final int MAX_GREETING = 64;
    /** How long a dial waits before it tries a busy peer again. */
    private static final long BUSY_NANOS = 20_000_000;

    private final Node node;
    private final Transport transport;
    private final ReaderRole role;
    /** All links that have not ended yet, those in their handshake included. */
    private final Set<Peer> peers = ConcurrentHashMap.newKeySet();

    private final Map<Endpoint, Peer> byEndpoint = new ConcurrentHashMap<>();
    private final AtomicInteger greeting = new AtomicInteger();
    /** One dial at a time for each endpoint; held while a handshake is waited for, never while a listener is called. */
    private final ReentrantLock[] dialling = new ReentrantLock[16];

    Carrier(Node node, Transport transport) {
        this.node = node;
        this.transport = transport;
        this.role = new ReaderRole(transport);
        for (int i = 0; i < dialling.length; i++) {
            dialling[i] = new ReentrantLock();
        }
    }

    void start() throws IOException {
        transport.listen(this::accepted);
        role.start();
    }

    String name() {
        return transport.name();
    }

    Transport transport() {
        return transport;
    }

    ReaderRole role() {
        return role;
    }

    Set<Peer> peers() {
        return peers;
    }

    void forget(Peer peer) {
        peers.remove(peer);
        byEndpoint.values().remove(peer);
    }

    /**
     * Returns the peer that listens at an endpoint, by the link that exists or a new one.
     *
     * @throws java.net.ConnectException if nobody listens there
     * @throws LinkLostException if the peer does not greet in time or refuses
     */
    Peer peerAt(Endpoint endpoint, long deadline) throws IOException, InterruptedException, LinkLostException {
        Peer known = byEndpoint.get(endpoint);
        if (known != null && known.isUp()) {
            return known;
        }
        long began = System.nanoTime();
        long handshake = Deadline.earlier(deadline, System.nanoTime() + Node.HANDSHAKE_NANOS);
        ReentrantLock dial = dialling[Math.floorMod(endpoint.hashCode(), dialling.length)];
        if (!dial.tryLock(Deadline.left(handshake), TimeUnit.NANOSECONDS)) {
            throw silent(endpoint, began);
        }
        try {
            known = byEndpoint.get(endpoint);
            if (known == null || !known.isUp()) {
                known = dial(endpoint, handshake);
                byEndpoint.put(endpoint, known);
            }
            return known;
        } finally {
            dial.unlock();
        }
    }

    /** Dials until the peer has time for a handshake. */
    private Peer dial(Endpoint endpoint, long deadline) throws IOException, InterruptedException, LinkLostException {
        while (true) {
            try {
                return dialOnce(endpoint, deadline);
            } catch (LinkLostException e) {
                if (e.why().kind() != Failure.Kind.LINK_FULL || Deadline.left(deadline) < BUSY_NANOS) {
                    throw e;
                }
                TimeUnit.NANOSECONDS.sleep(BUSY_NANOS);
            }
        }
    }

    private Peer dialOnce(Endpoint endpoint, long deadline)
            throws IOException, InterruptedException, LinkLostException {
        long began = System.nanoTime();
        Peer peer = new Peer(node, this, true);
        peer.open(transport.connect(endpoint, peer, deadline));
        peers.add(peer);
        if (peer.state() == Peer.State.DOWN) {
            peers.remove(peer); // it ended before it was in the set
        }
        try {
            if (!role.await(peer.settled(), deadline)) {
                LinkLostException silent = silent(endpoint, began);
                peer.giveUp(silent.why());
                throw silent;
            }
        } catch (InterruptedException e) {
            peer.giveUp(new Failure(Failure.Kind.INTERRUPTED, "the dialling thread was interrupted"));
            throw e;
        }
        if (peer.isUp()) {
            return peer;
        }
        NodeId other = peer.duplicateOf();
        Peer survivor = other == null ? null : node.peers().await(other, deadline);
        if (survivor == null) {
            throw new LinkLostException(peer.lostBecause());
        }
        return survivor;
    }

    private static LinkLostException silent(Endpoint endpoint, long began) {
        long millis = (System.nanoTime() - began) / 1_000_000;
        return new LinkLostException(new Failure(
                Failure.Kind.UNDECIDED,
                "the node at " + endpoint.address() + " accepts links but did not greet within " + millis
                        + " ms; allow more time, or see whether that process is stopped"));
    }

    private LinkListener accepted(Link link) {
        Peer peer = new Peer(node, this, false);
        peers.add(peer);
        peer.open(link);
        if (greeting.incrementAndGet() > MAX_GREETING) {
            peer.refuse(Frames.BUSY, "too many links at once");
            return peer;
        }
        var unused = node.timer().schedule(peer::expire, Node.HANDSHAKE_NANOS, TimeUnit.NANOSECONDS);
        return peer;
    }

    /** A handshake that a peer began has ended. */
    void greeted() {
        greeting.decrementAndGet();
    }
}
