package org.roadstead.command.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One run of the command line, with what it wrote. */
final class ConsoleRun {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final int exitStatus;

    private ConsoleRun(InMemoryPorts ports, byte[] in, boolean terminal, String... words) {
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Streams streams = new Streams(new ByteArrayInputStream(in), out, errors, terminal);
        this.exitStatus = new CommandLine(streams, ports.source()).run(List.of(words));
    }

    static ConsoleRun of(InMemoryPorts ports, String... words) {
        return new ConsoleRun(ports, new byte[0], false, words);
    }

    static ConsoleRun withInput(InMemoryPorts ports, byte[] in, String... words) {
        return new ConsoleRun(ports, in, false, words);
    }

    static ConsoleRun onTerminal(InMemoryPorts ports, String... words) {
        return new ConsoleRun(ports, new byte[0], true, words);
    }

    int exitStatus() {
        return exitStatus;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
