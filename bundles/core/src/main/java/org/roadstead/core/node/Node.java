package org.roadstead.core.node;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Origin;
import org.roadstead.core.mach.Port;
import org.roadstead.core.runloop.Idle;
import org.roadstead.runtime.LinkSnapshot;
import org.roadstead.transport.Endpoint;
import org.roadstead.transport.NameDirectory;
import org.roadstead.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This kernel as others see it: its id, its transports, and the nodes that it has links with. Any thread. */
public final class Node {
    /** How long a handshake may take. */
    static final long HANDSHAKE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Names names;
    private final Port control;
    private final ScheduledExecutorService timer;
    private final Peers peers;
    private final Uids uids = new Uids();
    private final List<Carrier> carriers = new CopyOnWriteArrayList<>();
    private final LongAdder lateReplies = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final Idle idle = new CarrierIdle(carriers);
    private volatile NodeInfo info;
    private volatile Duration verdictPatience = Duration.ofMillis(50);

    /**
     * Makes a node without transports.
     *
     * @param label what it calls itself
     * @param names the names that peers may resolve
     * @param control the port with index 0 on every link
     * @param messageLimit the largest message in bytes
     * @param timer for the deadlines of handshakes
     */
    public Node(String label, Names names, Port control, int messageLimit, ScheduledExecutorService timer) {
        this.info = new NodeInfo(
                NodeId.random(), label, ProcessHandle.current().pid(), Instant.now(), messageLimit, Frames.FEATURES);
        this.names = names;
        this.control = control;
        this.timer = timer;
        this.peers = new Peers(info.id());
    }

    /** Changes the largest message that links from now on agree on. */
    public void messageLimit(int bytes) {
        NodeInfo now = info;
        info = new NodeInfo(now.id(), now.label(), now.pid(), now.since(), bytes, now.features());
    }

    /** Starts to use a transport. */
    public void attach(Transport transport) throws IOException {
        Carrier carrier = new Carrier(this, transport);
        carrier.start();
        carriers.add(carrier);
    }

    /** Ends the links of a transport in good order and lets go of it; the transport itself is not closed. */
    @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // carriers may change while one walks along them
    public void detach(Transport transport, String reason) {
        for (Carrier carrier : carriers) {
            if (carrier.transport() == transport && carriers.remove(carrier)) {
                carrier.peers().forEach(peer -> peer.goodbye(reason));
                carrier.role().close();
            }
        }
    }

    /** Returns the transports in use. */
    public List<Transport> transports() {
        return carriers.stream().map(Carrier::transport).toList();
    }

    /**
     * Looks a name up in the directories and asks the node behind it.
     *
     * @return where the name leads, or null if nowhere
     */
    public Resolution connect(String name, Origin asker, long deadline)
            throws IOException, InterruptedException, LinkLostException {
        for (Carrier carrier : carriers) {
            NameDirectory directory = carrier.transport().directory();
            Optional<Endpoint> endpoint = directory.lookup(name);
            if (endpoint.isPresent()) {
                Resolution found = resolveAt(carrier, endpoint.get(), name, asker, deadline);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Asks the node at an endpoint for a name; null if it does not have it, or nobody is there. */
    public Resolution resolveAt(Transport transport, Endpoint endpoint, String name, Origin asker, long deadline)
            throws IOException, InterruptedException, LinkLostException {
        Carrier carrier = carrierOf(transport);
        return carrier == null ? null : resolveAt(carrier, endpoint, name, asker, deadline);
    }

    private Resolution resolveAt(Carrier carrier, Endpoint endpoint, String name, Origin asker, long deadline)
            throws IOException, InterruptedException, LinkLostException {
        try {
            return carrier.peerAt(endpoint, deadline).questions().resolve(name, asker, deadline);
        } catch (java.net.ConnectException e) {
            return null; // its owner died after the lookup
        } catch (LinkLostException e) {
            if (e.why().kind() == Failure.Kind.INVALIDATED) {
                return null; // the entry leads to this node itself, which does not have the name (any more)
            }
            throw e;
        }
    }

    /** Returns the control port of the node at an endpoint; the caller releases it. Null if nobody is there. */
    public Resolution controlAt(Transport transport, Endpoint endpoint, long deadline)
            throws IOException, InterruptedException, LinkLostException {
        Carrier carrier = carrierOf(transport);
        if (carrier == null) {
            return null;
        }
        Peer peer = carrier.peerAt(endpoint, deadline);
        NodeInfo other = peer.info();
        return new Resolution(
                peer.imports().granted(0), carrier.name(), other.label(), other.label(), other.pid(), other.since(), 0);
    }

    /** Asks the home of a proxy for a sign of life. */
    public void ping(Resolution port, long deadline) throws InterruptedException, LinkLostException {
        ((ProxyPort) port.port()).peer().questions().ping(deadline);
    }

    /** Says who is told, in one phrase, of links that come (true) and go. Called by whoever reads; must not wait. */
    public void onLinks(BiConsumer<String, Boolean> told) {
        peers.told(told);
    }

    /** Tells all peers that a space has ended. */
    public void spaceGone(int space) {
        peers.all().forEach(peer -> peer.announcements().gone(space));
    }

    /** Runs user code on this thread, or, if this thread is just reading, on the one that stands in, a moment later. */
    public void runOutsideReading(Runnable code) {
        for (Carrier carrier : carriers) {
            if (carrier.role().isReader()) {
                carrier.role().defer(code);
                return;
            }
        }
        code.run();
    }

    /** Returns what idle run loops do. */
    public Idle idle() {
        return idle;
    }

    public String id() {
        return info.id().toString();
    }

    public String label() {
        return info.label();
    }

    public long pid() {
        return info.pid();
    }

    public Instant since() {
        return info.since();
    }

    public long lateReplies() {
        return lateReplies.sum();
    }

    /** Counts a reply whose request had ended. */
    public void lateReply() {
        lateReplies.increment();
    }

    public List<LinkSnapshot> links() {
        List<LinkSnapshot> links = new ArrayList<>();
        peers.all().forEach(peer -> links.add(peer.snapshot()));
        return links;
    }

    NodeInfo info() {
        return info;
    }

    Uids uids() {
        return uids;
    }

    /** Returns who speaks for the node itself. */
    Origin origin() {
        return new Origin("", id(), label(), 0);
    }

    Duration verdictPatience() {
        return verdictPatience;
    }

    /** Changes how long a sender whose time is over waits for the home's verdict; for tests on busy machines. */
    void verdictPatience(Duration patience) {
        verdictPatience = patience;
    }

    Names names() {
        return names;
    }

    Port control() {
        return control;
    }

    Peers peers() {
        return peers;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** A peer sent what the protocol does not allow: counted, and logged for the first ones of each power of two. */
    void malformed(Peer peer, String what) {
        malformed.increment();
        long count = malformed.sum();
        if (Long.bitCount(count) == 1) {
            LOG.warn("a link to {} was closed: {} ({} such links so far)", peer.label(), what, count);
        }
    }

    private Carrier carrierOf(Transport transport) {
        for (Carrier carrier : carriers) {
            if (carrier.transport() == transport) {
                return carrier;
            }
        }
        return null;
    }
}
