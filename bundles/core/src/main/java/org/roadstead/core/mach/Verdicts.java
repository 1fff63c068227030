package org.roadstead.core.mach;

import java.util.ArrayList;
import java.util.List;

/** What a step under a port's lock has decided, to be told after the lock is released (D26). */
final class Verdicts {
    private List<Runnable> told;
    private Receiver woken;

    void accept(Submission submission) {
        then(submission::accepted);
    }

    void refuse(Submission submission, Failure why) {
        then(() -> submission.refused(why));
    }

    /** The receiver is woken last, once. */
    void wake(Receiver receiver) {
        woken = receiver;
    }

    void then(Runnable action) {
        if (told == null) {
            told = new ArrayList<>(2);
        }
        told.add(action);
    }

    void tell() {
        if (told != null) {
            told.forEach(Runnable::run);
        }
        if (woken != null) {
            woken.messageArrived();
        }
    }
}
