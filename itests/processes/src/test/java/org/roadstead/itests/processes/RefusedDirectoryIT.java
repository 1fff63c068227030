package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** D20: a name directory that others could get into is refused with a reason, and left as it was. */
@Timeout(60)
class RefusedDirectoryIT {
    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void oneThatOthersMayEnter() throws Exception {
        Files.setPosixFilePermissions(machine.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertRefused("rwxr-xr-x", "rwx------");
        assertThat(Files.getPosixFilePermissions(machine.directory()))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void oneThatIsALink() throws Exception {
        Path elsewhere = Files.createTempDirectory("rsp");
        Files.delete(machine.directory());
        Files.createSymbolicLink(machine.directory(), elsewhere);
        try {
            assertRefused("symbolic link", "directory itself");
            try (var files = Files.list(elsewhere)) {
                assertThat(files).isEmpty();
            }
        } finally {
            Files.delete(elsewhere);
        }
    }

    @Test
    void oneThatIsAFile() throws Exception {
        Files.delete(machine.directory());
        Files.createFile(machine.directory());
        assertRefused("not a directory", "remove it");
    }

    @Test
    void oneThatBelongsToSomebodyElse() throws Exception {
        try {
            Files.setAttribute(machine.directory(), "unix:uid", 12_345);
        } catch (IOException e) {
            assumeTrue(false, "only root can make a directory of somebody else");
        }
        assertRefused("belongs to user 12345", "must belong to");
    }

    private void assertRefused(String found, String allowed) throws Exception {
        Child serve = machine.roadstead("serve", "test.a", "--echo");
        assertThat(serve.awaitExit()).isEqualTo(14);
        assertThat(serve.err())
                .contains(machine.directory().toString())
                .contains(found)
                .contains(allowed)
                .contains("ROADSTEAD_DIR");
        assertThat(serve.out()).isEmpty();
    }
}
