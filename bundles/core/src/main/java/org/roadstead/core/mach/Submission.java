package org.roadstead.core.mach;

import java.nio.ByteBuffer;

/**
 * One attempt to send one message: what a port accepts, parks or refuses. The sender behind it is a waiting thread, an
 * asynchronous request, or a link that speaks for a sender elsewhere; the port does not care.
 *
 * <p>The port calls {@link #parked()} at most once, and exactly one of {@link #accepted()} and {@link #refused} (a home
 * behind a link may leave out {@code accepted} for a request: silence means accepted). They come on any thread, under no
 * lock, and {@code parked} may come after {@code accepted} when a slot is freed at once; nothing here may block.
 */
public abstract class Submission {
    private final int id;
    private final ByteBuffer data;
    private final boolean dataIsPrivate;
    private final SendOnce reply;
    private final Origin origin;
    private final boolean tryOnly;
    private final long deadline;

    /** Made by the port on the submitting thread, before any other thread can see the submission. */
    private Kmsg message;
    /** Whether the kernel holds the message for its sender; written under the lock of the port, or by the reader of its link. */
    private volatile boolean held;
    /** The number that the destination gave the submission; written before it is sent. */
    private volatile long ticket;
    /** Whether the submission is on its way to its home, so that a cancel can follow it. */
    private volatile boolean sent;
    /** Whether its sender has asked for it back. */
    private volatile boolean takeBack;

    /**
     * Makes a submission.
     *
     * @param id the message's number
     * @param data its bytes
     * @param dataIsPrivate whether nobody else can write the bytes, so that no copy is needed
     * @param reply the right to reply, or null
     * @param origin who sends
     * @param tryOnly whether a full queue refuses at once
     * @param deadline {@link System#nanoTime()} after which the message may no longer be taken
     */
    protected Submission(
            int id,
            ByteBuffer data,
            boolean dataIsPrivate,
            SendOnce reply,
            Origin origin,
            boolean tryOnly,
            long deadline) {
        this.id = id;
        this.data = data;
        this.dataIsPrivate = dataIsPrivate;
        this.reply = reply;
        this.origin = origin;
        this.tryOnly = tryOnly;
        this.deadline = deadline;
    }

    /** The message is in the queue. */
    public abstract void accepted();

    /** The queue is full; the message waits its turn. */
    public abstract void parked();

    /** The message was not taken and never will be. */
    public abstract void refused(Failure why);

    public final int id() {
        return id;
    }

    /** Returns the bytes from position to limit; do not move the position. */
    public final ByteBuffer data() {
        return data;
    }

    public final SendOnce reply() {
        return reply;
    }

    public final boolean tryOnly() {
        return tryOnly;
    }

    public final long deadline() {
        return deadline;
    }

    public final Origin origin() {
        return origin;
    }

    /** Remembers the number under which the destination knows this submission. */
    public final void ticket(long number) {
        ticket = number;
    }

    public final long ticket() {
        return ticket;
    }

    /**
     * The submission is on its way. Each of this and {@link #takeBack()} writes its mark before it reads the other's, so at least
     * one of the two callers learns that the cancel is now to be sent.
     *
     * @return whether its sender has asked for it back meanwhile
     */
    public final boolean sent() {
        sent = true;
        return takeBack;
    }

    /**
     * The sender asks for the submission back.
     *
     * @return whether it is on its way already; if not, whoever sends it sees to the cancel
     */
    public final boolean takeBack() {
        takeBack = true;
        return sent;
    }

    /** Makes a submission of a message that is ready, and that has typed items or rights. */
    protected Submission(Kmsg message, boolean tryOnly, long deadline) {
        this(message.id(), null, true, null, message.origin(), tryOnly, deadline);
        this.message = message;
    }

    /** Returns who sends, if the kernel may hold a message for it; null for a sender without a right. */
    public Sender sender() {
        return null;
    }

    /** Tells whether the sender has no right to send any more. Under the lock of the port. */
    boolean isWithdrawn() {
        return false;
    }

    /** Tells whether the kernel is to hold the message if the queue is full, instead of letting the sender wait. */
    public boolean holdsWhenFull() {
        return false;
    }

    /**
     * The message sets out for a home elsewhere, which will decide: what it carries cannot be taken from it any more before the answer.
     *
     * @return false if something was taken away already; the message is then not to be sent
     */
    public boolean setOut() {
        return true;
    }

    /**
     * Takes what the message carries from its sender, for good. Under the lock of the port, once, before the message is queued or
     * held; or when the home elsewhere says that it was.
     *
     * @return false if the sender does not have it any more; the message is then refused
     */
    public boolean commit() {
        return true;
    }

    /** The kernel holds the message, and will say {@link #accepted} when it is queued. On any thread, under no lock. */
    public void held() {
        // only who asks for it is told
    }

    /** Marks the message as held. Under the lock of the port, or by the thread that reads of it. */
    public final void markHeld() {
        held = true;
    }

    /** Tells whether the kernel holds the message, or held it until it was accepted. */
    public final boolean isHeld() {
        return held;
    }

    /** Returns the message if it is more than bytes with a right to reply; else null. */
    public final Kmsg typed() {
        return data == null ? message : null;
    }

    /** Returns how many bytes of data the message has. */
    public final long bytes() {
        return data == null ? message.bytes() : data.remaining();
    }

    final Kmsg message() {
        if (message == null) {
            ByteBuffer bytes = dataIsPrivate ? data.duplicate() : UserBytes.copy(data);
            message = new Kmsg(id, bytes, reply, origin);
        }
        return message;
    }
}
