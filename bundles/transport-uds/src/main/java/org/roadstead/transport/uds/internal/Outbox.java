package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The writing end of one link: frames of any thread go to the wire whole, in order, and nobody waits for anybody.
 *
 * <p>One flag, {@link #state}, says who may write. Whoever finds it FREE with nothing queued writes at once from the
 * caller's parts; everybody else leaves a copy in the queue. A short write hands the flag to the holder of the reader
 * role (STUCK), who goes on when the socket takes more.
 *
 * <p>Why no frame is lost, doubled or mixed: (1) who queues a frame tries to take the flag afterwards, and who frees the
 * flag looks at the queue afterwards, so of the two at least one sees the frame, and a STUCK flag always has a write
 * interest armed. (2) Only the holder of the flag takes frames off the queue or writes, and what the socket took is cut
 * off in the same step, so each byte goes out once. (3) A frame that was begun stays at the head, under the same flag,
 * until its last byte is out, and a thread writes at once only if nothing is queued, so frames do not mix and those of
 * one thread do not overtake.
 */
final class Outbox {
    private static final int FREE = 0;
    private static final int BUSY = 1;
    private static final int STUCK = 2;
    private static final int BROKEN = 3;
    private static final int CLOSED = 4;

    private static final int LENGTH_BYTES = Integer.BYTES;

    /** What the outbox needs of its link. Called by the holder of the flag, on whatever thread that is. */
    interface Wire {
        /** Writes what the socket takes. */
        int write(ByteBuffer bytes) throws IOException;

        /** Has {@link Outbox#writable} called by the reader once the socket takes more. */
        void armWrite();

        /** Ends that. */
        void disarmWrite();

        /** All that waited is written, and somebody is owed the news. */
        void drained();

        /** The socket takes nothing any more; what it has to read is still there. */
        void broken(Throwable why);

        /** The last word after {@link Outbox#shut}, once: the socket may be closed. */
        void finished();
    }

    private final Wire wire;
    private final DirectBuffers buffers;
    private final AtomicInteger state = new AtomicInteger(FREE);
    private final Queue<ByteBuffer> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong pending = new AtomicLong();

    /** Frames taken off the queue, the first perhaps half written. Only the holder of the flag touches it. */
    private final ArrayDeque<ByteBuffer> taken = new ArrayDeque<>();

    private volatile boolean closing;

    /** Somebody saw bytes pending, so the end of that must be told. */
    private volatile boolean owed;

    Outbox(Wire wire, DirectBuffers buffers) {
        this.wire = wire;
        this.buffers = buffers;
    }

    /** Sends one frame. Any thread; never blocks. */
    void send(ByteBuffer[] parts, int length) {
        // Nothing queued: no earlier frame of this thread waits.
        if (queue.isEmpty() && state.compareAndSet(FREE, BUSY)) {
            if (writeAtOnce(parts, length) && release()) {
                work();
            }
            return;
        }
        enqueue(parts, length);
        if (state.compareAndSet(FREE, BUSY)) {
            work();
        } else if (state.get() >= BROKEN) {
            discardQueue();
        }
    }

    /** Bytes not yet taken by the socket. If the answer is positive, {@link Wire#drained} or the end follows. */
    long pendingBytes() {
        if (pending.get() == 0) {
            return 0;
        }
        owed = true; // before the second look: whoever writes the last byte looks at this after counting it
        return pending.get();
    }

    /** Goes on after a short write. Only by the holder of the reader role, when the socket takes more. */
    void writable() {
        if (state.compareAndSet(STUCK, BUSY) && flush()) {
            wire.disarmWrite(); // before the flag is free: the next short write arms it again
            if (release()) {
                work();
            }
        }
    }

    /** Writes what the socket takes at once, then finishes. Any thread, any number of times. */
    void shut() {
        closing = true;
        if (state.compareAndSet(FREE, BUSY) || state.compareAndSet(STUCK, BUSY)) {
            work();
        } else if (state.compareAndSet(BROKEN, CLOSED)) {
            wire.finished();
        }
        // else BUSY: its holder looks at closing after it let go of the flag
    }

    private void work() {
        do {
            if (!flush()) {
                return;
            }
        } while (release());
    }

    /** Frees the flag, then looks again. True: the flag is held still or again, since there is more to do. */
    private boolean release() {
        if (closing) {
            if (!queue.isEmpty()) {
                return true; // what was sent before the end, such as a goodbye, while this thread was writing
            }
            finish();
            return false;
        }
        if (owed && pending.get() == 0) {
            owed = false;
            wire.drained();
        }
        state.set(FREE);
        return (closing || !queue.isEmpty()) && state.compareAndSet(FREE, BUSY);
    }

    private void enqueue(ByteBuffer[] parts, int length) {
        ByteBuffer frame = ByteBuffer.allocate(LENGTH_BYTES + length).putInt(length);
        for (ByteBuffer part : parts) {
            frame.put(frame.position(), part, part.position(), part.remaining());
            frame.position(frame.position() + part.remaining());
        }
        pending.addAndGet(frame.flip().remaining());
        queue.add(frame);
    }

    /** Writes the parts without a copy on the heap. False: the flag is gone, handed on or at its end. */
    private boolean writeAtOnce(ByteBuffer[] parts, int length) {
        ByteBuffer out = null;
        try {
            out = buffers.take();
            out.putInt(length);
            int part = 0;
            int done = 0;
            for (; ; ) {
                while (part < parts.length && out.hasRemaining()) {
                    int n = Math.min(out.remaining(), parts[part].remaining() - done);
                    out.put(out.position(), parts[part], parts[part].position() + done, n);
                    out.position(out.position() + n);
                    done += n;
                    if (done == parts[part].remaining()) {
                        part++;
                        done = 0;
                    }
                }
                out.flip();
                wire.write(out);
                if (out.hasRemaining()) {
                    keep(out, parts, part, done);
                    stick();
                    return false;
                }
                if (part == parts.length) {
                    return true;
                }
                out.clear();
            }
        } catch (IOException e) {
            breakOff(e);
            return false;
        } catch (RuntimeException | Error e) {
            breakOff(e);
            throw e;
        } finally {
            if (out != null) {
                buffers.give(out);
            }
        }
    }

    /** Copies what the socket did not take of a frame: the rest of {@code out}, then of the parts. */
    private void keep(ByteBuffer out, ByteBuffer[] parts, int part, int done) {
        int rest = out.remaining() - done;
        for (int i = part; i < parts.length; i++) {
            rest += parts[i].remaining();
        }
        ByteBuffer frame = ByteBuffer.allocate(rest).put(out);
        int skip = done;
        for (int i = part; i < parts.length; i++) {
            int n = parts[i].remaining() - skip;
            frame.put(frame.position(), parts[i], parts[i].position() + skip, n);
            frame.position(frame.position() + n);
            skip = 0;
        }
        pending.addAndGet(frame.flip().remaining());
        taken.add(frame);
    }

    /** Writes what is queued, many frames in one write. False: the flag is gone, handed on or at its end. */
    private boolean flush() {
        if (taken.isEmpty() && queue.isEmpty()) {
            return true;
        }
        ByteBuffer out = null;
        try {
            out = buffers.take();
            for (; ; ) {
                gather(out.clear());
                if (!out.hasRemaining()) {
                    return true;
                }
                int n = wire.write(out);
                cutOff(n);
                if (out.hasRemaining()) {
                    stick();
                    return false;
                }
            }
        } catch (IOException e) {
            breakOff(e);
            return false;
        } catch (RuntimeException | Error e) {
            breakOff(e);
            throw e;
        } finally {
            if (out != null) {
                buffers.give(out);
            }
        }
    }

    /** Copies the next bytes to the buffer without consuming them. */
    private void gather(ByteBuffer out) {
        for (ByteBuffer frame : taken) {
            gather(out, frame);
        }
        while (out.hasRemaining()) {
            ByteBuffer frame = queue.poll();
            if (frame == null) {
                break;
            }
            taken.add(frame);
            gather(out, frame);
        }
        out.flip();
    }

    private static void gather(ByteBuffer out, ByteBuffer frame) {
        int n = Math.min(out.remaining(), frame.remaining());
        out.put(out.position(), frame, frame.position(), n);
        out.position(out.position() + n);
    }

    private void cutOff(int written) {
        int left = written;
        while (left > 0) {
            ByteBuffer frame = taken.element();
            int n = Math.min(left, frame.remaining());
            frame.position(frame.position() + n);
            left -= n;
            if (!frame.hasRemaining()) {
                taken.remove();
            }
        }
        pending.addAndGet(-written);
    }

    private void stick() {
        owed = true;
        state.set(STUCK);
        wire.armWrite(); // after the flag was handed on: the reader may come at once
        if (closing && state.compareAndSet(STUCK, BUSY)) {
            finish();
        }
    }

    private void breakOff(Throwable why) {
        taken.clear();
        discardQueue();
        state.set(BROKEN);
        if (!closing) {
            wire.broken(why);
        }
        if (closing && state.compareAndSet(BROKEN, CLOSED)) {
            wire.finished();
        }
    }

    private void finish() {
        taken.clear();
        state.set(CLOSED);
        discardQueue();
        wire.finished();
    }

    private void discardQueue() {
        queue.clear();
        pending.set(0);
    }
}
