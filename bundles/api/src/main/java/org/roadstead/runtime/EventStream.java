package org.roadstead.runtime;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What happens in the nodes of this user, from when the stream was opened, to be read at one's own speed. It holds a limited number of
 * events: who reads too slowly holds up nobody, and is told how many it has missed. Safe for use by several threads, of which each
 * gets other events.
 */
@ProviderType
public interface EventStream extends AutoCloseable {
    /**
     * Takes the next event: those of one node in their order, those of several as they come.
     *
     * @param wait how long to wait for one; zero does not wait
     * @return the event, or empty if none came in time or the stream is closed
     * @throws InterruptedException if the thread is interrupted
     */
    Optional<PortEvent> next(Duration wait) throws InterruptedException;

    /**
     * Returns how many events were lost, since this stream was read too slowly.
     *
     * @return zero or more
     */
    long missed();

    /** Ends the stream; a second call does nothing. */
    @Override
    void close();
}
