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
    private final SendOnceRight reply;
    private final Origin origin;
    private final boolean tryOnly;
    private final long deadline;

    /** Made by the port on the submitting thread, before any other thread can see the submission. */
    private Message message;
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
            SendOnceRight reply,
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

    public final SendOnceRight reply() {
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

    final Message message() {
        if (message == null) {
            ByteBuffer bytes = data.duplicate();
            if (!dataIsPrivate) {
                bytes = ByteBuffer.allocate(data.remaining()).put(bytes).flip();
            }
            message = new Message(id, bytes, reply, origin);
        }
        return message;
    }
}
