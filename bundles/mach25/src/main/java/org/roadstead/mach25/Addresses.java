package org.roadstead.mach25;

import org.osgi.annotation.versioning.ConsumerType;
import org.roadstead.mach.Region;

/**
 * What the addresses in a task's messages stand for. An address is 32 bits, unsigned, as {@code vm_allocate} gives it; 0 is none.
 * Called by the thread that uses the codec, under no lock.
 */
@ConsumerType
public interface Addresses {
    /**
     * Finds memory.
     *
     * @param address where it begins
     * @param length how many bytes, more than 0
     * @param leaves whether it is to leave the task with the message; then it must be a whole block, which may be longer, and is
     *     returned as that
     * @return the memory; null if not all of it is the task's, or it cannot leave
     */
    Region region(int address, long length, boolean leaves);

    /**
     * Says where memory is. What has no address yet is given one, and is the task's from then on.
     *
     * @param region the memory, longer than 0
     * @return its address, not 0
     * @throws IllegalStateException if there are no addresses left
     * @throws IllegalArgumentException if it can have none
     */
    int address(Region region);
}
