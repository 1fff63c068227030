package org.roadstead.mach;

/**
 * What {@link NetName#lookUp} resulted in.
 *
 * @param code the outcome
 * @param right a send right, {@link PortRight#NULL} unless it succeeded
 */
public record NetNameResult(NetNameReturn code, PortRight right) {}
