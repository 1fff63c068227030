package org.roadstead.port;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;
import org.roadstead.runloop.PortSource;

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
     * made with {@link Dispatch#none()} that has no run loop source. An executor that was set before is replaced.
     *
     * @param executor called once for each message, one at a time, as {@link Dispatch#on} says
     * @throws IllegalStateException if the port was made with another dispatch, or is invalid, or {@link #runLoopSource()}
     *     was called since the last {@link #detach()}
     */
    void dispatchOn(Executor executor);

    /**
     * Undoes {@link #dispatchOn} ({@code CFMessagePortSetDispatchQueue} with null) or {@link #runLoopSource()}, whose source
     * becomes invalid: messages queue again, and either may be called anew. A handler that runs goes on.
     *
     * @throws IllegalStateException if the port was made with another dispatch than {@link Dispatch#none()}
     */
    void detach();

    /**
     * Gives the port another name, or its first one ({@code CFMessagePortSetName}). Only the name changes: remotes stay
     * connected, messages stay queued, and the handler runs where it did. (CF makes a new kernel port, so remotes die, messages are lost
     * and the run loop goes deaf.) While this runs both names lead to the port; when it returns the old one is free. To give the
     * port the name that it has does nothing. Remotes keep the name that they connected by.
     *
     * <p>May look into the name directory and ask another process who owns a taken name; waits at most some seconds. Of two renames
     * at once the later one counts.
     *
     * @param name the new name
     * @throws NullPointerException if the name is null
     * @throws NameInUseException if another live port has the name; this one keeps its own
     * @throws IllegalStateException if the port is invalid, or serves a declared name; or if the name must be published and no name
     *     directory is there
     */
    void rename(PortName name);

    /**
     * Ends the port as {@link #invalidate()} does, and then waits for the handlers of it that run on other threads, so that nothing
     * that they use need outlive them. No handler starts after the call has begun to wait, and they may still reply. A port
     * that is invalid already only waits.
     *
     * @param grace how long to wait at most; zero does not wait
     * @return true if no handler of the port runs any more, apart from those of the calling thread
     * @throws IllegalArgumentException if the grace is negative
     * @throws InterruptedException if the thread is interrupted while it waits; the port is invalid all the same
     */
    boolean close(Duration grace) throws InterruptedException;

    /**
     * Returns the port's run loop source, of order 0 if it is made now.
     *
     * @return the source, as {@link #runLoopSource(int)} says
     * @throws IllegalStateException as {@link #runLoopSource(int)} says
     */
    default PortSource runLoopSource() {
        return runLoopSource(0);
    }

    /**
     * Returns the port's run loop source ({@code CFMessagePortCreateRunLoopSource}); only for a port made with {@link
     * Dispatch#none()} that has no executor. The handler runs on the loops that the source is added to, one message in a
     * pass; in loops of several threads handlers may overlap.
     *
     * @param order the order, if the source is made now. It has no effect, as Core Foundation says
     * @return the source: always the same one, until it is invalidated or the port detached
     * @throws IllegalStateException if the port was made with another dispatch, or is invalid, or has an executor
     */
    PortSource runLoopSource(int order);

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
