package org.roadstead.core.mach;

import java.nio.ByteBuffer;

/**
 * Copies bytes that a user gives.
 *
 * <p><b>Faults.</b> A direct buffer may be a mapped file that somebody has cut. The VM answers the fault with an {@link InternalError},
 * but later: compiled code runs on without the bytes until it calls the VM in a way that lets errors out, and so the error could
 * come up anywhere, also under a lock. Here it comes up before the copy is used. Making an array of several dimensions is such a
 * call, whatever the code is compiled with; on Java 17 little else is.
 */
public final class UserBytes {
    private static volatile int none; // no constant, or the compilers would make the array without the VM

    private UserBytes() {}

    /**
     * Copies the bytes from position to limit; the position is not moved.
     *
     * @throws InternalError if they cannot be read
     */
    @SuppressWarnings("unused")
    public static ByteBuffer copy(ByteBuffer from) {
        ByteBuffer copy =
                ByteBuffer.allocate(from.remaining()).put(from.duplicate()).flip();
        if (from.isDirect()) {
            byte[][] faults = new byte[none][none];
        }
        return copy;
    }
}
