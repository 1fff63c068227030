package org.roadstead.mach25;

import static org.roadstead.mach25.Mach25.MSG_HEADER_SIZE;
import static org.roadstead.mach25.Mach25.MSG_SIZE_MAX;
import static org.roadstead.mach25.Mach25.MSG_SIZE_OFFSET;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.PortRight;

/**
 * The byte-exact layout of messages of Mach 2.5 on a machine of 32 bits: a header of 24 bytes, and for each item a short or long
 * descriptor with data padded to 4 bytes, or with an address. All words are big-endian, whatever the order of a buffer, as on the
 * 68000 and in all numbers of Roadstead.
 *
 * <p>A message of the API that is written and read again is the same. So are bytes that are read and written again, but for what
 * the kernel does not keep: the unused bytes of the header, {@code msg_simple} of a message that is simple after all, addresses,
 * the long form of rights and of out-of-line data that fit the short one, and {@link Mach25#MSG_TYPE_PORT_OWNERSHIP} and
 * {@link Mach25#MSG_TYPE_PORT_RECEIVE}, which are {@link Mach25#MSG_TYPE_PORT_ALL}. Inline data that have no item which is
 * written the same way, and the body of a simple message where it is made of no items at all, are {@link MsgType#RAW}.
 *
 * <p>Safe for use by several threads if the names and addresses that it is given are.
 */
public final class WireCodec {
    private final IntFunction<PortRight> rights;
    private final Addresses addresses;

    /**
     * Makes a codec for the messages of one task.
     *
     * @param rights returns what a name stands for, which is never 0; {@link PortRight#NULL} if nothing
     * @param addresses what addresses stand for
     */
    public WireCodec(IntFunction<PortRight> rights, Addresses addresses) {
        this.rights = Objects.requireNonNull(rights, "rights");
        this.addresses = Objects.requireNonNull(addresses, "addresses");
    }

    /**
     * A message that was read, or why there is none.
     *
     * @param code {@link MsgReturn#SUCCESS} if there is a message, else {@link MsgReturn#SEND_INVALID_MEMORY},
     *     {@link MsgReturn#SEND_MSG_TOO_SMALL} or {@link MsgReturn#SEND_MSG_TOO_LARGE}
     * @param message the message; null if there is none
     * @param leaving the addresses of the memory that leaves the task if the message is taken
     */
    public record Decoded(MsgReturn code, Message message, List<Integer> leaving) {
        /**
         * Keeps its own list.
         *
         * @param code success, or why there is no message
         * @param message the message or null
         * @param leaving the addresses of the memory that leaves
         */
        public Decoded {
            leaving = List.copyOf(leaving);
        }
    }

    /**
     * Reads a message. It is copied first, so what the caller does with the buffer meanwhile changes nothing, and no more memory is
     * taken than {@link Mach25#MSG_SIZE_MAX} and what the task has at the addresses.
     *
     * <p>Only header and size are judged here. An item that is wrong becomes the last item of the message, as one that every kernel
     * refuses with the code for it ({@link MsgReturn#SEND_MSG_TOO_SMALL} for one that overruns the message,
     * {@link MsgReturn#SEND_INVALID_PORT} for rights of another width than 32 bits, {@link MsgReturn#SEND_INVALID_MEMORY} for
     * memory that the task does not have), and a name that stands for nothing becomes a {@link DeadName} that the kernel does not
     * know. So all is checked in the kernel's order, which is Mach's.
     *
     * @param message begins at the buffer's position, which is not moved; as long as {@code msg_size} says, at least; null cannot be
     *     read, as no buffer that throws
     * @return the message, or why there is none; never null
     */
    public Decoded decode(ByteBuffer message) {
        byte[] bytes;
        long size;
        try {
            ByteBuffer from = message == null ? ByteBuffer.allocate(0) : message.slice();
            if (from.remaining() < MSG_SIZE_OFFSET + Integer.BYTES) {
                return refused(MsgReturn.SEND_INVALID_MEMORY);
            }
            size = Integer.toUnsignedLong(from.getInt(MSG_SIZE_OFFSET));
            Faults.comeUp(from);
            if (size < MSG_HEADER_SIZE) {
                return refused(MsgReturn.SEND_MSG_TOO_SMALL);
            } else if (Descriptor.padded(size) > MSG_SIZE_MAX) {
                return refused(MsgReturn.SEND_MSG_TOO_LARGE);
            } else if (size > from.remaining()) {
                return refused(MsgReturn.SEND_INVALID_MEMORY);
            }
            bytes = new byte[(int) Descriptor.padded(size)];
            from.get(0, bytes, 0, (int) size);
            Faults.comeUp(from);
        } catch (RuntimeException | InternalError e) { // closed memory; a mapped file that was cut
            return refused(MsgReturn.SEND_INVALID_MEMORY);
        }
        return new Decoder(ByteBuffer.wrap(bytes), name -> right(rights, name), addresses).decoded();
    }

    private static Decoded refused(MsgReturn code) {
        return new Decoded(code, null, List.of());
    }

    /** Returns what a name stands for; a dead name that no kernel has, and so refuses, if it is unknown. */
    static PortRight right(IntFunction<PortRight> rights, int name) {
        if (name == Mach25.PORT_NULL) {
            return PortRight.NULL;
        }
        PortRight right = rights.apply(name);
        return right == PortRight.NULL ? new DeadName(name) : right;
    }

    /**
     * Writes a message as its sender writes it.
     *
     * @param message the message; a right is written as its name, and data as far as they are there
     * @return the bytes, from 0 to the limit; {@code msg_size} is their number
     * @throws IllegalStateException if there are no addresses left for its out-of-line data
     * @throws IllegalArgumentException if its out-of-line data can have no address, or it is larger than an array can be
     */
    public ByteBuffer encode(Message message) {
        return new Encoder(addresses, false).encoded(message);
    }

    /**
     * Writes a message as the kernel gives it to its receiver: no {@code msg_type_deallocate} is set, since that is about what the
     * sender is left with.
     *
     * @param message the message
     * @return the bytes, from 0 to the limit
     * @throws IllegalStateException if there are no addresses left for its out-of-line data
     * @throws IllegalArgumentException if its out-of-line data can have no address, or it is larger than an array can be
     */
    public ByteBuffer encodeReceived(Message message) {
        return new Encoder(addresses, true).encoded(message);
    }
}
