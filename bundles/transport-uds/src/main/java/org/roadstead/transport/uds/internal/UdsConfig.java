package org.roadstead.transport.uds.internal;

/** The configuration of {@link UdsTransport}, PID {@code org.roadstead.transport.uds}. */
@interface UdsConfig {
    /**
     * The directory of sockets and names, an absolute path.
     *
     * @return empty for the default: property roadstead.directory, environment ROADSTEAD_DIR, the user's runtime directory
     */
    String directory() default "";
}
