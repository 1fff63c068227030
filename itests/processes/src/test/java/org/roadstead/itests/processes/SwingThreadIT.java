package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A port that a program with windows serves on its event thread, under a display without a screen. */
@Timeout(90)
class SwingThreadIT {
    @RegisterExtension
    private final Machine machine = new Machine();

    @Test
    void aPortIsServedOnTheEventThreadOfAWindow() throws Exception {
        Path display = program("Xvfb");
        need(display != null, "there is no Xvfb (Debian: apt-get install xvfb)");
        Path toolkit = Path.of(System.getProperty("java.home"), "lib", "libawt_xawt.so");
        need(Files.exists(toolkit), "this JDK has no windows (Debian: apt-get install openjdk-17-jre)");
        Child server = machine.start("Xvfb", display.toString(), "-displayfd", "1", "-nolisten", "tcp");
        String number = server.awaitLine(0, Child.PATIENCE);
        Child program = machine.program(SwingProgram.class, "DISPLAY", ":" + number.strip());
        assertThat(program.awaitLine(0, Duration.ofSeconds(60))).isEqualTo("on the event thread: 1");
        assertThat(program.awaitLine(1, Child.PATIENCE)).isEqualTo("waiting there for itself: 1");
        assertThat(program.awaitLine(2, Child.PATIENCE)).isEqualTo("the label: message 4");
        assertThat(program.awaitExit()).isZero();
    }

    private static void need(boolean there, String otherwise) {
        if (!there) {
            System.out.println("SKIPPED SwingThreadIT: " + otherwise);
        }
        assumeTrue(there, otherwise);
    }

    private static Path program(String name) throws IOException {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
