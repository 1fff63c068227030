package org.roadstead.itests.project.pages;

import java.util.Arrays;
import java.util.List;

/** Names of types and members as the pages write them: {@code Type}, {@code Type.Nested}, {@code Type.member}. */
final class Names {
    static final List<String> API = List.of("org.roadstead.port", "org.roadstead.runloop", "org.roadstead.runtime");
    static final List<String> KERNEL = List.of(
            "org.roadstead.port",
            "org.roadstead.runloop",
            "org.roadstead.runtime",
            "org.roadstead.transport",
            "org.roadstead.core.mach",
            "org.roadstead.core.node",
            "org.roadstead.core.runloop",
            "org.roadstead.core.port",
            "org.roadstead.core.osgi");

    private Names() {}

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
