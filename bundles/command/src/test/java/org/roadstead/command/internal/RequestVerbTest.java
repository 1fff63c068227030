package org.roadstead.command.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.PortName;
import org.roadstead.port.SendOptions;

class RequestVerbTest {
    private final InMemoryPorts ports = new InMemoryPorts();

    RequestVerbTest() {
        ports.createLocal(PortName.of("demo.echo"), IncomingMessage::data);
        ports.createLocal(PortName.of("demo.null"), m -> null);
        ports.createLocal(
                PortName.of("demo.size"),
                m -> ByteBuffer.wrap(("" + m.data().remaining()).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theReplyAloneGoesToStandardOutput() {
        ConsoleRun run = ConsoleRun.of(ports, "request", "demo.echo", "hello");
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEqualTo("hello");
        assertThat(run.err()).matches("[0-9.]+ ms +from demo\\.echo \\(demo\\)\n");
        assertThat(ports.opened).containsExactly("roadstead");
    }

    @Test
    void onATerminalTheReplyAndTheRestAreOneLine() {
        assertThat(ConsoleRun.onTerminal(ports, "request", "demo.echo", "hello").err())
                .matches(" {12}[0-9.]+ ms +from demo\\.echo \\(demo\\)\n");
        assertThat(ConsoleRun.onTerminal(ports, "request", "demo.echo", "a\nb").err())
                .startsWith("\n");
        assertThat(ConsoleRun.onTerminal(ports, "request", "demo.echo", "a\n").err())
                .doesNotStartWith("\n");
        assertThat(ConsoleRun.onTerminal(ports, "request", "demo.null", "a").err())
                .matches("[0-9].*\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 65_536, 16 << 20})
    void bytesFromStandardInputComeBackExactly(int size) {
        byte[] bytes = bytes(size);
        ConsoleRun run = ConsoleRun.withInput(ports, bytes, "request", "demo.echo", "-");
        assertThat(run.exitStatus()).isZero();
        assertThat(run.bytes()).isEqualTo(bytes);
    }

    @Test
    void bytesFromAFileComeBackExactly(@TempDir Path directory) throws IOException {
        byte[] bytes = bytes(100_000);
        Path file = Files.write(directory.resolve("some file"), bytes);
        assertThat(ConsoleRun.of(ports, "request", "demo.echo", "--file", file.toString())
                        .bytes())
                .isEqualTo(bytes);
        assertThat(ConsoleRun.of(ports, "request", "demo.echo", "--file=" + file)
                        .bytes())
                .isEqualTo(bytes);
    }

    @Test
    void moreThanTheLargestMessageIsNotSent() {
        byte[] bytes = new byte[(16 << 20) + 1];
        ConsoleRun run = ConsoleRun.withInput(ports, bytes, "request", "demo.size", "-");
        assertThat(run.exitStatus()).isEqualTo(14);
        assertThat(run.err()).contains("16777216 bytes").contains("nothing was sent");
        assertThat(ports.ids).isEmpty();
    }

    @Test
    void idAndTimeoutGoWithTheMessage() {
        ConsoleRun.of(ports, "request", "--id", "-7", "demo.echo", "--timeout", "2s", "x");
        assertThat(ports.ids).containsExactly(-7);
        assertThat(ports.options).containsExactly(SendOptions.timeout(Duration.ofSeconds(2)));
    }

    @Test
    void withoutATimeoutItIsThirtySeconds() {
        ConsoleRun.of(ports, "send", "demo.echo", "x");
        assertThat(ports.ids).containsExactly(0);
        assertThat(ports.options).containsExactly(SendOptions.DEFAULT);
    }

    @Test
    void textMayStartWithADash() {
        assertThat(ConsoleRun.of(ports, "request", "demo.echo", "--", "--json").out())
                .isEqualTo("--json");
        assertThat(ConsoleRun.of(ports, "request", "demo.echo", "").out()).isEmpty();
        assertThat(ConsoleRun.of(ports, "request", "demo.echo", "grüße").out()).isEqualTo("grüße");
    }

    @Test
    void aSendPrintsNothingOnStandardOutput() {
        ConsoleRun run = ConsoleRun.of(ports, "send", "demo.echo", "x");
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).matches("sent +[0-9.]+ ms +to demo\\.echo \\(demo\\)\n");
    }

    @Test
    void aPingIsAResult() {
        ConsoleRun run = ConsoleRun.of(ports, "ping", "demo.echo");
        assertThat(run.exitStatus()).isZero();
        assertThat(run.out()).isEqualTo("demo.echo        0.4 ms   alive\n");
        assertThat(run.err()).isEmpty();
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
