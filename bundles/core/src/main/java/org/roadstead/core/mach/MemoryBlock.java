package org.roadstead.core.mach;

import java.nio.ByteBuffer;
import org.roadstead.mach.Memory;

/** Memory of a space. Who holds it is decided under its lock, and for a block that a send claims by the state of that send. */
final class MemoryBlock implements Memory {
    /** Why a send fails whose memory was released. */
    static final Failure RELEASED = new Failure(Failure.Kind.REMOVED, "memory that it was to carry was released");

    private final ByteBuffer data;
    // Guarded by this.
    private Claims claimant;
    private boolean released;

    /** Makes a block of all of a buffer. */
    MemoryBlock(ByteBuffer data) {
        this.data = data;
    }

    @Override
    public long length() {
        return data.limit();
    }

    @Override
    public synchronized ByteBuffer buffer() {
        checkHeld();
        return data.duplicate().clear();
    }

    /** Returns the bytes for the message of a send that claims them; null if they are not to be had. */
    synchronized ByteBuffer claim(Claims send) {
        if (!isHeld() || (claimant != null && claimant.isPending())) {
            return null;
        }
        claimant = send;
        return data.duplicate().clear();
    }

    @Override
    public synchronized boolean isValid() {
        return isHeld();
    }

    private boolean isHeld() {
        return !released && (claimant == null || !claimant.isCommitted());
    }

    private void checkHeld() {
        if (!isHeld()) {
            throw new IllegalStateException("the memory was " + (released ? "released" : "moved away in a message"));
        }
    }

    @Override
    public void close() {
        Claims failed = null;
        synchronized (this) {
            if (isHeld()) {
                released = true;
                if (claimant != null && claimant.fail(RELEASED)) {
                    failed = claimant;
                }
            }
        }
        if (failed != null) {
            failed.wake();
        }
    }

    @Override
    public String toString() {
        return length() + " bytes of memory";
    }
}
