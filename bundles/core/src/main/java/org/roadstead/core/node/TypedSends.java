package org.roadstead.core.node;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Kmsg;
import org.roadstead.core.mach.MessageCodec;
import org.roadstead.core.mach.Submission;

/**
 * What {@link Outgoing} does otherwise with typed messages: rights in them are on their way until the home has decided.
 *
 * <p><b>Why a right is in one place.</b> The claims of a message are marked before it is sent, and from then on only the verdict
 * decides them; a verdict, the loss of the link or a failed send take the call out of the map of {@code Outgoing}, and only who
 * took it out goes on. The message here keeps its uses of ports until the peer has it, so that no port is without a sender
 * in between.
 */
final class TypedSends {
    private final Peer peer;
    private final Outgoing outgoing;
    /** The send-once rights in messages under way, by call. */
    private final Map<Long, References> onces = new ConcurrentHashMap<>();

    TypedSends(Peer peer, Outgoing outgoing) {
        this.peer = peer;
        this.outgoing = outgoing;
    }

    void transmit(int port, Submission submission) {
        Kmsg message = submission.typed();
        Failure refusal = refusal(message);
        if (refusal != null) {
            submission.refused(refusal);
            return;
        }
        long call = outgoing.nextCall();
        submission.ticket(call);
        if (!submission.setOut()) {
            submission.refused(new Failure(Failure.Kind.REMOVED, "a right was given up by its space"));
            return;
        }
        if (!peer.hasRights()) {
            outgoing.keep(call, submission);
            outgoing.sent(call, submission, peer.send(header(Frames.SUBMIT, port, call, submission), message.data()));
            return;
        }
        References references = new References(peer);
        ByteBuffer header = header(Frames.SEND, port, call, submission);
        ByteBuffer[] frame = frame(header, message, references);
        long size = 0;
        for (ByteBuffer part : frame) {
            size += part.remaining();
        }
        if (size > peer.frameLimit()) {
            references.notSent();
            submission.refused(tooLarge(size));
            return;
        }
        if (references.hasOnces()) {
            onces.put(call, references);
        }
        outgoing.keep(call, submission);
        boolean sent = peer.send(frame);
        references.told();
        outgoing.sent(call, submission, sent);
    }

    private Failure refusal(Kmsg message) {
        if (message.carriesReceiveRights()) {
            return new Failure(Failure.Kind.REFUSED, "a receive right does not cross to " + peer.label() + " yet");
        }
        if (!peer.hasRights() && (message.data() == null || message.wantsReply())) {
            return new Failure(
                    Failure.Kind.REFUSED,
                    peer.label() + " speaks the minimal profile, which has no rights; send one item of bytes");
        }
        return null;
    }

    private Failure tooLarge(long size) {
        return new Failure(
                Failure.Kind.TOO_LARGE,
                "the message takes " + size + " bytes on the link, " + peer.label() + " takes " + peer.frameLimit());
    }

    private ByteBuffer header(byte type, int port, long call, Submission submission) {
        int flags = (submission.tryOnly() ? Frames.TRY : 0) | (submission.holdsWhenFull() ? Frames.HOLDS : 0);
        int space = peer.announcements().tell(submission.origin());
        long deadline = peer.theirs(submission.deadline());
        return type == Frames.SUBMIT
                ? Frames.submit(flags & Frames.TRY, call, space, port, submission.id(), deadline)
                : Frames.send(flags, call, space, port, deadline);
    }

    static ByteBuffer[] frame(ByteBuffer header, Kmsg message, References references) {
        List<ByteBuffer> parts = new ArrayList<>();
        parts.add(header);
        parts.addAll(MessageCodec.write(message, references));
        return parts.toArray(ByteBuffer[]::new);
    }

    void accepted(long call, Submission submission, boolean wasHeld) {
        if (!outgoing.drop(call, submission)) {
            return;
        }
        if (wasHeld) {
            hold(call, submission);
        }
        if (submission.isHeld()) {
            submission.accepted();
        } else {
            take(call, submission);
            submission.accepted();
        }
    }

    void held(long call, Submission submission) {
        hold(call, submission);
    }

    private void hold(long call, Submission submission) {
        if (!submission.isHeld()) {
            take(call, submission);
            submission.markHeld();
            submission.held();
        }
    }

    /** The home has it. */
    private void take(long call, Submission submission) {
        onces.remove(call);
        submission.commit();
        submission.typed().handedOver();
    }

    /** The home has it not, and never will. */
    void notTaken(long call) {
        References references = onces.remove(call);
        if (references != null) {
            references.notTaken();
        }
    }
}
