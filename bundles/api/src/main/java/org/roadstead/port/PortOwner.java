package org.roadstead.port;

import java.time.Instant;
import java.util.Objects;

/**
 * Who owns a port, for people: labels that the owner gave itself. Nothing is decided by them; who is calling, as the
 * operating system vouches for it, is {@link Sender#principal()}.
 *
 * @param label the owner: a bundle's symbolic name and id, or a program's own label
 * @param node the label of the owner's node, such as {@code Apache Felix}
 * @param pid the process id that the owner's node says it has
 * @param since when the port was created
 */
public record PortOwner(String label, String node, long pid, Instant since) {
    /**
     * Checks that nothing is null.
     *
     * @param label the owner: a bundle's symbolic name and id, or a program's own label
     * @param node the label of the owner's node, such as {@code Apache Felix}
     * @param pid the process id that the owner's node says it has
     * @param since when the port was created
     * @throws NullPointerException if a part is null
     */
    public PortOwner {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(since, "since");
    }

    /** Returns the owner in one phrase, such as {@code demo (12) in Apache Felix, process 4711}. */
    @Override
    public String toString() {
        return label + (label.equals(node) ? "" : " in " + node) + ", process " + pid;
    }
}
