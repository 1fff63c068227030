package org.roadstead.transport;

import org.osgi.annotation.versioning.ProviderType;

/** Takes the links that peers open. */
@FunctionalInterface
@ProviderType
public interface LinkAcceptor {
    /**
     * A peer has opened a link. Called by the holder of the reader role before any frame is read.
     *
     * @param link the link, open, its principal checked
     * @return who is told of its frames and its end
     */
    LinkListener accepted(Link link);
}
