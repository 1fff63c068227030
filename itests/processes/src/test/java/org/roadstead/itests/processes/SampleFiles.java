package org.roadstead.itests.processes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.roadstead.port.PortRegistry;
import org.roadstead.standalone.Roadstead;

/** Files of real bytes: the jars that the tests run with, one after the other, cut to size. */
final class SampleFiles {
    private static final List<Class<?>> SOURCES =
            List.of(PortRegistry.class, Roadstead.class, Assertions.class, Awaitility.class, Test.class);

    private SampleFiles() {}

    /** Writes a file of exactly so many bytes. */
    static Path write(Path file, long size) throws Exception {
        try (OutputStream to = Files.newOutputStream(file)) {
            for (long left = size; left > 0; ) {
                for (Class<?> source : SOURCES) {
                    Path jar = Path.of(source.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI());
                    left -= copy(jar, to, left);
                }
            }
        }
        return file;
    }

    private static long copy(Path jar, OutputStream to, long atMost) throws IOException {
        try (InputStream from = Files.newInputStream(jar)) {
            byte[] bytes = from.readNBytes((int) Math.min(atMost, Integer.MAX_VALUE));
            to.write(bytes);
            return bytes.length;
        }
    }
}
