package org.roadstead.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A name directory of the demo's own, so that it meets no port of the user's and leaves nothing behind. The path is
 * short: a socket's address has room for about 100 bytes.
 *
 * @param path where it is
 */
record PortDirectory(Path path) implements AutoCloseable {

    static PortDirectory create() throws IOException {
        return new PortDirectory(Files.createTempDirectory("rsd"));
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path + ": " + e.getMessage(), e);
        }
    }
}
