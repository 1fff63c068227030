package org.roadstead.itests.project.scenarios;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/**
 * What one test method, run as a part of one class, says that it shows.
 *
 * @param id the scenario
 * @param where the place of the class; empty if the class does not say
 * @param type the full name of the class that runs it
 * @param method its name
 */
record Mark(String id, Optional<Place> where, String type, String method) {
    /** Returns the marks of all test classes in some directories, in a fixed order. */
    static List<Mark> in(Collection<Path> directories) {
        List<Mark> marks = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter().importPaths(directories)) {
            if (!type.getModifiers().contains(JavaModifier.ABSTRACT)) {
                for (JavaMethod method : type.getAllMethods()) {
                    method.tryGetAnnotationOfType(Scenario.class).ifPresent(scenario -> {
                        for (String id : scenario.value()) {
                            marks.add(new Mark(id, where(type), type.getName(), method.getName()));
                        }
                    });
                }
            }
        }
        marks.sort(Comparator.comparing(Mark::type).thenComparing(Mark::method).thenComparing(Mark::id));
        return marks;
    }

    private static Optional<Place> where(JavaClass type) {
        return Stream.concat(Stream.of(type), type.getAllRawSuperclasses().stream())
                .flatMap(each -> each.tryGetAnnotationOfType(ShownIn.class).stream())
                .map(ShownIn::value)
                .findFirst();
    }

    /** Returns the test as people call it. */
    String test() {
        return type.substring(type.lastIndexOf('.') + 1) + "." + method;
    }
}
