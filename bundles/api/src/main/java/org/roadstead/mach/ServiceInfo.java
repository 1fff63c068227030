package org.roadstead.mach;

/**
 * A name at one moment.
 *
 * @param name the name
 * @param owner the label of who declared or registered it
 * @param active whether somebody serves it; messages to one that is not active queue
 */
public record ServiceInfo(String name, String owner, boolean active) {}
