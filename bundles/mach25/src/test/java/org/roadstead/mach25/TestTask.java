package org.roadstead.mach25;

import java.nio.ByteBuffer;
import org.roadstead.mach.Memory;
import org.roadstead.mach.SendRight;

/** A task without a kernel: every name stands for a right of that name, and memory is on the heap. */
final class TestTask {
    /** The longest block of memory. */
    static final int LIMIT = 1 << 16;

    final AddressMap memory = new AddressMap(TestTask::allocate);
    final WireCodec codec = new WireCodec(Named::new, memory);

    /** A right that is nothing but its name. */
    record Named(int name) implements SendRight {}

    static Memory allocate(int length) {
        if (length > LIMIT) {
            throw new IllegalArgumentException(length + " bytes");
        }
        return new Heap(ByteBuffer.allocate(length));
    }

    /** Puts bytes into memory and returns where they are. */
    int put(byte... bytes) {
        int address = memory.allocate(bytes.length);
        block(address).buffer().put(bytes);
        return address;
    }

    Memory block(int address) {
        return (Memory) memory.region(address, 1, true);
    }

    /** Makes bytes of big-endian words. */
    static ByteBuffer words(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.flip();
    }

    private static final class Heap implements Memory {
        private ByteBuffer data;

        Heap(ByteBuffer data) {
            this.data = data;
        }

        @Override
        public ByteBuffer buffer() {
            if (data == null) {
                throw new IllegalStateException("released");
            }
            return data.duplicate();
        }

        @Override
        public long length() {
            return data == null ? 0 : data.limit();
        }

        @Override
        public boolean isValid() {
            return data != null;
        }

        @Override
        public void close() {
            data = null;
        }
    }
}
