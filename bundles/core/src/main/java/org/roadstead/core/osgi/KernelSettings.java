package org.roadstead.core.osgi;

import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;
import org.roadstead.core.port.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@link KernelConfig}: each wrong value is refused by itself, with its key and what is allowed, and the one before stays. */
final class KernelSettings {
    private static final Logger LOG = LoggerFactory.getLogger(KernelSettings.class);
    private static final int MAX_GRACE = 300_000;

    private final Map<String, Object> values;

    private KernelSettings(Map<String, Object> values) {
        this.values = values;
    }

    static Limits read(KernelConfig config, Map<String, Object> values, Limits before) {
        KernelSettings settings = new KernelSettings(values);
        int message = settings.number(
                "message.limit.mib", config::message_limit_mib, Limits.MAX_MESSAGE >> 20, before.message() >> 20, 1);
        int grace = settings.number(
                "stop.grace.ms",
                config::stop_grace_ms,
                MAX_GRACE,
                (int) before.grace().toMillis(),
                0);
        int backlog = settings.number("backlog.max", config::backlog_max, Limits.MAX_BACKLOG, before.backlog(), 1);
        return new Limits(message << 20, Duration.ofMillis(grace), backlog);
    }

    private int number(String key, IntSupplier given, int max, int before, int min) {
        try {
            int value = given.getAsInt();
            if (value >= min && value <= max) {
                return value;
            }
        } catch (RuntimeException e) {
            LOG.debug("{} is no number", key, e); // said below, in the words of whoever wrote it
        }
        LOG.error(
                "org.roadstead.core: {} is {}; allowed: {} to {}; {} stays in force",
                key,
                values.get(key),
                min,
                max,
                before);
        return before;
    }
}
