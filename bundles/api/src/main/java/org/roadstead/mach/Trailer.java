package org.roadstead.mach;

/**
 * What the kernel says of a received message. The sender cannot forge it.
 *
 * @param sequence the message's number on its port, in the order of receiving: 0, 1, 2 and so on; it starts again when the receive
 *     right moves
 * @param principal the user of the sending process
 * @param node the id of the sending node
 * @param owner who sent it, as its node says: a bundle, a program
 */
public record Trailer(long sequence, String principal, String node, String owner) {}
