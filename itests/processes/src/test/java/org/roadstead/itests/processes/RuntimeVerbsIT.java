package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one process sees of the others: top, tail, loops and links read only snapshots and events of control ports. */
@Timeout(90)
class RuntimeVerbsIT {
    @RegisterExtension
    final Machine machine = new Machine();

    private String printed(String... words) throws Exception {
        Child child = machine.roadstead(words);
        assertThat(child.awaitExit()).as(child.err()).isZero();
        return new String(child.out(), StandardCharsets.UTF_8);
    }

    @Test
    void aTailInAnotherProcessSeesMessagesWithoutTheirBytesUnlessAsked() throws Exception {
        Child server = machine.serve("tailed", "--echo");
        Child tail = machine.roadstead("tail", "tailed", "--json");
        Child open = machine.roadstead("tail", "tailed", "--payload");
        Pattern seen = Pattern.compile("\"port\":\"tailed\".*\"bytes\":6");
        do { // until the followers are there
            assertThat(printed("request", "tailed", "secret")).isEqualTo("secret");
        } while (!tail.hasOutput(seen) || !open.hasOutput(Pattern.compile("secret")));
        assertThat(tail.awaitOutput(Pattern.compile("\"node\":\"roadstead serve, process " + server.pid())))
                .isNotNull();
        assertThat(tail.hasOutput(Pattern.compile("secret"))).isFalse();
        server.process().destroy();
        tail.awaitOutput(Pattern.compile("PORT_ENDED"));
    }

    @Test
    void topLoopsAndLinksShowOtherProcesses() throws Exception {
        Child server = machine.serve("shown", "--exec", "sleep 20");
        Child waiting = machine.roadstead("request", "shown", "now");
        Pattern busy = Pattern.compile("roadstead .*in a callback for \\d+ ms .*" + server.pid());
        String loops;
        do {
            loops = printed("loops");
        } while (!busy.matcher(loops).find());
        assertThat(printed("top", "--interval", "10ms").lines())
                .anyMatch(line -> line.contains("shown") && line.contains("busy"));
        assertThat(printed("links").lines())
                .anyMatch(line -> line.contains(String.valueOf(server.pid()))
                        && line.contains(String.valueOf(waiting.pid()))
                        && line.contains("uds"));
    }
}
