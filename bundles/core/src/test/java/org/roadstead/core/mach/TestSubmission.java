package org.roadstead.core.mach;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A sender that remembers its verdict. */
final class TestSubmission extends Submission {
    volatile boolean parked;
    volatile Failure refusal;
    final AtomicInteger verdicts = new AtomicInteger();
    final WaitPoint settled = new WaitPoint();

    TestSubmission(int id, byte[] data, boolean tryOnly, long deadline) {
        this(id, data, null, tryOnly, deadline);
    }

    TestSubmission(int id, byte[] data, SendOnce reply, boolean tryOnly, long deadline) {
        super(id, ByteBuffer.wrap(data), false, reply, new Origin("me", "here", "test", 1), tryOnly, deadline);
    }

    static TestSubmission of(int id) {
        return new TestSubmission(id, new byte[0], false, Deadline.NEVER);
    }

    static TestSubmission trying(int id) {
        return new TestSubmission(id, new byte[0], true, Deadline.NEVER);
    }

    boolean isAccepted() {
        return verdicts.get() == 1 && refusal == null;
    }

    @Override
    public void accepted() {
        verdicts.incrementAndGet();
        settled.signal();
    }

    @Override
    public void parked() {
        parked = true;
    }

    @Override
    public void refused(Failure why) {
        refusal = why;
        verdicts.incrementAndGet();
        settled.signal();
    }
}
