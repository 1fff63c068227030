package org.roadstead.mach25;

import java.nio.ByteBuffer;

/**
 * The descriptor of an item. Short ({@code msg_type_t}), it is one word: from the highest bit on name 8, size 8, number 12, inline,
 * longform, deallocate, unused. Long ({@code msg_type_long_t}), used when a value does not fit that, a word with the bits alone is
 * followed by name 16, size 16, number 32.
 *
 * @param name what the elements are
 * @param bits how many bits an element has
 * @param number how many elements there are, unsigned 32 bits
 * @param inline whether the data follow; else their address does
 * @param longForm whether it is long
 * @param deallocate whether what is sent leaves the sender
 */
record Descriptor(int name, int bits, long number, boolean inline, boolean longForm, boolean deallocate) {
    /** The size of an address in a message. */
    static final int ADDRESS = 4;

    private static final int SHORT = 4;
    private static final int LONG = 12;
    private static final int MAX_BYTE = 0xFF;
    private static final int MAX_SHORT_NUMBER = 0xFFF;
    private static final int INLINE = 8;
    private static final int LONG_FORM = 4;
    private static final int DEALLOCATE = 2;

    /** Makes a descriptor that is as short as its values let it be. */
    static Descriptor of(int name, int bits, int number, boolean inline, boolean deallocate) {
        boolean fits = name <= MAX_BYTE && bits <= MAX_BYTE && number <= MAX_SHORT_NUMBER;
        return new Descriptor(name, bits, number, inline, !fits, deallocate);
    }

    /** Reads a descriptor, of which there is a word at least; null if there is no more than a part of it. */
    static Descriptor read(ByteBuffer from, int at) {
        int word = from.getInt(at);
        boolean inline = (word & INLINE) != 0;
        boolean deallocate = (word & DEALLOCATE) != 0;
        if ((word & LONG_FORM) == 0) {
            int number = word >>> 4 & MAX_SHORT_NUMBER;
            return new Descriptor(word >>> 24, word >>> 16 & MAX_BYTE, number, inline, false, deallocate);
        }
        if (from.limit() - at < LONG) {
            return null;
        }
        int name = Short.toUnsignedInt(from.getShort(at + 4));
        int bits = Short.toUnsignedInt(from.getShort(at + 6));
        return new Descriptor(name, bits, Integer.toUnsignedLong(from.getInt(at + 8)), inline, true, deallocate);
    }

    void put(ByteBuffer to) {
        int word = (inline ? INLINE : 0) | (longForm ? LONG_FORM : 0) | (deallocate ? DEALLOCATE : 0);
        if (longForm) {
            to.putInt(word).putShort((short) name).putShort((short) bits).putInt((int) number);
        } else {
            to.putInt(name << 24 | bits << 16 | (int) number << 4 | word);
        }
    }

    int size() {
        return longForm ? LONG : SHORT;
    }

    /** Returns how many bytes the elements take. */
    long length() {
        return (bits * number + 7) / 8;
    }

    /** Returns how many bytes follow the descriptor in the message. */
    long follows() {
        return inline ? padded(length()) : ADDRESS;
    }

    static long padded(long length) {
        return length + 3 & ~3L;
    }
}
