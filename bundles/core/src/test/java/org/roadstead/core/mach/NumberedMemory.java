package org.roadstead.core.mach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Region;
import org.roadstead.mach25.Addresses;
import org.roadstead.mach25.Mach25;
import org.roadstead.mach25.MachTask;

/** The memory of a {@link NumberedSpace}, by the task's calls. One of these is used for one message, by one thread. */
final class NumberedMemory implements Addresses {
    /** Where no task has memory. */
    private static final int NOWHERE = -1;

    private final MachTask task;
    private final List<Block> copies = new ArrayList<>();

    NumberedMemory(MachTask task) {
        this.task = task;
    }

    /** A block of the task's memory; the bytes are read when it comes, and written when it is sent. */
    static final class Block implements Memory {
        private final MachTask task;
        private final int address;
        private final ByteBuffer bytes;
        private volatile boolean closed;

        Block(MachTask task, int address, ByteBuffer bytes) {
            this.task = task;
            this.address = address;
            this.bytes = bytes;
        }

        static Block allocate(MachTask task, int length) {
            int[] address = new int[1];
            if (task.vm_allocate(address, length) != Mach25.KERN_SUCCESS) {
                throw new IllegalArgumentException(length + " bytes are not to be had");
            }
            return new Block(task, address[0], ByteBuffer.allocate(length));
        }

        @Override
        public ByteBuffer buffer() {
            if (!isValid()) {
                throw new IllegalStateException("released or moved away");
            }
            return bytes.duplicate();
        }

        @Override
        public boolean isValid() {
            ByteBuffer first = ByteBuffer.allocate(Math.min(1, bytes.limit()));
            return !closed && task.vm_read(address, first) == Mach25.KERN_SUCCESS;
        }

        @Override
        public long length() {
            return bytes.limit();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                task.vm_deallocate(address, bytes.limit());
            }
        }
    }

    @Override
    public Region region(int address, long length, boolean leaves) {
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        return task.vm_read(address, bytes) == Mach25.KERN_SUCCESS ? new Block(task, address, bytes) : null;
    }

    @Override
    public int address(Region region) {
        if (region instanceof Block block && block.task == task) {
            return block.isValid() && task.vm_write(block.address, block.bytes) == Mach25.KERN_SUCCESS
                    ? block.address
                    : NOWHERE;
        }
        try {
            ByteBuffer bytes = bytes(region);
            Block copy = Block.allocate(task, bytes.remaining());
            copies.add(copy);
            task.vm_write(copy.address, bytes);
            return copy.address;
        } catch (IOException | RuntimeException | InternalError e) { // as a bad pointer
            return NOWHERE;
        }
    }

    private static ByteBuffer bytes(Region region) throws IOException {
        if (region instanceof Memory memory) {
            return memory.buffer();
        } else if (region instanceof Region.Buffer buffer) {
            return UserBytes.copy(buffer.data());
        }
        Region.File file = (Region.File) region;
        boolean interrupted = Thread.interrupted(); // it would close the file
        try {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.length()));
            FileChannel channel = file.file();
            while (bytes.hasRemaining() && channel.read(bytes, file.position() + bytes.position()) > 0) {
                // until all is read, or the file ends
            }
            return bytes.flip();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Releases what was made for the message. */
    void release() {
        copies.forEach(Block::close);
    }
}
