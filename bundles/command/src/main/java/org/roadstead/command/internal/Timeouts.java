package org.roadstead.command.internal;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.roadstead.port.SendOptions;

/** Durations as people write and read them. */
final class Timeouts {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12})(ms|s|m|h)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1));

    private Timeouts() {}

    /**
     * Reads a duration such as {@code 500ms}, {@code 2s}, {@code 1m}, {@code forever}.
     *
     * @throws UsageException if it is none, or negative, or longer than ports allow
     */
    static Duration parse(String text) {
        if (text.equals("forever")) {
            return SendOptions.FOREVER;
        }
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            Duration time = UNITS.get(form.group(2)).multipliedBy(Long.parseLong(form.group(1)));
            if (time.compareTo(SendOptions.MAX_TIMEOUT) <= 0) {
                return time;
            }
        }
        throw new UsageException("\"" + text + "\" is not a time; allowed: a number and ms, s, m or h, such as 500ms,"
                + " 2s, 1m, from 0s to " + SendOptions.MAX_TIMEOUT.toHours() + "h, or forever");
    }

    /** Writes a span of time with as many digits as people care for. */
    static String show(Duration time) {
        double millis = time.toNanos() / 1e6;
        if (time.isZero()) {
            return "0 ms";
        }
        if (millis < 0.1) {
            return String.format(java.util.Locale.ROOT, "%.2f ms", millis);
        }
        if (millis < 0.95) {
            return String.format(java.util.Locale.ROOT, "%.1f ms", millis);
        }
        if (millis < 9_999.5) {
            return Math.round(millis) + " ms";
        }
        return String.format(java.util.Locale.ROOT, "%.1f s", millis / 1e3);
    }
}
