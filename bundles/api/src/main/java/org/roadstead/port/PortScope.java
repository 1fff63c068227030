package org.roadstead.port;

/** How far the name of a local port reaches. */
public enum PortScope {
    /** Only the kernel that the port lives in: one framework, or one standalone instance. */
    KERNEL,
    /** Every process of this user on this machine: the default. */
    USER
}
