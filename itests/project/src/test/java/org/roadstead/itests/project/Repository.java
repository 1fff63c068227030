package org.roadstead.itests.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the project's files are. */
public final class Repository {
    /** The top: the nearest directory above this module that holds SEEDS.md. */
    public static final Path TOP = top();

    /** This module. */
    public static final Path THIS = TOP.resolve("itests/project");

    private Repository() {}

    private static Path top() {
        Path directory = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("SEEDS.md"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("no SEEDS.md above " + Path.of("").toAbsolutePath());
        }
        return directory;
    }

    /** Returns the directories of the bundles. */
    public static List<Path> bundles() throws IOException {
        return modules(TOP.resolve("bundles"));
    }

    /** Returns the directories of all modules. */
    public static List<Path> modules() throws IOException {
        List<Path> modules = new ArrayList<>();
        for (String top : new String[] {"bundles", "features", "itests"}) {
            modules.addAll(modules(TOP.resolve(top)));
        }
        return modules;
    }

    private static List<Path> modules(Path top) throws IOException {
        try (Stream<Path> directories = Files.list(top)) {
            return directories
                    .filter(directory -> Files.exists(directory.resolve("pom.xml")))
                    .sorted()
                    .toList();
        }
    }
}
