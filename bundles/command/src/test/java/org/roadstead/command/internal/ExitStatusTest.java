package org.roadstead.command.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roadstead.port.Cause;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.ReplyTimeoutException;
import org.roadstead.port.SendTimeoutException;
import org.roadstead.port.TransportException;
import org.roadstead.port.WouldDeadlockException;

class ExitStatusTest {
    private final InMemoryPorts ports = new InMemoryPorts();

    ExitStatusTest() {
        ports.createLocal(PortName.of("demo.echo"), IncomingMessage::data);
    }

    static Stream<Arguments> outcomes() {
        return Stream.of(
                arguments(new SendTimeoutException(Cause.QUEUE_FULL, "why"), 11, "send timeout"),
                arguments(new ReplyTimeoutException(Cause.NO_REPLY, "why"), 12, "reply timeout"),
                arguments(new PortInvalidException(Cause.INVALIDATED, "why"), 13, "is invalid"),
                arguments(new TransportException(Cause.REFUSED, "why"), 14, "transport error"),
                arguments(new PortBecameInvalidException(Cause.OWNER_STOPPED, "why"), 15, "became invalid"),
                arguments(new WouldDeadlockException("why"), 18, "would deadlock"),
                arguments(new UncheckedIOException("why", new IOException("x")), 14, "transport error"),
                arguments(new IllegalStateException("why"), 70, "internal error"));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void eachOutcomeHasItsOwnStatusAndSaysPortAndReason(RuntimeException failure, int status, String words) {
        ports.failWith(failure);
        for (String verb : new String[] {"request", "send"}) {
            ConsoleRun run = ConsoleRun.of(ports, verb, "demo.echo", "hello");
            assertThat(run.exitStatus()).isEqualTo(status);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .matches("(?s)" + words + " +[0-9.]+ ms +demo\\.echo: .*why\n")
                    .hasLineCount(1);
            assertThat(ports.closed).isTrue();
        }
        assertThat(ConsoleRun.of(ports, "ping", "demo.echo").exitStatus()).isEqualTo(status);
    }

    @Test
    void aPortNameIsNotSaidTwice() {
        ports.failWith(new ReplyTimeoutException(Cause.NO_REPLY, "port demo.echo of x: no reply in time"));
        assertThat(ConsoleRun.of(ports, "request", "demo.echo", "x").err())
                .containsOnlyOnce("demo.echo")
                .startsWith("reply timeout    ");
    }

    @Test
    void aPortNameInsideAWordIsNoName() {
        ports.createLocal(PortName.of("a"), IncomingMessage::data);
        ports.failWith(new ReplyTimeoutException(Cause.NO_REPLY, "nobody replied in time"));
        assertThat(ConsoleRun.of(ports, "request", "a", "x").err()).endsWith("a: nobody replied in time\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"request", "send", "ping", "info"})
    void aNameThatNobodyHasIs16(String verb) {
        String[] words = verb.equals("ping") || verb.equals("info")
                ? new String[] {verb, "demo.nobody"}
                : new String[] {verb, "demo.nobody", "hello"};
        ConsoleRun run = ConsoleRun.of(ports, words);
        assertThat(run.exitStatus()).isEqualTo(16);
        assertThat(run.err()).startsWith("no such port").contains("demo.nobody: ");
    }

    @Test
    void aNameThatSomebodyHasIs17() {
        ConsoleRun run = ConsoleRun.of(ports, "serve", "demo.echo", "--echo");
        assertThat(run.exitStatus()).isEqualTo(17);
        assertThat(run.err()).startsWith("name in use").contains("demo.echo: ");
    }

    @Test
    void aTransportThatCannotStartIs14() {
        InMemoryPorts none = new InMemoryPorts();
        java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
        Streams streams = new Streams(
                java.io.InputStream.nullInputStream(),
                java.io.OutputStream.nullOutputStream(),
                new java.io.PrintStream(err, true),
                false);
        int status = new CommandLine(streams, label -> {
                    throw new UncheckedIOException("others may write to /x: chmod 700 /x", new IOException());
                })
                .run(java.util.List.of("list"));
        assertThat(status).isEqualTo(14);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("chmod 700 /x");
        assertThat(none.opened).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frobnicate",
                "request",
                "request demo.echo",
                "request demo.echo a b",
                "request demo.echo a --file b",
                "request demo.echo --file /does/not/exist",
                "request demo/echo a",
                "request demo.echo a --id x",
                "request demo.echo a --id 9999999999",
                "request demo.echo a --id",
                "request demo.echo a --id 1 --id 2",
                "request demo.echo a --timeout -1s",
                "request demo.echo a --timeout 99999999h",
                "request demo.echo -x",
                "list demo.echo",
                "list --json=yes",
                "list --timeout 2",
                "info",
                "ping",
                "serve demo.new",
                "serve demo.new --echo --reply x",
                "serve demo.new --exec"
            })
    void wordsThatMakeNoSenseAre2(String line) {
        String[] words = line.isEmpty() ? new String[0] : line.split(" ");
        ConsoleRun run = ConsoleRun.of(ports, words);
        assertThat(run.exitStatus()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("roadstead: ").contains("--help");
        assertThat(ports.ids).as("nothing was sent").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "help", "request --help", "serve --help", "list --help --json"})
    void helpGoesToStandardOutput(String line) {
        ConsoleRun run = ConsoleRun.of(ports, line.split(" "));
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).contains("usage: roadstead").contains("exit status");
        assertThat(run.err()).isEmpty();
        assertThat(ports.opened).as("no kernel was started").isEmpty();
    }
}
