package org.roadstead.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The names of one user on one machine and the endpoints that they lead to, without a daemon. Of all that claim a free
 * name exactly one gets it; the name of a dead owner is free; a live owner is never robbed, also when it is stopped or
 * does not answer. Safe for use by several threads; every call waits a few seconds at most.
 */
@ConsumerType
public interface NameDirectory {
    /**
     * Claims a name for this node, which must be listening.
     *
     * @param name a valid port name
     * @return the claim; its {@link NameClaim#close()} gives the name free
     * @throws NameTakenException if a live node has the name; the exception says where it listens
     * @throws IOException if the directory cannot be used; the message says what to do
     */
    NameClaim claim(String name) throws IOException;

    /**
     * Looks a name up. A stale entry that is found is removed.
     *
     * @param name a valid port name
     * @return where its owner listens, or empty if no live node has the name
     * @throws IOException if the directory cannot be used
     */
    Optional<Endpoint> lookup(String name) throws IOException;

    /**
     * Returns all live nodes of this user, this one included. Stale entries that are found are removed.
     *
     * @return an endpoint for each listening socket
     * @throws IOException if the directory cannot be used
     */
    List<Endpoint> nodes() throws IOException;

    /**
     * Waits until a name leads somewhere, without polling.
     *
     * @param name a valid port name
     * @param wait how long to wait
     * @return where the owner listens, or empty if the time is over
     * @throws IOException if the directory cannot be used
     * @throws InterruptedException if the thread is interrupted
     */
    Optional<Endpoint> await(String name, Duration wait) throws IOException, InterruptedException;
}
