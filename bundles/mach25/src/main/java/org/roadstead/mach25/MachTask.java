package org.roadstead.mach25;

import static org.roadstead.mach25.Mach25.KERN_INVALID_ADDRESS;
import static org.roadstead.mach25.Mach25.KERN_INVALID_ARGUMENT;
import static org.roadstead.mach25.Mach25.KERN_NO_SPACE;
import static org.roadstead.mach25.Mach25.KERN_SUCCESS;
import static org.roadstead.mach25.Mach25.MSG_HEADER_SIZE;
import static org.roadstead.mach25.Mach25.MSG_LOCAL_PORT_OFFSET;
import static org.roadstead.mach25.Mach25.MSG_SIZE_OFFSET;
import static org.roadstead.mach25.Mach25.RCV_INVALID_MEMORY;
import static org.roadstead.mach25.Mach25.RCV_NOT_ENOUGH_MEMORY;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.Region;

/**
 * A task of Mach 2.5: the calls of {@code msg_send(2)} and its siblings, in their own shape, on a {@link PortSpace}. It adds names
 * for rights, addresses for memory and bytes for messages; what is done, and what comes of it, is the space's alone.
 *
 * <p><b>Shape.</b> The task that C passes, or means, is this object. What C takes as a pointer to a result is an array here, whose
 * element 0 is written if the call succeeds; without one nothing is done and the outcome is {@link Mach25#KERN_INVALID_ADDRESS}. A
 * pointer to a message is a buffer whose message begins at its position, which is not moved; its words are big-endian, whatever
 * its order. Every outcome is a number of {@link Mach25}; no call throws for one, nor for what a buffer holds.
 *
 * <p>Times are milliseconds, unsigned, and count only with their option. Only {@link #msg_send}, {@link #msg_receive} and
 * {@link #msg_rpc} block, as their options say. Safe for use by several threads, like the space; after the space's end every name is
 * unknown.
 */
public final class MachTask extends PortCalls {
    private final AddressMap memory;
    private final WireCodec codec;

    /**
     * Makes the calls of a space. Several tasks on one space share its names, but not addresses.
     *
     * @param space the space, which is not ended by this object unless {@link #task_terminate} is called
     */
    public MachTask(PortSpace space) {
        super(space);
        this.memory = new AddressMap(space::allocateMemory);
        this.codec = new WireCodec(space::right, memory);
    }

    /**
     * Sends a message. Rights and memory that are to leave the task leave it if and only if the message is taken, that is with
     * {@link Mach25#SEND_SUCCESS} and {@link Mach25#SEND_WILL_NOTIFY}.
     *
     * @param header the message; null cannot be read
     * @param option {@code SEND} options of {@link Mach25}, or-ed; others are ignored
     * @param timeout how long to wait for room, in milliseconds, unsigned
     * @return a {@code SEND} code of {@link Mach25}
     */
    public int msg_send(ByteBuffer header, int option, int timeout) {
        WireCodec.Decoded sent = codec.decode(header);
        if (sent.message() == null) {
            return sent.code().code();
        }
        MsgReturn code = space.send(sent.message(), options(option, timeout, 0)).code();
        release(sent.leaving(), code);
        return code.code();
    }

    private static MsgOptions options(int option, int sendTimeout, int receiveTimeout) {
        MsgOptions options = MsgOptions.NONE;
        for (MsgOption each : MsgOption.values()) {
            if ((option & each.bit()) != 0) {
                options = switch (each) {
                    case SEND_TIMEOUT -> options.withSendTimeout(time(sendTimeout));
                    case RCV_TIMEOUT -> options.withReceiveTimeout(time(receiveTimeout));
                    default -> options.and(each);
                };
            }
        }
        return options;
    }

    private static Duration time(int milliseconds) {
        return Duration.ofMillis(Integer.toUnsignedLong(milliseconds));
    }

    /** What was to leave has left, if a send took the message: with success, or if it was received after it. */
    private void release(List<Integer> leaving, MsgReturn code) {
        if (code == MsgReturn.SUCCESS || code == MsgReturn.SEND_WILL_NOTIFY || code.isReceive()) {
            leaving.forEach(memory::deallocate);
        }
    }

    /**
     * Receives a message.
     *
     * @param header the buffer; before, {@code msg_local_port} is the port or set to receive from and {@code msg_size} the size of
     *     the buffer; after, the message; with {@link Mach25#RCV_TOO_LARGE} {@code msg_size} is what the message needs
     * @param option {@code RCV} options of {@link Mach25}, or-ed; others are ignored
     * @param timeout how long to wait for a message, in milliseconds, unsigned
     * @return a {@code RCV} code of {@link Mach25}; {@link Mach25#RCV_INVALID_MEMORY} if the buffer is null, not to be written, or
     *     smaller than {@code msg_size} or a header; nothing is received then
     */
    public int msg_receive(ByteBuffer header, int option, int timeout) {
        return msg_receive(header, option, timeout, new int[1]);
    }

    /**
     * Receives a message with its number. Mach 2.5 has no such call.
     *
     * @param header as for {@link #msg_receive(ByteBuffer, int, int)}
     * @param option as for {@link #msg_receive(ByteBuffer, int, int)}
     * @param timeout as for {@link #msg_receive(ByteBuffer, int, int)}
     * @param sequence result: the low 32 bits of the message's number on its port, in the order of receiving, from 0 on
     * @return as for {@link #msg_receive(ByteBuffer, int, int)}
     */
    public int msg_receive(ByteBuffer header, int option, int timeout, int[] sequence) {
        ByteBuffer buffer = writable(header, MSG_HEADER_SIZE);
        if (buffer == null || lacks(sequence)) {
            return RCV_INVALID_MEMORY;
        }
        long size;
        int port;
        try {
            size = Integer.toUnsignedLong(buffer.getInt(MSG_SIZE_OFFSET));
            port = buffer.getInt(MSG_LOCAL_PORT_OFFSET);
            Faults.comeUp(buffer);
        } catch (RuntimeException | InternalError e) {
            return RCV_INVALID_MEMORY;
        }
        if (size > buffer.remaining()) {
            return RCV_INVALID_MEMORY;
        } else if (!memory.hasRoom()) {
            return RCV_NOT_ENOUGH_MEMORY;
        }
        MsgOptions options = options(option, 0, timeout).withMaxSize(size);
        return received(space.receive(right(port), options), buffer, sequence);
    }

    /**
     * Sends a message, and receives one from its {@code msg_local_port} into the same buffer. If the message is not queued the
     * call ends with that code, also with {@link Mach25#SEND_WILL_NOTIFY}, and nothing is received; it is never sent twice.
     *
     * @param header the request, and then the reply
     * @param option options of both halves, or-ed
     * @param rcv_size the size of the buffer in bytes, unsigned
     * @param send_timeout how long to wait for room, in milliseconds, unsigned
     * @param rcv_timeout how long to wait for the reply, in milliseconds, unsigned
     * @return a {@code SEND} code if it was not queued, else a {@code RCV} code; {@link Mach25#RCV_INVALID_PORT} without a reply port
     */
    public int msg_rpc(ByteBuffer header, int option, int rcv_size, int send_timeout, int rcv_timeout) {
        WireCodec.Decoded sent = codec.decode(header);
        if (sent.message() == null) {
            return sent.code().code();
        }
        MsgOptions options = options(option, send_timeout, rcv_timeout).withMaxSize(Integer.toUnsignedLong(rcv_size));
        ByteBuffer buffer = writable(header, Math.max(MSG_HEADER_SIZE, options.maxSize()));
        if (buffer == null || !memory.hasRoom()) {
            MsgReturn code = space.send(sent.message(), options).code();
            release(sent.leaving(), code);
            return code != MsgReturn.SUCCESS
                    ? code.code()
                    : buffer == null ? RCV_INVALID_MEMORY : RCV_NOT_ENOUGH_MEMORY;
        }
        ReceiveResult result = space.rpc(sent.message(), options);
        release(sent.leaving(), result.code());
        return received(result, buffer, new int[1]);
    }

    /** Returns the caller's buffer from its position on; null if so many bytes cannot be written there. */
    private static ByteBuffer writable(ByteBuffer header, long size) {
        boolean fits = header != null && !header.isReadOnly() && header.remaining() >= size;
        return fits ? header.slice().order(ByteOrder.BIG_ENDIAN) : null;
    }

    private int received(ReceiveResult result, ByteBuffer to, int[] sequence) {
        ByteBuffer message = null;
        if (result.isSuccess()) {
            try {
                message = codec.encodeReceived(result.message());
            } catch (IllegalStateException
                    | IllegalArgumentException e) { // no addresses; too many rights for one block
                return RCV_NOT_ENOUGH_MEMORY;
            }
        }
        try {
            if (message != null) {
                to.put(0, message, 0, message.limit());
                sequence[0] =
                        result.trailer() == null ? 0 : (int) result.trailer().sequence();
            } else if (result.code() == MsgReturn.RCV_TOO_LARGE) {
                to.putInt(MSG_SIZE_OFFSET, (int) result.size());
            }
            Faults.comeUp(to);
            return result.code().code();
        } catch (RuntimeException | InternalError e) { // the caller's memory went meanwhile
            return RCV_INVALID_MEMORY;
        }
    }

    /**
     * Returns the port that the kernel's notifications to this task come to. They come however full it is.
     *
     * @return its name; {@link Mach25#PORT_NULL} after the task's end
     */
    public int task_notify() {
        try {
            return space.notifyPort().name();
        } catch (IllegalStateException e) {
            return Mach25.PORT_NULL;
        }
    }

    /**
     * Ends the task and its space: all rights are given up, and waiting calls end. What it sent stays.
     *
     * @return {@link Mach25#KERN_SUCCESS}, also the second time
     */
    public int task_terminate() {
        space.close();
        return KERN_SUCCESS;
    }

    /**
     * Allocates memory for out-of-line data, zeroed, at the beginning of a page of 4096 bytes.
     *
     * @param address result: where it is; 0 for no memory at all
     * @param size how many bytes, unsigned; those that make the last page full are not there
     * @return {@link Mach25#KERN_SUCCESS}; {@link Mach25#KERN_NO_SPACE} if so much is not to be had at once, or no addresses are
     *     left; {@link Mach25#KERN_INVALID_ADDRESS}
     */
    public int vm_allocate(int[] address, int size) {
        if (lacks(address)) {
            return KERN_INVALID_ADDRESS;
        }
        int allocated = size > 0 ? memory.allocate(size) : 0;
        if (allocated == 0 && size != 0) {
            return KERN_NO_SPACE;
        }
        address[0] = allocated;
        return KERN_SUCCESS;
    }

    /**
     * Releases memory, which is not released in parts. A message that waits to be sent with it fails.
     *
     * @param address where it begins
     * @param size how many bytes it has, or 0 for no memory at all
     * @return {@link Mach25#KERN_SUCCESS}; {@link Mach25#KERN_INVALID_ADDRESS} if no memory begins there;
     *     {@link Mach25#KERN_INVALID_ARGUMENT} if it has another size
     */
    public int vm_deallocate(int address, int size) {
        if (size == 0) {
            return KERN_SUCCESS;
        }
        long length = memory.length(address);
        if (length >= 0 && length != Integer.toUnsignedLong(size)) {
            return KERN_INVALID_ARGUMENT;
        }
        return memory.deallocate(address) ? KERN_SUCCESS : KERN_INVALID_ADDRESS;
    }

    /**
     * Reads memory.
     *
     * @param address where to begin
     * @param data is filled from its position to its limit; the position is not moved
     * @return {@link Mach25#KERN_SUCCESS}, or {@link Mach25#KERN_INVALID_ADDRESS} if not all of it is the task's, or the buffer
     *     cannot be written
     */
    public int vm_read(int address, ByteBuffer data) {
        return copy(address, data, true);
    }

    /**
     * Writes memory.
     *
     * @param address where to begin
     * @param data the bytes from position to limit; the position is not moved
     * @return {@link Mach25#KERN_SUCCESS}, or {@link Mach25#KERN_INVALID_ADDRESS} if not all of it is the task's, or the buffer
     *     cannot be read
     */
    public int vm_write(int address, ByteBuffer data) {
        return copy(address, data, false);
    }

    private int copy(int address, ByteBuffer data, boolean read) {
        if (data == null) {
            return KERN_INVALID_ADDRESS;
        }
        int size = data.remaining();
        Region region = size == 0 ? Region.of(ByteBuffer.allocate(0)) : memory.region(address, size, false);
        if (!(region instanceof Region.Buffer block)) {
            return KERN_INVALID_ADDRESS;
        }
        try {
            (read ? data : block.data()).duplicate().put(read ? block.data().duplicate() : data.duplicate());
            Faults.comeUp(data);
            return KERN_SUCCESS;
        } catch (RuntimeException | InternalError e) { // closed memory; a mapped file that was cut
            return KERN_INVALID_ADDRESS;
        }
    }
}
