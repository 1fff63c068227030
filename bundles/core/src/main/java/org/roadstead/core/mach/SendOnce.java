package org.roadstead.core.mach;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * A Mach send-once right: exactly one thing arrives through it, a reply or the word that none will come. It ignores
 * queue limits, so no reply ever blocks a handler.
 *
 * <p>Any thread. Which of several users is the first is decided by one compare-and-set; only the first one reaches
 * {@link #replied} or {@link #failed}, so the holder at the other end is told exactly once.
 */
public abstract class SendOnce {
    private static final VarHandle USED;

    static {
        try {
            USED = MethodHandles.lookup().findVarHandle(SendOnce.class, "used", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean used;

    /**
     * Sends a reply of bytes.
     *
     * @param data the bytes from position to limit; not needed after the call
     * @return false if the right was used before
     */
    public final boolean reply(ByteBuffer data) {
        if (!USED.compareAndSet(this, false, true)) {
            return false;
        }
        replied(data);
        return true;
    }

    /**
     * Sends a reply with whatever it carries.
     *
     * @return false if the right was used before
     */
    public final boolean send(Kmsg message) {
        if (!USED.compareAndSet(this, false, true)) {
            return false;
        }
        replied(message);
        return true;
    }

    /**
     * Gives the right up: no reply will come (Mach: the send-once notification).
     *
     * @param why what the requester is told
     * @return false if the right was used before
     */
    public final boolean fail(Failure why) {
        if (!USED.compareAndSet(this, false, true)) {
            return false;
        }
        failed(why);
        return true;
    }

    /** Tells whether the right is used up. */
    public final boolean isUsed() {
        return used;
    }

    /** Returns the port that the right leads to; null if it leads to who waits for a reply. */
    public Port port() {
        return null;
    }

    /** The reply has come; called once at most, on the replier's thread. */
    protected abstract void replied(ByteBuffer data);

    /** A message has come that may carry more than bytes; called once at most, on the replier's thread. */
    protected void replied(Kmsg message) {
        ByteBuffer data = message.data();
        if (data != null) {
            replied(data);
        } else {
            Failure why = new Failure(Failure.Kind.REFUSED, "the reply is not one item of bytes");
            message.destroy(why);
            failed(why);
        }
    }

    /** The right is another node's now: nothing of it is kept here. It is not used up. */
    protected void handedOver() {
        // what is here is nobody's
    }

    /** No reply will come; called once at most. */
    protected abstract void failed(Failure why);
}
