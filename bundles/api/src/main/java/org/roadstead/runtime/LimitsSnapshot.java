package org.roadstead.runtime;

/**
 * What a node allows.
 *
 * @param messageBytes the largest message in bytes
 * @param graceMillis how long a running callback may take to end when its bundle stops
 * @param backlog the highest backlog of a Mach port
 */
public record LimitsSnapshot(int messageBytes, long graceMillis, int backlog) {}
