package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a script sees of {@code bin/roadstead}: exit status, standard output, and one line on standard error. */
@Timeout(60)
class ExitStatusIT {
    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void noSuchPortIs16() throws Exception {
        Child request = machine.roadstead("request", "test.nobody", "hello");
        assertThat(request.awaitExit()).isEqualTo(16);
        assertThat(request.err()).contains("no such port").contains("test.nobody");
        assertThat(request.out()).isEmpty();
    }

    @Test
    void nameInUseIs17AndNamesTheOwner() throws Exception {
        Peer owner = machine.peer("harbour");
        owner.ask("local test.taken");
        Child serve = machine.roadstead("serve", "test.taken", "--echo");
        assertThat(serve.awaitExit()).isEqualTo(17);
        assertThat(serve.err())
                .contains("name in use")
                .contains("test.taken")
                .contains("harbour")
                .contains("" + owner.pid());
    }

    @Test
    void sendTimeoutIs11() throws Exception {
        Peer owner = machine.peer("owner");
        owner.ask("deaf test.full 1");
        Child first = machine.roadstead("send", "test.full", "one");
        assertThat(first.awaitExit()).as(first::lastWords).isZero();
        Child second = machine.roadstead("send", "test.full", "two", "--timeout", "200ms");
        assertThat(second.awaitExit()).isEqualTo(11);
        assertThat(second.err()).contains("send timeout").contains("test.full");
        assertThat(owner.ask("depth test.full")).isEqualTo("1");
    }

    @Test
    void replyTimeoutIs12() throws Exception {
        Peer owner = machine.peer("owner");
        owner.ask("local test.slow");
        Child request =
                machine.roadstead("request", "test.slow", "hello", "--id", "" + PeerProgram.HANG, "--timeout", "200ms");
        assertThat(request.awaitExit()).isEqualTo(12);
        assertThat(request.err()).contains("reply timeout").contains("test.slow");
        owner.awaitAnswer("received", PeerProgram.HANG + ":hello");
    }

    /** The words on the command line. */
    static Stream<Arguments> wrongWords() {
        return Stream.of(
                words("request", ""),
                words("request", "", "hello"),
                words("request", "a/b", "hello"),
                words("request", "a\tb", "hello"),
                words("request", "x".repeat(129), "hello"),
                words("request", "test.a", "hello", "--timeout", "soon"),
                words("serve", "test.a"),
                words("sing"));
    }

    private static Arguments words(String... words) {
        return Arguments.of((Object) words);
    }

    @ParameterizedTest
    @MethodSource("wrongWords")
    void wrongWordsAre2AndLeaveNothingBehind(String[] words) throws Exception {
        Child refused = machine.roadstead(words);
        assertThat(refused.awaitExit()).isEqualTo(2);
        assertThat(refused.err()).startsWith("roadstead: ");
        assertThat(refused.out()).isEmpty();
        assertThat(machine.files()).allMatch(".lock"::equals);
    }
}
