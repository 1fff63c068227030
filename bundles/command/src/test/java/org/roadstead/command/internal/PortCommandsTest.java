package org.roadstead.command.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.felix.service.command.Descriptor;
import org.junit.jupiter.api.Test;
import org.roadstead.port.Cause;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortName;

class PortCommandsTest {
    private final InMemoryPorts ports = new InMemoryPorts();
    private final PortCommands commands = new PortCommands(ports, ports, 12L);

    PortCommandsTest() {
        ports.createLocal(PortName.of("demo.echo"), IncomingMessage::data);
    }

    @Test
    void everyVerbIsACommandWithADescription() throws Exception {
        for (Verb verb : Verb.ALL) {
            Method method = PortCommands.class.getMethod(verb.syntax().verb(), String[].class);
            assertThat(method.getAnnotation(Descriptor.class).value())
                    .isEqualTo(verb.syntax().summary().replace("until interrupted", "until this bundle stops"));
            assertThat(method.getParameters()[0].getAnnotation(Descriptor.class))
                    .isNotNull();
        }
    }

    @Test
    void resultsAreText() throws Exception {
        assertThat(commands.list()).startsWith("  PORT").contains("demo.echo").doesNotEndWith("\n");
        assertThat(commands.request("demo.echo", "hello")).isEqualTo("hello");
        assertThat(commands.send("demo.echo", "hello")).isNull();
        assertThat(commands.ping("demo.echo")).contains("0.4 ms");
        assertThat(commands.info("demo.echo")).contains("demo (12)");
    }

    @Test
    void helpIsPrintedAsTheShellsHelpExpects() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(commands.request("--help")).isNull();
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("usage: port:request");
    }

    @Test
    void bytesThatAreNoTextAreOnlyCounted() throws Exception {
        ports.createLocal(PortName.of("demo.raw"), m -> ByteBuffer.wrap(new byte[] {(byte) 0xff, 0}));
        assertThat(commands.request("demo.raw", "x")).startsWith("2 bytes that are not text");
    }

    @Test
    void aServedPortStaysAndSaysHowItEnds() throws Exception {
        assertThat(commands.serve("demo.new", "--reply", "hi"))
                .contains("demo.new")
                .contains("stop 12");
        assertThat(commands.request("demo.new", "x")).isEqualTo("hi");
    }

    @Test
    void failuresAreOneLine() {
        assertThatThrownBy(() -> commands.request("demo.echo", "-"))
                .isInstanceOf(PortCommands.CommandFailedException.class)
                .hasMessageContaining("--file");
        assertThatThrownBy(() -> commands.list("--bogus")).hasMessageContaining("--bogus");
        ports.failWith(new PortBecameInvalidException(Cause.OWNER_STOPPED, "its owner was stopped"));
        assertThatThrownBy(() -> commands.request("demo.echo", "x"))
                .isInstanceOf(PortCommands.CommandFailedException.class)
                .hasMessageMatching("became invalid +[0-9.]+ ms +demo.echo: its owner was stopped");
        assertThat(Arrays.stream(Outcome.values()).map(Outcome::exitStatus)).doesNotHaveDuplicates();
    }
}
