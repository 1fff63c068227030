package org.roadstead.core.node;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Origin;
import org.roadstead.core.mach.WaitPoint;
import org.roadstead.runtime.LinkSnapshot;
import org.roadstead.transport.Link;
import org.roadstead.transport.LinkListener;

/**
 * One link to one other node, from the greeting to the end. Frames come in on the reader's thread, one at a time; everything
 * else may be called by any thread and does not block.
 *
 * <p>The handshake: the dialler sends HELLO, the acceptor WELCOME, the dialler READY with the offset of the two clocks. Only
 * then is there anything else on the link. {@link Peers} decides which of two links between the same nodes survives.
 */
final class Peer implements LinkListener {
    enum State {
        /** We dialled and wait for WELCOME. */
        DIALLING,
        /** They dialled and we wait for HELLO. */
        GREETING,
        /** They dialled, we said WELCOME and wait for READY. */
        CONFIRMING,
        UP,
        DOWN
    }

    private final Node node;
    private final Carrier carrier;
    private final boolean dialler;
    private final Imports imports = new Imports(this);
    private final Exports exports;
    private final Outgoing outgoing = new Outgoing(this);
    private final Incoming incoming;
    private final RightFrames rights;
    private final Questions questions = new Questions(this);
    private final Announcements announcements = new Announcements(this);
    private final WaitPoint settled = new WaitPoint();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicBoolean greeting = new AtomicBoolean(true);
    private final Instant since = Instant.now();

    private volatile Link link;
    private volatile State state;
    private volatile NodeInfo info;
    private volatile long clockOffset;
    /** What the dial came to if not UP: why, or which node it was a second link to. */
    private volatile Failure lostBecause = new Failure(Failure.Kind.PEER_DIED, "the link is not up");

    private volatile NodeId duplicateOf;
    private Failure goodbye; // touched by the reader only

    Peer(Node node, Carrier carrier, boolean dialler) {
        this.node = node;
        this.carrier = carrier;
        this.dialler = dialler;
        this.state = dialler ? State.DIALLING : State.GREETING;
        this.exports = new Exports(this, node.control(), node.uids());
        this.incoming = new Incoming(this, exports);
        this.rights = new RightFrames(this, incoming, exports);
    }

    /** The link is there; called before its first frame is read. */
    void open(Link opened) {
        link = opened;
        if (dialler) {
            opened.send(node.info().greeting(Frames.HELLO, System.nanoTime(), 0));
        }
    }

    Imports imports() {
        return imports;
    }

    Outgoing outgoing() {
        return outgoing;
    }

    Node node() {
        return node;
    }

    Exports exports() {
        return exports;
    }

    Incoming incoming() {
        return incoming;
    }

    RightFrames rights() {
        return rights;
    }

    /** Tells whether both sides can do what rights add. Not before the greeting. */
    boolean hasRights() {
        return (node.info().features() & info.features() & Frames.RIGHTS) != 0;
    }

    /** Returns the largest frame that both sides take. */
    int frameLimit() {
        return messageLimit() + Frames.OVERHEAD + (hasRights() ? Frames.RIGHTS_OVERHEAD : 0);
    }

    /** Returns the moment of our clock that a deadline of the peer is. */
    long ours(long theirs) {
        return theirs == Deadline.NEVER ? theirs : theirs - clockOffset;
    }

    /** Returns what the peer calls a deadline of ours, on its clock. */
    long theirs(long ours) {
        return ours == Deadline.NEVER ? ours : ours + clockOffset;
    }

    ReaderRole role() {
        return carrier.role();
    }

    Carrier carrier() {
        return carrier;
    }

    State state() {
        return state;
    }

    boolean isUp() {
        return state == State.UP;
    }

    boolean isDialler() {
        return dialler;
    }

    NodeInfo info() {
        return info;
    }

    /** Signalled when the handshake has ended one way or the other. */
    WaitPoint settled() {
        return settled;
    }

    Failure lostBecause() {
        return lostBecause;
    }

    /** The node to which this dial would have been a second link, or null. */
    NodeId duplicateOf() {
        return duplicateOf;
    }

    String label() {
        NodeInfo known = info;
        return known == null ? "the peer" : known.label() + " (process " + known.pid() + ")";
    }

    int messageLimit() {
        return Math.min(node.info().messageLimit(), info.messageLimit());
    }

    long pendingBytes() {
        return link.pendingBytes();
    }

    Origin origin(int space, String owner) {
        return new Origin(link.principal(), info.id().toString(), owner, space);
    }

    /** Sends a frame; false if the link is closed. */
    boolean send(ByteBuffer... parts) {
        return link.send(parts);
    }

    Questions questions() {
        return questions;
    }

    /** Returns what the peer was told of this node's spaces. */
    Announcements announcements() {
        return announcements;
    }

    /** Ends the link in good order from this side. */
    void goodbye(String reason) {
        if (isUp()) {
            send(Frames.end(Frames.GOODBYE, Frames.STOPPING, reason));
        }
        down(new Failure(Failure.Kind.SERVICE_STOPPED, reason));
        link.close();
    }

    /** Refuses the link during the handshake. */
    void refuse(short code, String reason) {
        send(Frames.end(Frames.REFUSE, code, reason));
        down(new Failure(Failure.Kind.REFUSED, reason));
        link.close();
    }

    @Override
    public void onFrame(ByteBuffer frame) {
        try {
            byte type = frame.get();
            int flags = frame.get();
            frame.getShort();
            if (state == State.UP) {
                working(type, flags, frame);
            } else if (state != State.DOWN) {
                handshake(type, frame);
                if (lost.get()) {
                    release(); // it was given up meanwhile, perhaps before this frame made it known or up
                }
            }
        } catch (BufferUnderflowException e) {
            malformed("a frame that ends too early");
        } catch (MalformedFrameException e) {
            malformed(e.getMessage());
        }
    }

    @Override
    public void onDrained() {
        outgoing.drain();
    }

    @Override
    public void onClosed(String why) {
        down(goodbye != null ? goodbye : new Failure(Failure.Kind.PEER_DIED, label() + " is gone: " + why));
    }

    LinkSnapshot snapshot() {
        NodeInfo known = info;
        return new LinkSnapshot(
                carrier.name(),
                known.id().toString(),
                known.label(),
                known.pid(),
                link.principal(),
                since,
                link.pendingBytes(),
                outgoing.inFlight());
    }

    private void handshake(byte type, ByteBuffer frame) {
        long[] clock = new long[1];
        if (type == Frames.HELLO && state == State.GREETING) {
            info = NodeInfo.read(frame, clock);
            state = State.CONFIRMING;
            if (node.peers().mayAccept(this)) {
                send(node.info().greeting(Frames.WELCOME, System.nanoTime(), clock[0]));
            } else if (info.id().equals(node.info().id())) {
                refuse(Frames.SELF, "a node does not link to itself");
            } else {
                refuse(Frames.DUPLICATE, node.info().id().toString());
            }
        } else if (type == Frames.READY && state == State.CONFIRMING) {
            clockOffset = frame.getLong();
            up();
        } else if (type == Frames.WELCOME && state == State.DIALLING) {
            info = NodeInfo.read(frame, clock);
            welcomed(clock[0], frame.getLong());
        } else if (type == Frames.REFUSE && (state == State.DIALLING || state == State.CONFIRMING)) {
            refused(frame.getShort(), Frames.readText(frame));
        } else {
            throw new MalformedFrameException("type " + type + " while " + state);
        }
    }

    private void welcomed(long theirClock, long sentAt) {
        if (!node.peers().mayKeep(this)) {
            duplicateOf = info.id();
            refuse(Frames.DUPLICATE, "the other dial survives");
            return;
        }
        long now = System.nanoTime();
        long roundTrip = now - sentAt;
        long offset = theirClock - (sentAt + roundTrip / 2);
        // Both clocks are the machine's monotonic one unless a time namespace lies between: what is within the error of
        // the measurement is no offset.
        clockOffset = Math.abs(offset) <= roundTrip ? 0 : offset;
        send(Frames.begin(Frames.READY, 0, 8).putLong(-clockOffset).flip());
        up();
    }

    private void refused(short code, String text) {
        if (code == Frames.DUPLICATE && info == null) {
            duplicateOf = NodeId.parse(text);
        }
        Failure.Kind kind = switch (code) {
            case Frames.SELF -> Failure.Kind.INVALIDATED;
            case Frames.BUSY -> Failure.Kind.LINK_FULL;
            default -> Failure.Kind.REFUSED;
        };
        down(new Failure(kind, "the peer refused the link: " + text));
        link.close();
    }

    private void up() {
        link.limitFrames(node.info().messageLimit() + Frames.OVERHEAD + (hasRights() ? Frames.RIGHTS_OVERHEAD : 0));
        state = State.UP;
        node.peers().up(this);
        settle();
    }

    /** The handshake is over, one way or the other. */
    private void settle() {
        if (greeting.compareAndSet(true, false) && !dialler) {
            carrier.greeted();
        }
        settled.signal();
    }

    private void working(byte type, int flags, ByteBuffer frame) {
        switch (type) {
            case Frames.SUBMIT -> incoming.submit(flags, frame);
            case Frames.REPLY -> {
                if (!outgoing.replied(frame.getLong(), frame.slice())) {
                    node.lateReply();
                }
            }
            case Frames.ACCEPTED -> outgoing.accepted(frame.getLong(), (flags & Frames.NOTICE) != 0);
            case Frames.PARKED -> outgoing.parked(frame.getLong());
            case Frames.REFUSED -> outgoing.refused(frame.getLong(), Frames.readFailure(frame));
            case Frames.FAILED -> outgoing.failed(frame.getLong(), Frames.readFailure(frame));
            case Frames.CANCEL -> incoming.cancel(frame.getLong());
            case Frames.RESOLVE -> questions.answer(frame);
            case Frames.RESOLVED -> questions.resolved(frame.getLong(), frame);
            case Frames.PONG -> questions.answered(frame.getLong());
            case Frames.UNRESOLVED -> questions.denied(frame.getLong());
            case Frames.PING -> send(Frames.call(Frames.PONG, frame.getLong()));
            case Frames.SPACE -> incoming.space(frame.getInt(), Frames.readText(frame));
            case Frames.SPACE_GONE -> incoming.spaceGone(frame.getInt());
            case Frames.DEAD -> imports.dead(frame.getInt(), Frames.readFailure(frame));
            case Frames.RELEASE -> exports.release(frame.getInt(), frame.getInt());
            case Frames.GOODBYE -> {
                frame.getShort();
                goodbye = new Failure(Failure.Kind.SERVICE_STOPPED, label() + " stopped: " + Frames.readText(frame));
            }
            default -> {
                if (!hasRights() || !rights.onFrame(type, flags, frame)) {
                    throw new MalformedFrameException("unknown type " + type);
                }
            }
        }
    }

    private void malformed(String what) {
        node.malformed(this, what);
        down(new Failure(Failure.Kind.PEER_DIED, "the link was closed: " + what));
        link.close();
    }

    /** The dialling thread does not wait any longer. */
    void giveUp(Failure why) {
        if (state != State.UP) {
            down(why);
            link.close();
        }
    }

    /** The handshake that the peer began took too long: whoever is there does not run, or does not speak the protocol. */
    void expire() {
        if (state != State.UP && state != State.DOWN) {
            malformed("no greeting in time");
        }
    }

    /** The end, once: every wait on the link ends, every import dies, what the peer had here is given back. */
    void down(Failure why) {
        if (!lost.compareAndSet(false, true)) {
            return;
        }
        lostBecause = why;
        release();
    }

    /** Lets go of all that hangs on the link; any number of times. */
    private void release() {
        Failure why = lostBecause;
        state = State.DOWN;
        node.peers().down(this);
        outgoing.lost(why);
        questions.lost();
        imports.allDead(why);
        incoming.lost();
        exports.clear(why);
        settle();
    }
}
