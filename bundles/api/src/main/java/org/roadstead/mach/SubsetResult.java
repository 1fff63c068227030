package org.roadstead.mach;

/**
 * What {@link Bootstrap#subset} resulted in.
 *
 * @param code the outcome
 * @param subset the new name space, null unless it succeeded
 */
public record SubsetResult(BootstrapReturn code, Bootstrap subset) {}
