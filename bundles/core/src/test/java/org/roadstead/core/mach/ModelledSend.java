package org.roadstead.core.mach;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A send without a thread that waits: it remembers what it was told. */
final class ModelledSend extends Submission {
    static final Origin ORIGIN = new Origin("me", "here", "test", 1);

    final AtomicInteger verdicts = new AtomicInteger();
    volatile boolean held;
    volatile Failure refusal;
    volatile Thread refusedOn;
    private volatile boolean parked;
    private volatile boolean accepted;

    private final Entry sender;
    private final boolean holds;

    ModelledSend(int id, Entry sender, boolean tryOnly, boolean holds) {
        super(id, ByteBuffer.allocate(0), true, null, ORIGIN, tryOnly, Deadline.NEVER);
        this.sender = sender;
        this.holds = holds;
    }

    /** Sends, and returns what the thread that does it knows afterwards; what others tell later does not change it. */
    String to(Port port) {
        port.submit(this);
        return parked
                ? "waits"
                : held ? "held" : accepted ? "accepted" : refusal.kind().name();
    }

    @Override
    public Entry sender() {
        return sender;
    }

    @Override
    public boolean holdsWhenFull() {
        return holds;
    }

    @Override
    public void accepted() {
        accepted = true;
        verdicts.incrementAndGet();
    }

    @Override
    public void parked() {
        parked = true;
    }

    @Override
    public void held() {
        held = true;
    }

    @Override
    public void refused(Failure why) {
        refusal = why;
        refusedOn = Thread.currentThread();
        verdicts.incrementAndGet();
    }
}
