package org.roadstead.core.node;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A node: 128 random bits for each start, never a process id. Compared as an unsigned number, for the tie of two dials.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
record NodeId(long high, long low) implements Comparable<NodeId> {

    static NodeId random() {
        SecureRandom random = new SecureRandom();
        return new NodeId(random.nextLong(), random.nextLong());
    }

    /** Reads what {@link #toString()} wrote; null if it is something else. */
    static NodeId parse(String text) {
        try {
            return text.length() == 32
                    ? new NodeId(
                            HexFormat.fromHexDigitsToLong(text.substring(0, 16)),
                            HexFormat.fromHexDigitsToLong(text.substring(16)))
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public int compareTo(NodeId other) {
        int first = Long.compareUnsigned(high, other.high);
        return first != 0 ? first : Long.compareUnsigned(low, other.low);
    }

    /** Returns 32 hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
