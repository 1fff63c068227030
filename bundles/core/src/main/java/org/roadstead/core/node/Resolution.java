package org.roadstead.core.node;

import java.time.Instant;
import org.roadstead.core.mach.Destination;
import org.roadstead.core.mach.FarPort;

/**
 * Where a name leads in another node.
 *
 * @param port the proxy; give it back with {@link #release()}
 * @param transport the name of the transport that leads there
 * @param owner the label of the port's owner, as its node says
 * @param nodeLabel what its node calls itself
 * @param pid the process id that its node says
 * @param since when the port was created
 * @param queueLimit how many messages may wait in it
 */
public record Resolution(
        Destination port, String transport, String owner, String nodeLabel, long pid, Instant since, int queueLimit) {

    /** Returns the port as spaces of rights know it, with one use more, to be given back by {@link FarPort#release}. */
    public FarPort face() {
        return ((ProxyPort) port).face();
    }

    /** Gives one use of the proxy back. */
    public void release() {
        ((ProxyPort) port).release();
    }
}
