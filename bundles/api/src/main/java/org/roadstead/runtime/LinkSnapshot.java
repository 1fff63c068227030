package org.roadstead.runtime;

import java.time.Instant;

/**
 * A link to another node at one moment.
 *
 * @param transport the transport's name
 * @param node the other node's id
 * @param label what the other node calls itself
 * @param pid the other node's process id, as it says
 * @param principal the other node's user, as the operating system tells
 * @param since when the link was made
 * @param pendingBytes how many bytes wait to be written
 * @param inFlight how many sends of ours wait for a verdict or a reply
 */
public record LinkSnapshot(
        String transport,
        String node,
        String label,
        long pid,
        String principal,
        Instant since,
        long pendingBytes,
        int inFlight) {}
