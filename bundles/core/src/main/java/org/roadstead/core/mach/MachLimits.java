package org.roadstead.core.mach;

/**
 * What a kernel allows in Mach calls.
 *
 * @param backlog the highest backlog of a port
 * @param size the largest message in bytes, out-of-line data not counted ({@code MSG_SIZE_MAX})
 * @param data the most out-of-line data of one message, in bytes
 */
public record MachLimits(int backlog, int size, int data) {
    /** 1024 messages, 8192 bytes, 16 MiB. */
    public static final MachLimits DEFAULT = new MachLimits(1024, 8192, 16 << 20);
}
