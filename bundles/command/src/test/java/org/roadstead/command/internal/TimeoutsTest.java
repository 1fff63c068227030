package org.roadstead.command.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roadstead.port.SendOptions;

class TimeoutsTest {
    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "2s,PT2S", "1m,PT1M", "3h,PT3H", "0s,PT0S", "0ms,PT0S", "240000h,PT240000H"})
    void readsWhatPeopleWrite(String text, Duration expected) {
        assertThat(Timeouts.parse(text)).isEqualTo(expected);
    }

    @Test
    void readsForever() {
        assertThat(Timeouts.parse("forever")).isEqualTo(SendOptions.FOREVER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "-1s",
                "s",
                "1.5s",
                "2 s",
                "2S",
                "1d",
                "PT2S",
                "999999999999h",
                "240001h",
                "9999999999999ms"
            })
    void refusesTheRestAndSaysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> Timeouts.parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("500ms")
                .hasMessageContaining("240000h");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,0 ms",
        "PT0.00002S,0.02 ms",
        "PT0.0001S,0.1 ms",
        "PT0.00094S,0.9 ms",
        "PT0.00096S,1 ms",
        "PT0.0014S,1 ms",
        "PT9.9994S,9999 ms",
        "PT12.34S,12.3 s"
    })
    void showsAsManyDigitsAsPeopleCareFor(Duration time, String expected) {
        assertThat(Timeouts.show(time)).isEqualTo(expected);
    }
}
