package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.PortName;

/** Forbids that an owner's stop waits for a directory that somebody else keeps locked, once for each of its names. */
@Timeout(60)
class SlowDirectoryStopTest {
    @Test
    void aStopDoesNotWaitForEachNameAndTheNamesAreFreeWhenTheLockIs() throws Exception {
        try (Arrangement.TwoKernels two = new Arrangement.TwoKernels()) {
            for (int i = 0; i < 8; i++) {
                two.owner().createLocal(PortName.of("port-" + i), message -> null);
            }
            assertThat(names(two.directory)).isEqualTo(8);
            long took;
            try (FileChannel file = FileChannel.open(two.directory.resolve(".lock"), StandardOpenOption.WRITE);
                    FileLock held = file.lock()) {
                assertThat(held.isValid()).isTrue();
                long began = System.nanoTime();
                two.ownersKernel().space("owner").close(Duration.ZERO);
                took = (System.nanoTime() - began) / 1_000_000;
            }
            assertThat(took).isLessThan(1_500);
            await().atMost(Duration.ofSeconds(20)).until(() -> names(two.directory) == 0);
            two.client().createLocal(PortName.of("port-3"), message -> null);
        }
    }

    private static long names(Path directory) throws java.io.IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("n-"))
                    .count();
        }
    }
}
