package org.roadstead.mach;

/**
 * What {@code port_status} tells. Only the receiver sees set, count and backlog.
 *
 * @param code whether the name is known
 * @param set the set that the port is in; {@link PortRight#NULL} if in none, or not the receiver
 * @param messages how many messages are queued; -1 if not the receiver
 * @param backlog how many may be; 0 if not the receiver
 * @param receiver whether the space holds the receive right, and so also owns the port
 */
public record PortStatus(KernReturn code, PortRight set, int messages, int backlog, boolean receiver) {}
