package org.roadstead.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** Which names there are; a port or a remote is made with no other type of name. */
@ShownIn(Place.VM)
class PortNameTest {
    @Test
    @Scenario("CF7")
    void noNameIsAnArgumentError() {
        assertThatThrownBy(() -> PortName.of(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> LocalPortOptions.named((PortName) null, message -> null))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    @Scenario("CF8")
    void lengthIsCountedInBytesOfUtf8AndNothingIsCutOff() {
        String longest = "\u00e9".repeat(PortName.MAX_BYTES / 2);
        assertThat(PortName.of(longest).value()).isEqualTo(longest);
        assertThatThrownBy(() -> PortName.of(longest + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("129");
    }

    @Test
    @Scenario("CF9")
    void aNulIsRefused() {
        assertThatThrownBy(() -> PortName.of("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Scenario("CF10")
    void anEmptyNameIsRefused() {
        assertThatThrownBy(() -> PortName.of("")).isInstanceOf(IllegalArgumentException.class);
    }
}
