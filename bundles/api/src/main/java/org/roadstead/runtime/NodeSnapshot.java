package org.roadstead.runtime;

import java.time.Instant;
import java.util.List;

/**
 * A kernel at one moment.
 *
 * @param id the node's id: 32 hexadecimal digits, new at each start
 * @param label what the node calls itself, such as {@code Apache Felix}
 * @param pid the process id, for people
 * @param java the version of Java, such as {@code 17.0.15}
 * @param since when the node started
 * @param ports its local ports, by name, unnamed ones last
 * @param spaces its spaces: one for each bundle that used a registry
 * @param links its links to other nodes
 * @param lateReplies how many replies came after their request had ended, and were dropped
 * @param undecided how many sends ended without the home's verdict
 * @param limits what it allows
 */
public record NodeSnapshot(
        String id,
        String label,
        long pid,
        String java,
        Instant since,
        List<PortSnapshot> ports,
        List<SpaceSnapshot> spaces,
        List<LinkSnapshot> links,
        long lateReplies,
        long undecided,
        LimitsSnapshot limits) {
    /**
     * Takes copies of the lists.
     *
     * @param id the node's id: 32 hexadecimal digits, new at each start
     * @param label what the node calls itself, such as {@code Apache Felix}
     * @param pid the process id, for people
     * @param java the version of Java, such as {@code 17.0.15}
     * @param since when the node started
     * @param ports its local ports, by name, unnamed ones last
     * @param spaces its spaces: one for each bundle that used a registry
     * @param links its links to other nodes
     * @param lateReplies how many replies came after their request had ended, and were dropped
     * @param undecided how many sends ended without the home's verdict
     * @param limits what it allows
     */
    public NodeSnapshot {
        ports = List.copyOf(ports);
        spaces = List.copyOf(spaces);
        links = List.copyOf(links);
    }
}
