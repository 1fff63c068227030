package org.roadstead.core.mach;

import java.nio.ByteBuffer;
import java.util.List;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgType;

/**
 * A message in the kernel's hands (Mach: {@code ipc_kmsg}). What it carries has left its sender. Immutable, but for the one use of
 * its reply right and for the number that it is given when it is received.
 *
 * <p>A message of a message port is one item of bytes; it is kept as {@code data}, without an item around it.
 */
public final class Kmsg {
    private final int id;
    private final int type;
    private final ByteBuffer data;
    private final List<Part> parts;
    private final Transit reply;
    private final Origin origin;
    private final long size;
    private final long bytes;

    /** The port in whose queue it is, and its number there; written under the lock of the queue. */
    private Port port;

    private long sequence;

    /**
     * Makes a message of one item of bytes.
     *
     * @param id the sender's number
     * @param data the bytes, a private copy that is never written again
     * @param reply the right to reply, or null if no reply is wanted
     * @param origin who sent it
     */
    public Kmsg(int id, ByteBuffer data, SendOnce reply, Origin origin) {
        this.id = id;
        this.type = MsgType.NORMAL;
        this.data = data;
        this.parts = null;
        this.reply = reply == null ? Transit.NULL : new Transit.Once(reply);
        this.origin = origin;
        this.bytes = data.remaining();
        this.size = -1; // seldom asked for
    }

    /** Makes a message of typed parts; {@code size} is {@code msg_size}. */
    Kmsg(int id, int type, List<Part> parts, Transit reply, Origin origin, long size) {
        this.id = id;
        this.type = type;
        this.data = null;
        this.parts = parts;
        this.reply = reply;
        this.origin = origin;
        this.size = size;
        long sum = 0;
        for (Part part : parts) {
            sum += part.bytes();
        }
        this.bytes = sum;
    }

    /** Returns the sender's number. */
    public int id() {
        return id;
    }

    int type() {
        return type;
    }

    /** Returns the bytes if the message is nothing but bytes; null if it has several items, or rights. */
    public ByteBuffer data() {
        if (parts == null) {
            return data;
        }
        if (parts.isEmpty()) {
            return ByteBuffer.allocate(0);
        }
        return parts.size() == 1 && parts.get(0) instanceof Part.Data only ? only.bytes(0) : null;
    }

    /** Returns the typed parts; null if the message is one item of bytes. */
    List<Part> parts() {
        return parts;
    }

    /** Returns the send-once right to reply; null if none came, or one of another kind. */
    public SendOnce reply() {
        return reply instanceof Transit.Once once ? once.right() : null;
    }

    /**
     * Returns a right to reply with bytes, whatever kind of right to reply came; null if none did. Asked for once.
     *
     * @param server who will reply
     */
    public SendOnce replyBy(Origin server) {
        SendOnce once = reply();
        return reply == Transit.NULL || (once != null && once.port() == null) ? once : new MachReply(this, server);
    }

    /** Another node has the message now, or has it back: this one is not looked at any more, and nothing of it is used up. */
    public void handedOver() {
        reply.handedOver();
        if (parts != null) {
            parts.forEach(Part::handedOver);
        }
    }

    /** Tells whether a receive right is in the message. */
    public boolean carriesReceiveRights() {
        return parts != null
                && parts.stream()
                        .anyMatch(part -> part instanceof Part.Rights rights
                                && rights.rights().stream().anyMatch(Transit.Receive.class::isInstance));
    }

    /** Tells whether a right to reply of any kind is in the message. */
    public boolean wantsReply() {
        return reply != Transit.NULL;
    }

    Transit replyRight() {
        return reply;
    }

    /** Returns who sent it. */
    public Origin origin() {
        return origin;
    }

    /** Returns {@code msg_size}. */
    long size() {
        return parts == null ? Message.HEADER_SIZE + Copyout.item(data).size() : size;
    }

    /** Returns how many bytes of data it holds, out of line or not. */
    public long bytes() {
        return bytes;
    }

    Port port() {
        return port;
    }

    void port(Port queued) {
        port = queued;
    }

    long sequence() {
        return sequence;
    }

    void sequence(long number) {
        sequence = number;
    }

    /** Releases what the message carries without anybody having read it: a waiting requester is told why. */
    public void destroy(Failure why) {
        Reaper reaper = new Reaper();
        destroy(why, reaper);
        reaper.run();
    }

    void destroy(Failure why, Reaper reaper) {
        reply.destroy(why, reaper);
        if (parts != null) {
            parts.forEach(part -> part.destroy(why, reaper));
        }
    }
}
