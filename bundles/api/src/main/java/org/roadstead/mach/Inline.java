package org.roadstead.mach;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Data in the message itself. A send copies them, so the sender may overwrite its buffer as soon as the call has returned; those
 * of a received message are read-only and the receiver's own.
 *
 * @param type what they are: a number of {@link MsgType}, or the user's own; a number of rights only in a simple message
 * @param bits how many bits an element has
 * @param number how many elements there are
 * @param data the bytes from position to limit; those beyond {@code number} elements are not sent
 */
public record Inline(int type, int bits, int number, ByteBuffer data) implements Item {
    /**
     * Checks the shape.
     *
     * @param type what they are, 0 to 65535
     * @param bits how many bits an element has, 0 to 65535
     * @param number how many elements there are, 0 or more
     * @param data the bytes
     * @throws NullPointerException if there are no data
     * @throws IllegalArgumentException if a number is out of range
     */
    public Inline {
        Layout.check(type, bits, number);
        Objects.requireNonNull(data, "data");
        data = data.slice().order(data.order());
    }

    /**
     * Makes an item of bytes.
     *
     * @param bytes the bytes, not copied before they are sent
     * @return the item
     */
    public static Inline bytes(byte... bytes) {
        return new Inline(MsgType.BYTE, 8, bytes.length, ByteBuffer.wrap(bytes));
    }

    /**
     * Makes an item of bytes.
     *
     * @param data the bytes from position to limit, not copied before they are sent
     * @return the item
     */
    public static Inline bytes(ByteBuffer data) {
        return new Inline(MsgType.BYTE, 8, data.remaining(), data);
    }

    /**
     * Makes an item of integers of 32 bits, big-endian.
     *
     * @param values the integers
     * @return the item
     */
    public static Inline integers(int... values) {
        return integers(MsgType.INTEGER_32, values);
    }

    /**
     * Makes an item of names, which carry no right.
     *
     * @param names the names
     * @return the item
     */
    public static Inline portNames(int... names) {
        return integers(MsgType.PORT_NAME, names);
    }

    private static Inline integers(int type, int... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            data.putInt(value);
        }
        return new Inline(type, 32, values.length, data.flip());
    }

    /**
     * Returns the data.
     *
     * @return a view of its own: moving its position changes nothing here
     */
    @Override
    public ByteBuffer data() {
        return data.duplicate().order(data.order());
    }

    /**
     * Returns how many bytes the elements take.
     *
     * @return the length that {@code bits} and {@code number} say
     */
    public long length() {
        return Layout.length(bits, number);
    }

    @Override
    public long size() {
        int descriptor = type == MsgType.RAW ? 0 : Layout.descriptor(type, bits, number);
        return descriptor + Layout.padded(length());
    }
}
