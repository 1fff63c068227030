package org.roadstead.core.node;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Origin;
import org.roadstead.core.mach.Port;
import org.roadstead.core.mach.SendOnce;
import org.roadstead.core.mach.Submission;

/** The submissions of one peer to ports of this kernel: this side is their home and gives the verdicts. */
final class Incoming {
    /** How many spaces a peer may announce. */
    private static final int MAX_SPACES = 65_536;
    /** How many bytes of one peer may wait for slots; beyond, a message that finds its queue full is refused at once. */
    private static final long PARKED_LIMIT = 64L << 20;

    private final Peer peer;
    private final Exports exports;
    private final Map<Integer, Origin> spaces = new ConcurrentHashMap<>();
    private final Map<Long, Arrival> parked = new ConcurrentHashMap<>();
    private final AtomicLong parkedBytes = new AtomicLong();

    Incoming(Peer peer, Exports exports) {
        this.peer = peer;
        this.exports = exports;
    }

    void space(int space, String owner) {
        if (spaces.size() >= MAX_SPACES && !spaces.containsKey(space)) {
            throw new MalformedFrameException("more than " + MAX_SPACES + " spaces");
        }
        spaces.put(space, peer.origin(space, owner));
    }

    void spaceGone(int space) {
        spaces.remove(space);
    }

    /** A SUBMIT: the frame from the call on. */
    void submit(int flags, ByteBuffer frame) {
        long call = frame.getLong();
        int space = frame.getInt();
        int index = frame.getInt();
        int id = frame.getInt();
        frame.getInt();
        long theirs = frame.getLong();
        long deadline = theirs == Deadline.NEVER ? Deadline.NEVER : theirs - peer.clockOffset();
        Port port = exports.get(index);
        Failure refusal = refusal(port, frame.remaining(), deadline);
        if (refusal != null) {
            peer.send(Frames.failure(Frames.REFUSED, call, refusal));
            return;
        }
        ByteBuffer data = ByteBuffer.allocate(frame.remaining()).put(frame).flip();
        SendOnce reply = (flags & Frames.WANTS_REPLY) != 0 ? new LinkReply(peer, call) : null;
        Origin origin = spaces.get(space);
        if (origin == null) {
            origin = peer.origin(space, peer.label());
        }
        boolean tryOnly = (flags & Frames.TRY) != 0 || parkedBytes.get() + data.remaining() > PARKED_LIMIT;
        port.submit(new Arrival(call, port, id, data, reply, origin, tryOnly, deadline));
    }

    /** A CANCEL. If the message no longer waits, the peer is told that it is too late. */
    void cancel(long call) {
        Arrival arrival = parked.get(call);
        if (arrival == null) {
            peer.send(Frames.call(Frames.ACCEPTED, call));
        } else {
            arrival.port.cancel(arrival);
        }
    }

    /** The link is lost: what waits for a slot is taken back; what is in a queue stays. */
    void lost() {
        parked.values().forEach(arrival -> arrival.port.cancel(arrival));
    }

    private static Failure refusal(Port port, int size, long deadline) {
        if (port == null) {
            return new Failure(Failure.Kind.INVALIDATED, "the port is gone");
        }
        if (size > port.messageLimit()) {
            return new Failure(
                    Failure.Kind.TOO_LARGE, size + " bytes; the port takes " + port.messageLimit() + " at most");
        }
        if (Deadline.passed(deadline)) {
            return new Failure(Failure.Kind.FULL, "the send deadline had passed when the message was read");
        }
        return null;
    }

    /**
     * One submission that came over the link. {@code parked} and {@code accepted} may run on two threads at once; whichever
     * comes last finds the other's mark, so that the map keeps no entry and the peer hears of the acceptance.
     */
    private final class Arrival extends Submission {
        private final long call;
        private final Port port;
        private volatile boolean wasParked;
        private volatile boolean decided;
        private volatile boolean taken;

        Arrival(
                long call,
                Port port,
                int id,
                ByteBuffer data,
                SendOnce reply,
                Origin origin,
                boolean tryOnly,
                long deadline) {
            super(id, data, true, reply, origin, tryOnly, deadline);
            this.call = call;
            this.port = port;
        }

        @Override
        public void parked() {
            wasParked = true;
            parked.put(call, this);
            parkedBytes.addAndGet(data().remaining());
            peer.send(Frames.call(Frames.PARKED, call));
            if (decided) {
                unpark();
                if (taken) {
                    peer.send(Frames.call(Frames.ACCEPTED, call));
                }
            }
        }

        @Override
        public void accepted() {
            taken = true; // before the mark that makes the other thread look at it
            decided = true;
            unpark();
            if (wasParked || reply() == null) {
                peer.send(Frames.call(Frames.ACCEPTED, call));
            }
        }

        private void unpark() {
            if (wasParked && parked.remove(call, this)) {
                parkedBytes.addAndGet(-data().remaining());
            }
        }

        @Override
        public void refused(Failure why) {
            decided = true;
            unpark();
            peer.send(Frames.failure(Frames.REFUSED, call, why));
        }
    }

    /** The right to reply to a request of the peer. */
    private static final class LinkReply extends SendOnce {
        private final Peer peer;
        private final long call;

        LinkReply(Peer peer, long call) {
            this.peer = peer;
            this.call = call;
        }

        @Override
        protected void replied(ByteBuffer data) {
            if (data.remaining() > peer.messageLimit()) {
                failed(new Failure(
                        Failure.Kind.REPLY_TOO_LARGE,
                        "a reply of " + data.remaining() + " bytes; the limit is " + peer.messageLimit()));
            } else {
                peer.send(Frames.reply(call), data);
            }
        }

        @Override
        protected void failed(Failure why) {
            peer.send(Frames.failure(Frames.FAILED, call, why));
        }
    }
}
