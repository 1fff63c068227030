package org.roadstead.command.karaf.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.junit.jupiter.api.Test;

class VerbWordsTest {
    private final VerbWords request =
            new VerbWords("request", "NAME TEXT|--file FILE [--id N] [--timeout TIME] [--json]");

    @Test
    void aVerbIsReadFromItsDescriptors() {
        assertThat(VerbWords.of(Commands.class))
                .extracting(VerbWords::verb, VerbWords::usage)
                .containsExactly(tuple("info", "NAME [--json]"));
    }

    @Test
    void theFirstOperandIsAPortName() {
        assertThat(choices("", List.of())).containsExactly("a.port", "b.port");
        assertThat(choices("b", List.of("--id", "7"))).contains("b.port");
    }

    @Test
    void thePortThatIsToBeServedIsNotThereYet() {
        assertThat(new VerbWords("serve", "NAME (--echo | --reply TEXT)").choices(List.of(), "", this::names))
                .isEmpty();
    }

    @Test
    void optionsComeWhenTheyAreAskedForAndAfterTheName() {
        assertThat(choices("-", List.of())).containsExactly("--file", "--id", "--timeout", "--json");
        assertThat(choices("", List.of("a.port"))).contains("--file", "--id");
    }

    @Test
    void anOptionIsNotOfferedTwice() {
        assertThat(choices("-", List.of("a.port", "--id", "7"))).containsExactly("--file", "--timeout", "--json");
    }

    @Test
    void theValueOfAnOptionIsThePersonsOwn() {
        assertThat(choices("", List.of("a.port", "--id"))).isEmpty();
    }

    private Iterable<String> choices(String word, List<String> before) {
        return request.choices(before, word, this::names);
    }

    private List<String> names() {
        return List.of("a.port", "b.port");
    }

    /** What Gogo would run. */
    public static final class Commands {
        @Descriptor("tell of a port")
        public String info(@Descriptor("NAME [--json]") String... words) {
            return String.join(" ", words);
        }
    }
}
