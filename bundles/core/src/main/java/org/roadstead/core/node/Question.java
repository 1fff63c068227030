package org.roadstead.core.node;

import java.util.concurrent.atomic.AtomicReference;
import org.roadstead.core.mach.WaitPoint;

/** A question to a peer that one thread waits for: a RESOLVE or a PING. It ends once: who comes second is told so. */
final class Question {
    /** How a question ended. */
    enum Kind {
        WAITING,
        ANSWERED,
        NEGATIVE,
        LINK_LOST,
        /** Who asked does not wait any more. */
        LEFT
    }

    final WaitPoint point = new WaitPoint();
    private final AtomicReference<Kind> kind = new AtomicReference<>(Kind.WAITING);
    private volatile Resolution found; // written before the end that tells of it

    /** The answer to a RESOLVE; false if the question had ended. The reader calls this. */
    boolean found(Resolution resolution) {
        found = resolution;
        return end(Kind.ANSWERED);
    }

    /** Ends the question; false if it had ended. */
    boolean end(Kind how) {
        if (!kind.compareAndSet(Kind.WAITING, how)) {
            return false;
        }
        point.signal();
        return true;
    }

    Kind kind() {
        return kind.get();
    }

    /** Where the name leads; null if nowhere. Only after the end. */
    Resolution found() {
        return kind.get() == Kind.ANSWERED ? found : null;
    }
}
