package org.roadstead.core.node;

import java.nio.ByteBuffer;
import org.roadstead.core.mach.WaitPoint;

/** A question to a peer that one thread waits for: a RESOLVE or a PING. */
final class Question {
    /** How a question ended without an answer frame of its own. */
    enum Kind {
        WAITING,
        ANSWERED,
        NEGATIVE,
        LINK_LOST
    }

    final WaitPoint point = new WaitPoint();
    private volatile Kind kind = Kind.WAITING;
    private ByteBuffer answer;

    /** The reader calls this; the bytes are copied. */
    void answer(ByteBuffer frame) {
        answer = ByteBuffer.allocate(frame.remaining()).put(frame).flip();
        end(Kind.ANSWERED);
    }

    void end(Kind how) {
        kind = how;
        point.signal();
    }

    Kind kind() {
        return kind;
    }

    /** The answer's fields; only after {@link Kind#ANSWERED}. */
    ByteBuffer answer() {
        return answer;
    }
}
