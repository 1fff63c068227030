package org.roadstead.mach;

/**
 * What taking a right out of a space resulted in.
 *
 * @param code the outcome
 * @param right the right as it is known where it was taken to; {@link PortRight#NULL} unless it succeeded
 */
public record ExtractResult(KernReturn code, PortRight right) {}
