package org.roadstead.itests.processes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The interpreter that runs a process in another language, {@code src/test/python/peer.py}. */
final class Python {
    private static final Path SOURCES = Path.of(System.getProperty("roadstead.python", "roadstead.python is not set"));

    private Python() {}

    /** Skips the test where there is no interpreter that would do, and prints why. */
    static void need(Class<?> test) throws InterruptedException {
        String otherwise = "there is no python3 of 3.9 or later (Debian: apt-get install python3)";
        boolean there = isThere();
        if (!there) {
            System.out.println("SKIPPED " + test.getSimpleName() + ": " + otherwise);
        }
        assumeTrue(there, otherwise);
    }

    private static boolean isThere() throws InterruptedException {
        try {
            Process check =
                    new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))").start();
            try {
                return check.waitFor(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS) && check.exitValue() == 0;
            } finally {
                check.destroyForcibly();
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** The command that starts the process: it writes no compiled files, and takes no path from the environment. */
    static String[] command(String label) {
        return new String[] {
            "python3", "-B", "-E", "-s", SOURCES.resolve("peer.py").toString(), label
        };
    }
}
