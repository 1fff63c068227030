package org.roadstead.core.node;

import java.time.Instant;
import org.roadstead.core.mach.Port;

/**
 * A port of this kernel as others may see it.
 *
 * @param port the port
 * @param owner the label of its owner
 * @param queueLimit how many messages may wait
 * @param since when it was created
 */
public record PortEntry(Port port, String owner, int queueLimit, Instant since) {}
