package org.roadstead.core.node;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.Origin;

/**
 * What this node asks one peer itself: where a name leads, and whether it is alive. The asking thread waits, and reads the link
 * meanwhile if nobody else does.
 */
final class Questions {
    private final Peer peer;
    private final Map<Long, Question> open = new ConcurrentHashMap<>();

    Questions(Peer peer) {
        this.peer = peer;
    }

    /** Asks where a name leads; null if nowhere. Tells the peer first who asks. */
    Resolution resolve(String name, Origin asker, long deadline) throws InterruptedException, LinkLostException {
        peer.announce(asker);
        Question question = new Question();
        long call = peer.outgoing().nextCall();
        ask(call, question, Frames.resolve(call, asker.space(), name), deadline, "did not resolve " + name);
        if (question.kind() == Question.Kind.NEGATIVE) {
            return null;
        }
        ByteBuffer answer = question.answer();
        int index = answer.getInt();
        int queueLimit = answer.getInt();
        Instant created = Instant.ofEpochMilli(answer.getLong());
        String owner = Frames.readText(answer);
        ProxyPort proxy = peer.imports().granted(index);
        if (!peer.isUp()) {
            peer.imports().allDead(peer.lostBecause()); // lost after the answer came, before the proxy was known
        }
        NodeInfo home = peer.info();
        return new Resolution(proxy, peer.carrier().name(), owner, home.label(), home.pid(), created, queueLimit);
    }

    /** Asks for a sign of life. */
    void ping(long deadline) throws InterruptedException, LinkLostException {
        Question question = new Question();
        long token = peer.outgoing().nextCall();
        ask(token, question, Frames.call(Frames.PING, token), deadline, "did not answer a ping");
    }

    void answered(long call, ByteBuffer answer) {
        Question question = open.get(call);
        if (question != null) {
            question.answer(answer);
        }
    }

    void denied(long call) {
        Question question = open.get(call);
        if (question != null) {
            question.end(Question.Kind.NEGATIVE);
        }
    }

    void lost() {
        open.values().forEach(question -> question.end(Question.Kind.LINK_LOST));
    }

    /** A question enters the map before the state of the link is looked at, and the loss looks at the map afterwards. */
    private void ask(long call, Question question, ByteBuffer frame, long deadline, String what)
            throws InterruptedException, LinkLostException {
        open.put(call, question);
        try {
            if (!peer.send(frame) || !peer.isUp()) {
                throw new LinkLostException(peer.lostBecause());
            }
            if (!peer.role().await(question.point, deadline)) {
                throw new LinkLostException(
                        new Failure(Failure.Kind.UNDECIDED, peer.label() + " " + what + " in time"));
            }
            if (question.kind() == Question.Kind.LINK_LOST) {
                throw new LinkLostException(peer.lostBecause());
            }
        } finally {
            open.remove(call);
        }
    }
}
