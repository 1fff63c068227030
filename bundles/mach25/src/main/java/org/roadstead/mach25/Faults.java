package org.roadstead.mach25;

import java.nio.ByteBuffer;

/**
 * Faults of a caller's memory. When a mapped file has been cut, compiled code that touches it goes on without the bytes; the error
 * comes up at one of its later calls into the VM, wherever that is. So who touches such memory asks for the error before it relies
 * on anything.
 */
final class Faults {
    private static volatile int none; // not known to the compilers, which would do without the call

    private Faults() {}

    /**
     * Returns if memory that was just touched was there. Making an array of arrays is a call into the VM that lets errors out.
     *
     * @throws InternalError if it was not
     */
    @SuppressWarnings("unused")
    static void comeUp(ByteBuffer touched) {
        if (touched.isDirect()) {
            byte[][] call = new byte[none][none];
        }
    }
}
