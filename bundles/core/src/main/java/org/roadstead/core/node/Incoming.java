package org.roadstead.core.node;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.roadstead.core.mach.Deadline;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Kmsg;
import org.roadstead.core.mach.MessageCodec;
import org.roadstead.core.mach.Origin;
import org.roadstead.core.mach.Port;
import org.roadstead.core.mach.SendOnce;

/** The submissions of one peer to ports of this kernel: this side is their home and gives the verdicts. */
final class Incoming {
    /** How many spaces a peer may announce. */
    private static final int MAX_SPACES = 65_536;
    /** How many bytes of one peer may wait for slots; beyond, a message that finds its queue full is refused at once. */
    private static final long WAITING_LIMIT = 64L << 20;

    private final Peer peer;
    private final Exports exports;
    private final Map<Integer, Origin> spaces = new ConcurrentHashMap<>();
    /** Who sends, by the port's index and the space's number. */
    private final Map<Long, FarSender> senders = new ConcurrentHashMap<>();
    /** What waits for a slot or is held. */
    private final Map<Long, Arrival> waiting = new ConcurrentHashMap<>();

    private final AtomicLong waitingBytes = new AtomicLong();

    Incoming(Peer peer, Exports exports) {
        this.peer = peer;
        this.exports = exports;
    }

    Peer peer() {
        return peer;
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
        long deadline = frame.getLong();
        Port port = exports.get(index);
        Failure refusal = refusal(port, frame.remaining(), deadline);
        if (refusal != null) {
            peer.send(Frames.failure(Frames.REFUSED, call, refusal));
            return;
        }
        ByteBuffer data = ByteBuffer.allocate(frame.remaining()).put(frame).flip();
        SendOnce reply = (flags & Frames.WANTS_REPLY) != 0 ? new LinkReply(peer, call) : null;
        boolean tryOnly = (flags & Frames.TRY) != 0 || isFull(data.remaining());
        port.submit(new Arrival(this, call, port, id, data, reply, origin(space), tryOnly, deadline));
    }

    /** A SEND: the frame from the call on. */
    void send(int flags, ByteBuffer frame) {
        long call = frame.getLong();
        int space = frame.getInt();
        int index = frame.getInt();
        long deadline = frame.getLong();
        References rights = new References(peer);
        Kmsg message = MessageCodec.read(frame, origin(space), rights);
        Port port = exports.get(index);
        Failure refusal = refusal(port, 0, deadline);
        if (refusal != null) {
            message.handedOver();
            peer.send(Frames.failure(Frames.REFUSED, call, refusal));
            return;
        }
        boolean full = isFull(message.bytes());
        boolean holds = (flags & Frames.HOLDS) != 0 && !full;
        boolean tryOnly = !holds && ((flags & Frames.TRY) != 0 || full);
        FarSender sender =
                senders.computeIfAbsent(((long) index << 32) | (space & 0xFFFF_FFFFL), key -> new FarSender());
        port.submit(new Arrival(this, call, port, message, rights, sender, tryOnly, holds, deadline));
    }

    /** Returns who sends in a space of the peer, as the peer has announced it. */
    Origin origin(int space) {
        Origin origin = spaces.get(space);
        return origin == null ? peer.origin(space, peer.label()) : origin;
    }

    private boolean isFull(long bytes) {
        return waitingBytes.get() + bytes > WAITING_LIMIT;
    }

    /** A submission waits, or is held. */
    void add(Arrival arrival) {
        if (waiting.put(arrival.call(), arrival) == null) {
            waitingBytes.addAndGet(arrival.bytes());
        }
    }

    void remove(Arrival arrival) {
        if (waiting.remove(arrival.call(), arrival)) {
            waitingBytes.addAndGet(-arrival.bytes());
        }
    }

    /** A CANCEL. If the message no longer waits, the peer is told that it is too late. */
    void cancel(long call) {
        Arrival arrival = waiting.get(call);
        if (arrival == null) {
            peer.send(Frames.call(Frames.ACCEPTED, call));
        } else if (arrival.isHeld()) {
            arrival.port().forgetHeld(arrival);
        } else {
            arrival.port().cancel(arrival);
        }
    }

    /** A HOLD. If the message no longer waits, its verdict is on its way. */
    void hold(long call) {
        Arrival arrival = waiting.get(call);
        if (arrival != null && arrival.sender() != null) {
            arrival.port().hold(arrival);
        }
    }

    /** A port has died: nobody is told otherwise of what it held. */
    void died(Port port, Failure why) {
        for (Arrival arrival : waiting.values()) {
            if (arrival.port() == port && arrival.isHeld()) {
                remove(arrival);
                peer.send(Frames.failure(Frames.REFUSED, arrival.call(), why));
            }
        }
    }

    /** The peer has nothing of a port any more. */
    void forget(int index) {
        senders.keySet().removeIf(key -> (int) (key >> 32) == index);
    }

    /** The link is lost: what waits for a slot is taken back; what is in a queue, or held for one, stays. */
    void lost() {
        for (Arrival arrival : waiting.values()) {
            if (arrival.isHeld()) {
                arrival.port().forgetHeld(arrival);
                remove(arrival);
            } else {
                arrival.port().cancel(arrival);
            }
        }
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
