package org.roadstead.launcher;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * The distribution's directory.
 *
 * @param directory where {@code bin}, {@code bundle}, {@code conf}, {@code config}, {@code lib} and {@code sample} are
 */
record Home(Path directory) {

    /** The home that the launcher's own jar lies in. */
    static Home ofLauncher() throws IOException {
        try {
            Path jar = Path.of(Home.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new Home(jar.toRealPath().getParent().getParent());
        } catch (URISyntaxException e) {
            throw new IOException("cannot tell where the distribution is: " + e.getMessage(), e);
        }
    }

    Path script() {
        return directory.resolve("bin").resolve("roadstead");
    }

    Path bundles() {
        return directory.resolve("bundle");
    }

    Path sample() {
        return directory.resolve("sample");
    }

    Path frameworkProperties() {
        return directory.resolve("conf").resolve("config.properties");
    }

    static String version() {
        String version = Home.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
