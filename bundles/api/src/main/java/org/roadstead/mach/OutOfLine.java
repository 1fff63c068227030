package org.roadstead.mach;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Data beside the message, for which the limit of a message's size does not hold. The receiver gets memory of its own with the data
 * as they were when they were sent.
 *
 * @param type what they are: a number of {@link MsgType}, or the user's own, but none of rights
 * @param bits how many bits an element has
 * @param number how many elements there are; with none the region is not looked at and arrives empty
 * @param region where the data are
 * @param disposition whether the region leaves the sender when the message is taken
 */
public record OutOfLine(int type, int bits, int number, Region region, Disposition disposition) implements Item {
    /**
     * Checks the shape.
     *
     * @param type what they are, 0 to 65535
     * @param bits how many bits an element has, 0 to 65535
     * @param number how many elements there are, 0 or more
     * @param region where the data are
     * @param disposition whether the region leaves the sender; only {@link Memory} can
     * @throws NullPointerException if something is missing
     * @throws IllegalArgumentException if a number is out of range, or a region is to leave that cannot
     */
    public OutOfLine {
        Layout.check(type, bits, number);
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(disposition, "disposition");
        if (disposition == Disposition.MOVE && !(region instanceof Memory)) {
            throw new IllegalArgumentException(
                    "only memory that a space allocated can be moved (PortSpace.allocateMemory); copy " + region);
        }
    }

    /**
     * Makes an item that copies bytes.
     *
     * @param data the bytes from position to limit, not copied before they are sent
     * @return the item
     */
    public static OutOfLine copy(ByteBuffer data) {
        return new OutOfLine(MsgType.BYTE, 8, data.remaining(), Region.of(data), Disposition.COPY);
    }

    /**
     * Makes an item that gives memory away.
     *
     * @param memory the memory, all of it
     * @return the item
     */
    public static OutOfLine move(Memory memory) {
        return new OutOfLine(MsgType.BYTE, 8, Math.toIntExact(memory.length()), memory, Disposition.MOVE);
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
        return (long) Layout.descriptor(type, bits, number) + Layout.POINTER;
    }
}
