/**
 * The kernel proper: ports with bounded queues, senders that wait in order, send-once rights, death.
 *
 * <p><b>Locks.</b> Three kinds are taken in one order: the space ({@code RightTable}), then the set ({@code SetInbox}), then the port
 * (its own monitor); of two sets the one that was made first comes first, and nobody has two spaces or two ports. A thread that
 * has a later one never takes an earlier one. All other locks of the core are leaves, {@code Transit.Receive.EDGES}, {@code MemoryBlock}
 * and {@code CopyingSends} among them: whoever holds one takes no other.
 *
 * <p>Under none of them anything is called that somebody else has written: handlers, listeners, executors, transports and the
 * service registry are called, threads are woken and notifications are posted after the last lock is released. {@code Verdicts}
 * collects that, and {@code Reaper} what dies with what has died. What a port asks under its lock, whether a sender has its right
 * still, and to take what the message carries, is answered with a volatile read and a compare-and-set ({@code Claims}), which need
 * no lock of the sender's space. Two exceptions are in {@code core.node}: {@code Outgoing} asks its link how many bytes wait there,
 * and one thread at a time dials an endpoint ({@code Carrier}); that lock is held while the peer greets, by threads that hold no other,
 * and every wait for it has a deadline.
 *
 * <p><b>How it is known.</b> Queue, rights, sets and names are checked by Lincheck against sequential specifications ({@code
 * *ModelTest}, which also finds locks that are taken in both orders); what rests on the order of memory accesses, and no lock, has
 * stress tests under {@code stress}.
 *
 * <p>This layer knows nothing of names, links, run loops or OSGi.
 */
package org.roadstead.core.mach;
