package org.roadstead.core.osgi;

/** The configuration of PID {@code org.roadstead.core}; the same keys stand in config/org.roadstead.core.cfg. */
@interface KernelConfig {
    /** The largest message in MiB: {@code message.limit.mib}, 1 to 1024. */
    int message_limit_mib() default 16;

    /** How long a running callback may take to end when its bundle stops, in ms: {@code stop.grace.ms}, 0 to 300000. */
    int stop_grace_ms() default 2000;

    /** The highest backlog that a Mach port may be given: {@code backlog.max}, 1 to 65534. */
    int backlog_max() default 1024;
}
