package org.roadstead.mach;

/**
 * A right to a port, as one space knows it. A right is a capability of the space that it was minted by; used in another space it
 * denotes nothing there, so only messages, and {@link PortSpace#insertSend}, hand rights on. Immutable but for its name,
 * which {@link PortSpace#rename} changes, and for its end; safe for use by several threads.
 *
 * <p>All rights that a space has to one port have one name. Which of them the name still stands for is the space's to know:
 * {@link PortSpace#type}.
 */
public sealed interface PortRight permits SendRight, SendOnceRight, ReceiveRight, PortSet, DeadName, NullRight {
    /** No right at all: {@code PORT_NULL}. */
    NullRight NULL = new NullRight();

    /**
     * Returns the name of the right in its space ({@code port_name_t}).
     *
     * @return a positive number; 0 for {@link #NULL}; -1 for a right whose port died on the way here
     */
    int name();
}
