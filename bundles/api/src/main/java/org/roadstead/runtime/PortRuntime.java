package org.roadstead.runtime;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.roadstead.port.PortName;

/** What the node is doing, for commands, consoles and checks. An OSGi service. Safe for use by several threads. */
@ProviderType
public interface PortRuntime {
    /**
     * Takes a snapshot of this node. No lock of a port is held while it is put together, so the parts may be some
     * microseconds apart.
     *
     * @return the snapshot
     */
    NodeSnapshot snapshot();

    /**
     * Takes a snapshot of every node of this user on this machine, by their control ports. A node that does not answer
     * in time is left out.
     *
     * @param timeout how long to wait for all of them together
     * @return this node first, then the others in the order of their ids
     * @throws InterruptedException if the thread is interrupted
     */
    List<NodeSnapshot> nodes(Duration timeout) throws InterruptedException;

    /**
     * Opens a stream of what happens, in this node and in every other node of this user that answers now; nodes that start later
     * are not in it. Messages cost their port a little more while a stream with them is open, and nothing otherwise. What a handler
     * service or a sender chose as payload is told only if it is asked for.
     *
     * @param options what to tell beside what comes and goes
     * @param timeout how long to wait for the other nodes; zero for this node only
     * @return the stream; closed by the caller
     * @throws InterruptedException if the thread is interrupted
     */
    EventStream events(EventOptions options, Duration timeout) throws InterruptedException;

    /**
     * Asks the home of a port for a sign of life. The kernel answers, not the port's handler, so a busy handler does not
     * matter.
     *
     * @param name the port's name
     * @param timeout how long to wait
     * @return the round trip; zero for a port of this node
     * @throws org.roadstead.port.NoSuchPortException if no live port has the name
     * @throws org.roadstead.port.MessagePortException if the home does not answer in time, or ends
     * @throws InterruptedException if the thread is interrupted
     */
    Duration ping(PortName name, Duration timeout) throws InterruptedException;
}
