package org.roadstead.port;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A name that its owner has, whether it serves it at the moment or not: {@link PortRegistry#declare}. While nobody serves it, messages
 * queue and senders to a full queue wait, as with any port; the remotes of clients stay valid and are told of nothing.
 *
 * <p>It is the owner's until it is withdrawn, until the bundle is uninstalled, or until the kernel stops, whichever comes first: not
 * until the bundle stops or is updated. Then its port ends, and everybody who has a right to it is told why. Safe for use by
 * several threads.
 */
@ProviderType
public interface Declaration {
    /**
     * Returns the name.
     *
     * @return the name
     */
    PortName name();

    /**
     * Returns the port by which the caller of {@link PortRegistry#declare} serves the name. It ends when its bundle stops, with the
     * declaration, or with {@link MessagePort#invalidate}; but for the end of the declaration its messages stay for whoever
     * serves the name next, and no remote is told.
     *
     * @return always the same port
     */
    LocalMessagePort port();

    /**
     * Tells whether the name is still declared.
     *
     * @return false for ever once the declaration has ended
     */
    boolean isValid();

    /**
     * Ends the declaration: its port is invalidated, for whoever has a right to it, messages that wait are dropped, and the name is
     * free. A handler that runs may still reply. Does nothing the second time.
     */
    void withdraw();
}
