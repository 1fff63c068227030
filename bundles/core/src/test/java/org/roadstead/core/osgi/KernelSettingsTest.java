package org.roadstead.core.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.roadstead.core.port.Limits;

class KernelSettingsTest {
    private static final Limits BEFORE = new Limits(3 << 20, Duration.ofMillis(70), 9);

    /** As Declarative Services makes it of values that are text: asked for one that is no number, it throws. */
    @SuppressWarnings({"BadAnnotationImplementation", "ImmutableAnnotationChecker"}) // nobody compares or shares it
    private record Given(Map<String, Object> values) implements KernelConfig {
        private int number(String key, int otherwise) {
            return Integer.parseInt(values.getOrDefault(key, otherwise).toString());
        }

        @Override
        public int message_limit_mib() {
            return number("message.limit.mib", 16);
        }

        @Override
        public int stop_grace_ms() {
            return number("stop.grace.ms", 2000);
        }

        @Override
        public int backlog_max() {
            return number("backlog.max", 1024);
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return KernelConfig.class;
        }
    }

    private static Limits read(Map<String, Object> values) {
        return KernelSettings.read(new Given(values), values, BEFORE);
    }

    @Test
    void withoutValuesTheDefaultsAreInForce() {
        assertThat(read(Map.of())).isEqualTo(Limits.DEFAULT);
    }

    @Test
    void theEdgesAreAllowed() {
        assertThat(read(Map.of("message.limit.mib", "1024", "stop.grace.ms", "300000", "backlog.max", "65534")))
                .isEqualTo(new Limits(1 << 30, Duration.ofMinutes(5), 65_534));
        assertThat(read(Map.of("message.limit.mib", "1", "stop.grace.ms", "0", "backlog.max", "1")))
                .isEqualTo(new Limits(1 << 20, Duration.ZERO, 1));
    }

    @Test
    void aWrongValueIsOneErrorWithItsKeyAndWhatIsAllowedAndTheOthersCount() {
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        Limits read;
        try {
            read = read(Map.of("message.limit.mib", "0", "stop.grace.ms", "soon", "backlog.max", "7"));
        } finally {
            System.setErr(err);
        }
        assertThat(read).isEqualTo(new Limits(3 << 20, Duration.ofMillis(70), 7));
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .anyMatch(line -> line.endsWith(
                        "org.roadstead.core: message.limit.mib is 0; allowed: 1 to 1024; 3 stays in force"))
                .anyMatch(line -> line.endsWith(
                        "org.roadstead.core: stop.grace.ms is soon; allowed: 0 to 300000; 70 stays in force"));
    }
}
