package org.roadstead.mach;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Memory of a space: what {@code vm_allocate} gives, or what a message brought out of line. Moved in a message it leaves its
 * holder without a copy; who kept a view of it must not use it then. Safe for use by several threads as far as its holder orders
 * the accesses to the bytes.
 */
@ProviderType
public non-sealed interface Memory extends Region, AutoCloseable {
    /**
     * Returns the bytes.
     *
     * @return a writable view of all of it
     * @throws IllegalStateException if it was released or moved away
     */
    ByteBuffer buffer();

    /**
     * Tells whether it can still be used by its holder.
     *
     * @return false once it was released or moved away
     */
    boolean isValid();

    /** Releases it ({@code vm_deallocate}). A message that waits to be sent with it fails. Does nothing the second time. */
    @Override
    void close();
}
