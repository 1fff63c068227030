package org.roadstead.transport.uds.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void isMadeForUsAlone() throws IOException {
        Path path = temporary.resolve("a/b/c");
        UserDirectory made = UserDirectory.open(path);
        assertThat(made.path()).isEqualTo(path.toRealPath());
        assertThat(made.owner()).isEqualTo(Files.getOwner(path));
        for (Path each : new Path[] {path, path.getParent(), path.getParent().getParent()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .isEqualTo("rwx------");
        }
        assertThat(UserDirectory.open(path)).isEqualTo(made);
        assertThat(filesIn(path)).isZero();
    }

    @Test
    void isNoSymbolicLinkButMayLieBehindOne() throws IOException {
        Path real = Files.createDirectory(temporary.resolve("real"));
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx------"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), real);
        refused(link, "symbolic link");
        assertThat(filesIn(real)).isZero();
        assertThat(UserDirectory.open(link.resolve("below")).path())
                .isEqualTo(real.toRealPath().resolve("below"));
    }

    @Test
    void isNoDanglingSymbolicLink() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("nowhere"));
        refused(link, "symbolic link");
        assertThat(temporary.resolve("nowhere")).doesNotExist();
    }

    @Test
    void isNoFile() throws IOException {
        refused(Files.createFile(temporary.resolve("file")), "is not a directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwx--x---", "rwx-----x", "rw-------", "r-x------"})
    void isClosedToOthersAndOpenToUs(String mode) throws IOException {
        Path path = Files.createDirectory(temporary.resolve("d"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        refused(path, mode, "rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo(mode);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        assertThat(filesIn(path)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {12_345, 65_534})
    void isOurs(int stranger) throws IOException {
        Path path = Files.createDirectory(temporary.resolve("d"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        assumeTrue(Files.getOwner(path).getName().equals("root"), "only root can give a directory away");
        Files.setAttribute(path, "unix:uid", stranger);
        refused(path, "belongs to user", "must belong to root");
        assertThat(filesIn(path)).isZero();
    }

    @Test
    void leavesRoomForASocketsPath() throws IOException {
        int longest = 106 - 1 - 26;
        Path base = temporary.toRealPath();
        int missing = longest - base.toString().length() - 1;
        Path tooLong = base.resolve("x".repeat(missing + 1));
        refused(tooLong, (longest + 1) + " bytes", "room for " + longest);
        assertThat(tooLong).doesNotExist();
        Path fits = base.resolve("x".repeat(missing));
        try (UdsTransport transport = UdsTransport.at(fits)) {
            transport.listen(link -> new Node.Heard());
            transport.directory().claim("x".repeat(128));
            assertThat(transport.directory().lookup("x".repeat(128))).isPresent();
        }
    }

    @Test
    void isAbsolute() {
        refused(Path.of("relative"), "relative path");
        assertThat(Path.of("relative")).doesNotExist();
    }

    @Test
    void aRefusedDirectoryIsARefusedStart() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        try (UdsTransport transport = UdsTransport.at(file)) {
            assertThatThrownBy(() -> transport.listen(link -> new Node.Heard()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void isChosenByPropertyThenEnvironmentThenTheSystem() throws IOException {
        String home = Files.createDirectory(temporary.resolve("home")).toString();
        String run = Files.createDirectory(temporary.resolve("run")).toString();
        Map<String, String> property =
                Map.of("roadstead.directory", "/p", "user.home", home, "java.io.tmpdir", "/t", "user.name", "a/../b");
        Map<String, String> bare = Map.of("user.home", home, "java.io.tmpdir", "/t");
        Map<String, String> homeless = Map.of("user.home", "/nowhere", "java.io.tmpdir", "/t", "user.name", "a/../b");
        Map<String, String> environment = Map.of("ROADSTEAD_DIR", "/e", "XDG_RUNTIME_DIR", run);
        assertThat(choose(property, environment)).isEqualTo("/p");
        assertThat(choose(bare, environment)).isEqualTo("/e");
        assertThat(choose(bare, Map.of("XDG_RUNTIME_DIR", run))).isEqualTo(run + "/roadstead");
        assertThat(choose(bare, Map.of("XDG_RUNTIME_DIR", run, "ROADSTEAD_DIR", " ")))
                .isEqualTo(run + "/roadstead");
        assertThat(choose(bare, Map.of("XDG_RUNTIME_DIR", "/nowhere"))).isEqualTo(home + "/.roadstead/run");
        assertThat(choose(bare, Map.of())).isEqualTo(home + "/.roadstead/run");
        assertThat(choose(homeless, Map.of())).isEqualTo("/t/roadstead-a_.._b");
    }

    private static String choose(Map<String, String> properties, Map<String, String> environment) {
        return UserDirectory.choose(properties::get, environment::get).toString();
    }

    private static void refused(Path path, String... words) {
        assertThatThrownBy(() -> UserDirectory.open(path))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(path.getFileName().toString())
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    private static long filesIn(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.count();
        }
    }
}
