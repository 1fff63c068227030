package org.roadstead.command.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roadstead.port.PortName;

class ServeVerbTest {
    private static final PortName NAME = PortName.of("demo.new");

    private final InMemoryPorts ports = new InMemoryPorts();

    @ParameterizedTest
    @CsvSource({"--echo,,ping", "--reply,pong,pong", "--exec,tr a-z A-Z,PING"})
    void repliesAsToldUntilThePortEnds(String how, String value, String expected) throws Exception {
        String[] words = value == null
                ? new String[] {"serve", NAME.value(), how}
                : new String[] {"serve", NAME.value(), how, value};
        CompletableFuture<ConsoleRun> served = CompletableFuture.supplyAsync(() -> ConsoleRun.of(ports, words));
        await().until(() -> ports.ports.containsKey(NAME));
        assertThat(ConsoleRun.of(ports, "request", NAME.value(), "ping").out()).isEqualTo(expected);
        assertThat(served).isNotDone();
        ports.ports.get(NAME).invalidate();
        ConsoleRun run = served.get();
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("serving demo.new\n");
        assertThat(ports.opened).contains("roadstead serve");
    }
}
