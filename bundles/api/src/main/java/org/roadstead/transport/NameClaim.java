package org.roadstead.transport;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** A name that this node owns in a {@link NameDirectory}. */
@ConsumerType
public interface NameClaim extends AutoCloseable {
    /**
     * Returns the name.
     *
     * @return the name claimed
     */
    String name();

    /**
     * Gives the name free, if this node still has it. A second call does nothing.
     *
     * @throws IOException if the entry could not be removed in time; the next owner's claim will find it
     */
    @Override
    void close() throws IOException;
}
