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
        peer.announcements().tell(asker);
        Question question = new Question();
        long call = peer.outgoing().nextCall();
        ask(call, question, Frames.resolve(call, asker.space(), name), deadline, "did not resolve " + name);
        return question.found();
    }

    /** A RESOLVE: answers it. */
    void answer(ByteBuffer frame) {
        long call = frame.getLong();
        frame.getInt();
        PortEntry entry = peer.node().names().find(Frames.readText(frame));
        if (entry == null) {
            peer.send(Frames.call(Frames.UNRESOLVED, call));
            return;
        }
        int index = peer.exports().grant(entry.port());
        PortUid uid = peer.hasRights() ? peer.exports().uid(index) : null;
        long since = entry.since().toEpochMilli();
        peer.send(Frames.resolved(call, index, entry.queueLimit(), since, entry.owner(), uid));
        peer.exports().told(index);
    }

    /** Asks for a sign of life. */
    void ping(long deadline) throws InterruptedException, LinkLostException {
        Question question = new Question();
        long token = peer.outgoing().nextCall();
        ask(token, question, Frames.call(Frames.PING, token), deadline, "did not answer a ping");
    }

    /**
     * A name leads to a port. Its proxy is made here, by the reader, so that a frame right behind this one finds it; if nobody
     * waits for it any more it is given back.
     */
    void resolved(long call, ByteBuffer answer) {
        int index = answer.getInt();
        int queueLimit = answer.getInt();
        Instant created = Instant.ofEpochMilli(answer.getLong());
        String owner = Frames.readText(answer);
        ProxyPort proxy = peer.imports().granted(index);
        if (peer.hasRights()) {
            proxy.uid(PortUid.read(answer));
        }
        NodeInfo home = peer.info();
        Question question = open.get(call);
        if (question == null
                || !question.found(new Resolution(
                        proxy, peer.carrier().name(), owner, home.label(), home.pid(), created, queueLimit))) {
            proxy.release();
        }
    }

    /** A sign of life. */
    void answered(long call) {
        Question question = open.get(call);
        if (question != null) {
            question.end(Question.Kind.ANSWERED);
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
            if (!peer.role().await(question.point, deadline) && question.end(Question.Kind.LEFT)) {
                throw new LinkLostException(
                        new Failure(Failure.Kind.UNDECIDED, peer.label() + " " + what + " in time"));
            }
            if (question.kind() == Question.Kind.LINK_LOST) {
                throw new LinkLostException(peer.lostBecause());
            }
        } catch (InterruptedException e) {
            if (!question.end(Question.Kind.LEFT) && question.found() != null) {
                question.found().release();
            }
            throw e;
        } finally {
            open.remove(call);
        }
    }
}
