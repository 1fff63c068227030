package org.roadstead.core.mach;

/**
 * Where a message comes from; made by the kernel or by the link that it came on, never by the sender.
 *
 * @param principal the user of the sending process
 * @param node the sending node's id
 * @param owner the label of the sending space
 * @param space the number of the sending space in its node; 0 is the node itself
 */
public record Origin(String principal, String node, String owner, int space) {}
