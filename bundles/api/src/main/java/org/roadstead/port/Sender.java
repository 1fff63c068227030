package org.roadstead.port;

import java.util.Objects;

/**
 * Who sent a message. The principal and the node come from the link, not from the message, so a sender cannot choose
 * them; the owner's label is what that node says.
 *
 * @param principal the user of the sending process, as the operating system tells
 * @param node the sending node: 128 random bits for each start, as 32 hexadecimal digits
 * @param owner the label of the sending bundle or program, as its node says
 */
public record Sender(String principal, String node, String owner) {
    /**
     * Checks that nothing is null.
     *
     * @param principal the user of the sending process, as the operating system tells
     * @param node the sending node: 128 random bits for each start, as 32 hexadecimal digits
     * @param owner the label of the sending bundle or program, as its node says
     * @throws NullPointerException if a part is null
     */
    public Sender {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(owner, "owner");
    }
}
