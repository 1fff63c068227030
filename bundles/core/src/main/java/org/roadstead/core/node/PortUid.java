package org.roadstead.core.node;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * What a port that others know is called between nodes: 128 random bits, the same for everybody.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
record PortUid(long high, long low) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static PortUid random() {
        return new PortUid(RANDOM.nextLong(), RANDOM.nextLong());
    }

    static PortUid read(ByteBuffer in) {
        return new PortUid(in.getLong(), in.getLong());
    }

    void write(ByteBuffer out) {
        out.putLong(high).putLong(low);
    }
}
