package org.roadstead.core.mach;

import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgReturn;

/**
 * One receive: what it asks for and what it gets. It is decided once, under the lock of the queue, by whoever takes it out of the
 * waiting receivers or finds it an answer at once; the signal makes the decision visible to the thread that waits.
 */
final class ReceiveWait {
    private final long maxSize;
    private final boolean endsWithoutSenders;
    private final WaitPoint point = new WaitPoint();

    private Kmsg message;
    private MsgReturn code;
    private MsgCause cause = MsgCause.NONE;
    private long size;

    ReceiveWait(long maxSize, boolean endsWithoutSenders) {
        this.maxSize = maxSize;
        this.endsWithoutSenders = endsWithoutSenders;
    }

    /** Returns the rest of a sentence about a receive that failed. */
    String outcome() {
        String why = cause == MsgCause.NONE ? "" : ", " + cause;
        return code == MsgReturn.RCV_TOO_LARGE
                ? " found a message of " + size + " bytes, which stays; " + maxSize + " are allowed, allow more"
                : " ended with " + code + why;
    }

    boolean fits(Kmsg offered) {
        return offered.size() <= maxSize;
    }

    boolean endsWithoutSenders() {
        return endsWithoutSenders;
    }

    boolean isDecided() {
        return code != null;
    }

    void take(Kmsg taken) {
        message = taken;
        size = taken.size();
        code = MsgReturn.SUCCESS;
    }

    void tooLarge(Kmsg offered) {
        size = offered.size();
        code = MsgReturn.RCV_TOO_LARGE;
    }

    void end(MsgReturn why, MsgCause finer) {
        code = why;
        cause = finer;
    }

    WaitPoint point() {
        return point;
    }

    Kmsg message() {
        return message;
    }

    MsgReturn code() {
        return code;
    }

    MsgCause cause() {
        return cause;
    }

    long size() {
        return size;
    }
}
