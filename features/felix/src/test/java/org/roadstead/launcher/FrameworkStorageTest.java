package org.roadstead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FrameworkStorageTest {
    @TempDir
    private Path parent;

    @Test
    void itIsPrivateAndGoesWithItsProcess() throws IOException {
        try (FrameworkStorage storage = FrameworkStorage.create(parent)) {
            Path directory = storage.bundles().getParent();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
            Files.createDirectories(storage.bundles().resolve("bundle1").resolve("version0.0"));
            Files.writeString(storage.bundles().resolve("bundle1").resolve("data"), "x");
            Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(parent.resolve("elsewhere")));
        }
        assertThat(names()).containsExactly("elsewhere");
    }

    @Test
    void anotherStartLeavesALivingProcessAlone() throws Exception {
        Process process = startHolder();
        try (BufferedReader lines = process.inputReader()) {
            Path theirs = Path.of(lines.readLine());
            FrameworkStorage.create(parent).close();
            assertThat(theirs.resolve("bundles/bundle1/data")).hasContent("x");
            process.getOutputStream().close();
            assertThat(process.waitFor()).isZero();
            assertThat(names()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void twoOfOneProcessLeaveEachOtherAlone() throws IOException {
        try (FrameworkStorage one = FrameworkStorage.create(parent);
                FrameworkStorage other = FrameworkStorage.create(parent)) {
            assertThat(one.bundles().getParent())
                    .exists()
                    .isNotEqualTo(other.bundles().getParent());
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void theNextStartRemovesWhatAKilledOneLeft() throws Exception {
        Process process = startHolder();
        try (BufferedReader lines = process.inputReader()) {
            Path theirs = Path.of(lines.readLine());
            process.destroyForcibly().waitFor();
            assertThat(theirs).exists();
            FrameworkStorage.create(parent).close();
            assertThat(names()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theNextStartRemovesOneThatWasKilledBeforeItsLock() throws IOException {
        Files.createDirectory(parent.resolve("roadstead-shell-1"));
        FrameworkStorage.create(parent).close();
        assertThat(names()).isEmpty();
    }

    @Test
    void whatIsNoStorageIsNotTouched() throws IOException {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("lock"), "");
        Files.createSymbolicLink(parent.resolve("roadstead-shell-link"), elsewhere);
        Files.writeString(parent.resolve("roadstead-shell-file"), "");
        Files.writeString(
                Files.createDirectory(parent.resolve("roadstead-shell-no-lock")).resolve("data"), "x");
        FrameworkStorage.create(parent).close();
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "elsewhere", "roadstead-shell-link", "roadstead-shell-file", "roadstead-shell-no-lock");
        assertThat(elsewhere.resolve("lock")).exists();
    }

    private Process startHolder() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StorageHolder.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
