package org.roadstead.transport;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to carry frames between two kernels of one machine, with a directory of names. Registered as an OSGi service, or
 * handed to a standalone kernel; one kernel uses it.
 *
 * <p>A transport has no reader thread of its own. The kernel decides which thread reads: a caller that waits for its
 * reply, an idle run loop, or a thread that stands in while nobody waits. That thread <em>holds the reader role</em> and
 * is the only one that calls {@link #poll} and {@link Link#poll}. Everything else here may be called by any thread.
 */
@ConsumerType
public interface Transport extends AutoCloseable {
    /**
     * Returns the short name of the transport.
     *
     * @return such as {@code uds}
     */
    String name();

    /**
     * Returns the directory whose names lead to endpoints of this transport.
     *
     * @return always the same object
     */
    NameDirectory directory();

    /**
     * Starts to accept links. Called once, before any name is claimed and before any call of {@link #poll}.
     *
     * @param acceptor told of each link that a peer opened and that passed the check of the peer's principal; called by
     *     the holder of the reader role
     * @throws IOException if this node cannot be made reachable; the message says what to do
     * @throws IllegalStateException if it was called before
     */
    void listen(LinkAcceptor acceptor) throws IOException;

    /**
     * Opens a link to a peer and checks its principal. Waits at most until the deadline, and never holds up other
     * links.
     *
     * @param endpoint where the peer listens
     * @param listener told of frames and of the end; first called after this method returned, by the holder of the
     *     reader role
     * @param deadline {@link System#nanoTime()} at which to give up
     * @return the link, open
     * @throws java.net.ConnectException if nobody listens there: the endpoint is stale
     * @throws IOException for every other reason: the peer does not accept in time, is another user, is not allowed
     */
    Link connect(Endpoint endpoint, LinkListener listener, long deadline) throws IOException;

    /**
     * Waits until a link has input, or a peer opens a link, then reads and hands each whole frame to its link's listener,
     * on this thread. Also writes what links could not write at once. Ends early on {@link #wakeup()} and on interrupt,
     * which it does not clear.
     *
     * <p>A link whose input is malformed, or whose listener throws, is closed; nothing of that reaches the caller.
     *
     * @param timeoutNanos how long to wait; 0: only look; negative: no limit
     * @return how many frames were handed on
     * @throws IOException if the transport itself is broken or closed
     */
    int poll(long timeoutNanos) throws IOException;

    /** Ends the {@link #poll} that runs, or the next one, at once. */
    void wakeup();

    /**
     * Closes all links (their peers see the end of the stream), gives all names free, and makes {@link #poll} throw. A
     * second call does nothing.
     */
    @Override
    void close();
}
