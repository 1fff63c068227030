package org.roadstead.itests.containers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.roadstead.itests.jpms.Machine;
import org.roadstead.itests.jpms.PeerProcess;

/** Our own distribution with Apache Karaf, as it is shipped: unpacked anew for each start, with one bundle in its deploy/. */
final class Karaf {
    private Karaf() {}

    /** Starts it and does not wait for it. */
    static PeerProcess start(Machine machine, String port, Path archive, Path bundle)
            throws IOException, InterruptedException {
        Path home = machine.scratch();
        unpack(archive, home);
        Files.copy(bundle, home.resolve("deploy").resolve("peer.jar"));
        List<String> options = new ArrayList<>(Machine.java());
        options.remove(0); // which Java, says JAVA_HOME
        options.add("-Dkaraf.log.console=WARN");
        options.add("-Droadstead.itests.port=" + port);
        // "daemon" makes Java take the place of the script, so the process that is started here is Karaf itself.
        return machine.start(
                port,
                List.of(
                        "env",
                        "EXTRA_JAVA_OPTS=" + String.join(" ", options),
                        home.resolve("bin/karaf").toString(),
                        "daemon"));
    }

    private static void unpack(Path archive, Path into) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder(
                        "tar", "-xzf", archive.toString(), "-C", into.toString(), "--strip-components=1")
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (tar.waitFor() != 0) {
                throw new IOException("cannot unpack " + archive + ": " + said);
            }
        } finally {
            tar.destroyForcibly();
        }
    }
}
