package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real thing: {@code bin/roadstead serve files.sha256 --exec sha256sum}, asked by other processes with real files. */
@Timeout(60)
class RealInputIT {
    private static final String PORT = "files.sha256";

    @RegisterExtension
    final Machine machine = new Machine();

    @TempDir
    Path files;

    @BeforeEach
    void serve() throws Exception {
        machine.serve(PORT, "--exec", "sha256sum");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4 << 10, 1 << 20, 15 << 20})
    void aFileOfAnySizeGetsTheReplyThatTheCommandItselfGives(long size) throws Exception {
        Path file = SampleFiles.write(files.resolve("input"), size);
        Process itself =
                new ProcessBuilder("sha256sum").redirectInput(file.toFile()).start();
        byte[] expected = itself.getInputStream().readAllBytes();
        assertThat(itself.waitFor()).isZero();

        Child request = machine.roadstead(file, "request", PORT, "-");
        assertThat(request.awaitExit()).as(request::lastWords).isZero();
        assertThat(request.out()).isEqualTo(expected);
        assertThat(request.err()).contains("from " + PORT);
    }

    @Test
    void eightProcessesAtOnceEachGetTheirOwnAnswers() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the payloads of eight processes: " + seed);
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(machine.startPeer("client" + i));
        }
        for (Peer client : clients) {
            client.ready();
        }
        for (int i = 0; i < 8; i++) {
            clients.get(i).tell("digests " + PORT + " 25 " + (seed + i));
        }
        String[] answers = new String[8];
        for (int i = 0; i < 8; i++) {
            answers[i] = clients.get(i).answer(Duration.ofSeconds(30));
        }
        assertThat(Arrays.asList(answers)).containsOnly("25");
    }
}
