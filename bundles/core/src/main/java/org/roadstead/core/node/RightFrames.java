package org.roadstead.core.node;

import java.nio.ByteBuffer;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Kmsg;
import org.roadstead.core.mach.MessageCodec;
import org.roadstead.core.mach.SendOnce;

/** The frames that a link has only where both sides agreed on rights. Called by the reader, {@link #sendOnce} by any thread. */
final class RightFrames {
    private final Peer peer;
    private final Incoming incoming;
    private final Exports exports;

    RightFrames(Peer peer, Incoming incoming, Exports exports) {
        this.peer = peer;
        this.incoming = incoming;
        this.exports = exports;
    }

    /** A frame with one of the types that rights add; false if it is none of these. */
    boolean onFrame(byte type, int flags, ByteBuffer frame) {
        try {
            switch (type) {
                case Frames.SEND -> incoming.send(flags, frame);
                case Frames.HOLD -> incoming.hold(frame.getLong());
                case Frames.HELD -> peer.outgoing().held(frame.getLong());
                case Frames.ONCE -> once(frame);
                case Frames.ONCE_GONE -> onceGone(frame);
                default -> {
                    return false;
                }
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedFrameException(e.getMessage());
        }
        return true;
    }

    private void once(ByteBuffer frame) {
        int space = frame.getInt();
        int number = frame.getInt();
        References rights = new References(peer);
        Kmsg message = MessageCodec.read(frame, incoming.origin(space), rights);
        rights.taken();
        SendOnce right = exports.take(number);
        if (right == null || !right.send(message)) {
            message.destroy(new Failure(Failure.Kind.INVALIDATED, "the send-once right was used before"));
        }
    }

    private void onceGone(ByteBuffer frame) {
        SendOnce right = exports.take(frame.getInt());
        Failure why = Frames.readFailure(frame);
        if (right != null) {
            right.fail(why);
        }
    }

    /** Uses a send-once right of the peer. */
    void sendOnce(int number, Kmsg message) {
        Failure refusal = message.carriesReceiveRights()
                ? new Failure(Failure.Kind.REFUSED, "a receive right does not cross to " + peer.label() + " yet")
                : null;
        if (refusal != null) {
            peer.send(Frames.onceGone(number, refusal));
            message.destroy(refusal);
            return;
        }
        References references = new References(peer);
        ByteBuffer[] frame =
                TypedSends.frame(Frames.once(peer.announcements().tell(message.origin()), number), message, references);
        if (peer.send(frame)) {
            references.told();
            message.handedOver();
        } else {
            references.notSent();
            message.destroy(peer.lostBecause());
        }
    }
}
