/**
 * The kernel proper: ports with bounded queues, senders that wait in order, send-once rights, death.
 *
 * <p><b>Locks.</b> Every lock of the core is a leaf: whoever holds one takes no other and calls nothing that is not in the
 * same class. What must be called is collected under the lock and called after it. So there is no lock order to keep, and
 * no listener, handler, transport or service registry is ever called under a lock (D26). The one exception is the lock that
 * lets one thread at a time dial an endpoint ({@code core.node.Carrier}): it is held while the peer greets, by threads that hold
 * no other lock, and every wait for it has a deadline.
 *
 * <p>This layer knows nothing of names, links, run loops or OSGi.
 */
package org.roadstead.core.mach;
