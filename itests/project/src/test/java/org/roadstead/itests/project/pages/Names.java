package org.roadstead.itests.project.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.roadstead.itests.project.Repository;

/** Names of types and members as the pages write them: {@code Type}, {@code Type.Nested}, {@code Type.member}. */
final class Names {
    static final List<String> API = packages("api", "mach25");
    static final List<String> KERNEL = packages("api", "core");

    private Names() {}

    private static List<String> packages(String... bundles) {
        return Stream.of(bundles).flatMap(bundle -> packages(bundle).stream()).toList();
    }

    private static List<String> packages(String bundle) {
        Path sources = Repository.TOP.resolve("bundles").resolve(bundle).resolve("src/main/java");
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
                    .filter(name -> !name.isEmpty())
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells whether a name stands for a type of one of the packages or of the JDK, or for a member of one. */
    static boolean exist(String name, List<String> packages) {
        if (name.startsWith("java.")) {
            return type(name) != null;
        }
        String[] parts = name.split("\\.");
        return packages.stream()
                .map(p -> type(p + "." + parts[0]))
                .anyMatch(type -> type != null && has(type, parts, 1));
    }

    private static boolean has(Class<?> type, String[] parts, int next) {
        if (next == parts.length) {
            return true;
        }
        Class<?> nested = type(type.getName() + "$" + parts[next]);
        if (nested != null) {
            return has(nested, parts, next + 1);
        }
        return next == parts.length - 1
                && (Arrays.stream(type.getDeclaredMethods())
                                .anyMatch(m -> m.getName().equals(parts[next]))
                        || Arrays.stream(type.getMethods())
                                .anyMatch(m -> m.getName().equals(parts[next]))
                        || Arrays.stream(type.getDeclaredFields())
                                .anyMatch(f -> f.getName().equals(parts[next])));
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, Names.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
