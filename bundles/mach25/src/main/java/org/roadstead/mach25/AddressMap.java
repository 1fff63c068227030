package org.roadstead.mach25;

import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Region;

/**
 * The addresses of a task (Mach: {@code vm_map}): blocks of memory at whole pages of 32 bits of addresses. Addresses that were freed
 * are used again as late as possible, so that a stale one is noticed.
 *
 * <p>Safe for use by several threads: the table is guarded by its monitor, which is a leaf; memory is released after it.
 */
final class AddressMap implements Addresses {
    static final int PAGE = 4096;

    private static final long END = 1L << 32;
    /** Half of the addresses are for what messages bring: so much is not given to who asks, and then nothing is received. */
    private static final long MANY = END / 2;

    private final IntFunction<Memory> allocator;
    // Guarded by this.
    private final TreeMap<Long, Memory> blocks = new TreeMap<>();
    private final IdentityHashMap<Memory, Long> places = new IdentityHashMap<>();
    private long next = PAGE;
    private long used;

    /** Takes what allocates memory; it may refuse with an {@link IllegalArgumentException}. */
    AddressMap(IntFunction<Memory> allocator) {
        this.allocator = allocator;
    }

    /** Allocates zeroed memory of a length of 1 or more; returns its address, 0 if it is not to be had. */
    int allocate(int length) {
        try {
            return hasRoom() ? place(allocator.apply(length)) : 0;
        } catch (IllegalArgumentException | IllegalStateException e) { // too much at once; no addresses
            return 0;
        }
    }

    /** Tells whether there are addresses for any message. */
    synchronized boolean hasRoom() {
        return used < MANY;
    }

    /** Releases the block that begins at an address. Returns false if none does. */
    boolean deallocate(int address) {
        Memory block;
        synchronized (this) {
            block = blocks.remove(Integer.toUnsignedLong(address));
            if (block == null) {
                return false;
            }
            places.remove(block);
            used -= pages(block);
        }
        block.close();
        return true;
    }

    /** Returns how long the block is that begins at an address; -1 if none does. */
    synchronized long length(int address) {
        Memory block = blocks.get(Integer.toUnsignedLong(address));
        return block == null ? -1 : block.length();
    }

    @Override
    public Region region(int address, long length, boolean leaves) {
        long first = Integer.toUnsignedLong(address);
        Map.Entry<Long, Memory> block;
        synchronized (this) {
            block = blocks.floorEntry(first);
        }
        long offset = block == null ? 0 : first - block.getKey();
        if (block == null || offset + length > block.getValue().length()) {
            return null;
        } else if (leaves) {
            return offset == 0 ? block.getValue() : null;
        }
        try {
            return Region.of(block.getValue().buffer().slice((int) offset, (int) length));
        } catch (IllegalStateException e) { // it has left in a message meanwhile
            return null;
        }
    }

    @Override
    public int address(Region region) {
        if (region instanceof Memory memory) {
            return place(memory);
        }
        ByteBuffer from = Encoder.contents(region);
        Memory memory = allocator.apply(from.remaining());
        memory.buffer().put(from);
        return place(memory);
    }

    /** Returns where a block is, which is put somewhere if it is nowhere. */
    private synchronized int place(Memory memory) {
        Long known = places.get(memory);
        if (known != null) {
            return known.intValue();
        }
        long size = pages(memory);
        long at = free(next, size);
        if (at + size > END) {
            at = free(PAGE, size);
        }
        if (at + size > END) {
            throw new IllegalStateException("no addresses are left for " + memory.length() + " bytes");
        }
        blocks.put(at, memory);
        places.put(memory, at);
        used += size;
        next = at + size;
        return (int) at;
    }

    /** Returns the first place from an address on where so many bytes are free; it may end behind the last address. */
    private long free(long from, long size) {
        long at = from;
        Map.Entry<Long, Memory> before = blocks.floorEntry(at);
        if (before != null) {
            at = Math.max(at, before.getKey() + pages(before.getValue()));
        }
        for (Map.Entry<Long, Memory> block : blocks.tailMap(at).entrySet()) {
            if (at + size <= block.getKey()) {
                break;
            }
            at = block.getKey() + pages(block.getValue());
        }
        return at;
    }

    private static long pages(Memory memory) {
        return (Math.max(memory.length(), 1) + PAGE - 1) / PAGE * PAGE;
    }
}
