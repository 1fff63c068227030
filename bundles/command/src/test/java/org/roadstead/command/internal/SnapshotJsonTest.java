package org.roadstead.command.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.felix.utils.json.JSONParser;
import org.junit.jupiter.api.Test;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.PortName;
import org.roadstead.runtime.PortSnapshot;

class SnapshotJsonTest {
    private final InMemoryPorts ports = new InMemoryPorts();

    @Test
    void aListIsAnArrayOfPorts() {
        ports.createLocal(PortName.of("demo.echo"), IncomingMessage::data);
        ports.show(InMemoryPorts.port("demo.slow", 3, true));
        ConsoleRun run = ConsoleRun.of(ports, "list", "--json");
        assertThat(run.exitStatus()).isZero();
        List<Map<String, Object>> parsed = parse(run.out());
        assertThat(parsed).extracting(p -> p.get("name")).containsExactly("demo.echo", "demo.slow");
        Map<String, Object> slow = parsed.get(1);
        assertThat(slow)
                .containsEntry("depth", 3L)
                .containsEntry("limit", 64L)
                .containsEntry("published", true)
                .containsEntry("transports", List.of("vm", "uds"))
                .containsEntry("since", "2026-11-01T10:00:00Z");
        assertThat(slow.get("node"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("label", "Apache Felix")
                .containsEntry("pid", 4711L);
    }

    @Test
    void everyKeyOfThePortRecordIsThere() {
        ports.show(InMemoryPorts.port("demo.slow", 3, true));
        Map<String, Object> port =
                parse(ConsoleRun.of(ports, "info", "demo.slow", "--json").out()).get(0);
        for (var component : PortSnapshot.class.getRecordComponents()) {
            assertThat(port).containsKey(component.getName());
        }
    }

    @Test
    void textIsEscaped() {
        String owner = "quote \" backslash \\ newline \n tab \t control \u0001 snow \u2603";
        ports.show(new PortSnapshot(
                "p", owner, List.of("vm"), false, "none", 0, 1, 0, 0, 0, "deaf", InMemoryPorts.SINCE, ""));
        assertThat(parse(ConsoleRun.of(ports, "list", "--json").out()).get(0)).containsEntry("owner", owner);
    }

    @Test
    void noPortsAreAnEmptyArray() {
        assertThat(ConsoleRun.of(ports, "list", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void infoTellsOfPortLoopAndProcess() {
        ports.show(InMemoryPorts.port("demo.slow", 3, true));
        assertThat(ConsoleRun.of(ports, "info", "demo.slow").out())
                .contains("demo (12)", "vm uds", "....".substring(1), " 3/64", "7 messages", "own loop")
                .contains("port-loop [demo], in a callback for 25 ms, 3 queued")
                .contains("at demo.Echo.handle(Echo.java:7)")
                .contains("Apache Felix, process 4711, java 17.0.15");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> parse(String json) {
        return (List<Map<String, Object>>)
                new JSONParser("{\"all\":" + json + "}").getParsed().get("all");
    }
}
