package org.roadstead.mach;

/**
 * What {@link PortSpace#setBackup} resulted in.
 *
 * @param code the outcome
 * @param previous the backup that was set before, {@link PortRight#NULL} if there was none
 */
public record BackupResult(KernReturn code, PortRight previous) {}
