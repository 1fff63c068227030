package org.roadstead.mach;

/**
 * What a call of {@link Bootstrap} that gives a right resulted in.
 *
 * @param code the outcome
 * @param right the right, {@link PortRight#NULL} unless it succeeded
 */
public record BootstrapResult(BootstrapReturn code, PortRight right) {}
