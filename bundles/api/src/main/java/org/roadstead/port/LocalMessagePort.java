package org.roadstead.port;

import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/** The receiving end: a named mailbox with a bounded queue and a handler. */
@ProviderType
public non-sealed interface LocalMessagePort extends MessagePort {
    /**
     * Returns where the handler runs.
     *
     * @return the dispatch in force
     */
    Dispatch dispatch();

    /**
     * Runs the handler on an executor from the next message on ({@code CFMessagePortSetDispatchQueue}); only for a port
     * made with {@link Dispatch#none()}.
     *
     * @param executor called once for each message, one at a time
     * @throws IllegalStateException if the port was made with another dispatch, or is invalid
     */
    void dispatchOn(Executor executor);

    /**
     * Undoes {@link #dispatchOn}: messages queue again. A handler that runs goes on.
     *
     * @throws IllegalStateException if the port was made with another dispatch than {@link Dispatch#none()}
     */
    void detach();

    /**
     * Returns how many messages wait.
     *
     * @return a number that may be old as soon as it is returned
     */
    int queueDepth();

    /**
     * Returns how many messages may wait.
     *
     * @return the limit
     */
    int queueLimit();

    /**
     * Tells whether other processes can find the port.
     *
     * @return false for an unnamed port, for scope {@link PortScope#KERNEL}, while there is no name directory, and
     *     when the name was taken before it came
     */
    boolean isPublished();
}
