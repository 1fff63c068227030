package org.roadstead.command.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.roadstead.runtime.PortEvent;

/** The verbs that show what a node does: top, tail, loops and links. */
class RuntimeVerbsTest {
    private final InMemoryPorts ports = new InMemoryPorts();

    private String printed(String... words) {
        ConsoleRun run = ConsoleRun.of(ports, words);
        assertThat(run.exitStatus()).as(run.err()).isZero();
        return run.out();
    }

    private void happens(PortEvent.Kind kind, String port, String detail, byte[] payload) {
        ports.events.add(new PortEvent(
                ports.events.size() + 1,
                InMemoryPorts.SINCE,
                kind,
                "Apache Felix, process 4711",
                port,
                "demo (12)",
                detail,
                7,
                payload.length,
                ByteBuffer.wrap(payload)));
    }

    @Test
    void topPutsThePortFirstForWhichMostWaits() {
        ports.show(InMemoryPorts.port("a.idle", 0, true));
        ports.show(InMemoryPorts.port("b.full", 64, true));
        String table = printed("top", "--interval", "1ms");
        assertThat(table.lines().findFirst().orElseThrow()).contains("PORT", "QUEUE", "WAITING", "IN/S", "LOOP");
        assertThat(table.lines().skip(1)).first().asString().contains("b.full", "####", "in a callback for 25 ms");
        assertThat(printed("top", "--interval", "1ms", "--json")).contains("\"perSecond\":0");
    }

    @Test
    void loopsSaysWhatEachDoesAndWhereASlowCallbackIs() {
        assertThat(printed("loops"))
                .contains("demo (12)", "in a callback for 25 ms", "Apache Felix, 4711")
                .contains("port-loop [demo] is at\n    demo.Echo.handle(Echo.java:7)");
        assertThat(printed("loops", "--json")).contains("\"callbackMillis\":25").contains("\"pid\":4711");
    }

    @Test
    void linksWithoutOneIsTheHeadAlone() {
        assertThat(printed("links").lines()).hasSize(1);
        assertThat(printed("links", "--json")).isEqualTo("[]\n");
    }

    @Test
    void tailPrintsNoPayloadUnlessItIsAskedFor() {
        happens(PortEvent.Kind.PORT_OPENED, "x", "queue of 64", new byte[0]);
        happens(PortEvent.Kind.MESSAGE, "x", "request from c (9), 120 us", "secret".getBytes(StandardCharsets.UTF_8));
        String plain = printed("tail", "--count", "2");
        assertThat(plain.lines()).hasSize(2);
        assertThat(plain)
                .contains("port opened  x of demo (12): queue of 64")
                .contains("message  x of demo (12): id 7, 6 bytes, request from c (9), 120 us")
                .doesNotContain("secret");
        assertThat(printed("tail", "--count", "2", "--json"))
                .doesNotContain("secret")
                .contains("\"bytes\":6");
        assertThat(printed("tail", "--count", "2", "--payload")).contains("\n    secret\n");
    }

    @Test
    void tailShowsNoBytesThatSteerTheTerminal() {
        happens(PortEvent.Kind.MESSAGE, "x", "message", "\u001b[2J".getBytes(StandardCharsets.UTF_8));
        happens(PortEvent.Kind.MESSAGE, "x", "message", new byte[] {(byte) 0xff, 1});
        assertThat(printed("tail", "--count", "2", "--payload"))
                .doesNotContain("\u001b")
                .contains("?[2J")
                .contains("ff 01");
    }

    @Test
    void tailOfOnePortLeavesOutTheOthersAndEndsInTime() {
        happens(PortEvent.Kind.PORT_OPENED, "x", "queue of 64", new byte[0]);
        happens(PortEvent.Kind.PORT_OPENED, "y", "queue of 64", new byte[0]);
        assertThat(printed("tail", "y", "--for", "100ms").lines())
                .singleElement()
                .asString()
                .contains("y of demo");
        assertThat(ConsoleRun.of(ports, "tail", "--count", "none").exitStatus()).isEqualTo(2);
    }
}
