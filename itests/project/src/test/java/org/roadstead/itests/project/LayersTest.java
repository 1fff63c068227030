package org.roadstead.itests.project;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom: ARCHITECTURE.md, as rules on the compiled classes of all modules. */
class LayersTest {
    private static JavaClasses all;

    @BeforeAll
    static void read() throws IOException {
        List<Path> classes = Repository.modules().stream()
                .map(module -> module.resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
        all = new ClassFileImporter().importPaths(classes);
    }

    @Test
    void aLowerLayerOfTheCoreNeverKnowsAnUpperOne() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("mach")
                .definedBy("org.roadstead.core.mach")
                .layer("runloop")
                .definedBy("org.roadstead.core.runloop")
                .layer("node")
                .definedBy("org.roadstead.core.node")
                .layer("port")
                .definedBy("org.roadstead.core.port")
                .layer("osgi")
                .definedBy("org.roadstead.core.osgi")
                .whereLayer("mach")
                .mayOnlyBeAccessedByLayers("node", "port", "osgi")
                .whereLayer("runloop")
                .mayOnlyBeAccessedByLayers("node", "port", "osgi")
                .whereLayer("node")
                .mayOnlyBeAccessedByLayers("port", "osgi")
                .whereLayer("port")
                .mayOnlyBeAccessedByLayers("osgi")
                .whereLayer("osgi")
                .mayNotBeAccessedByAnyLayer()
                .ensureAllClassesAreContainedInArchitectureIgnoring(not(resideInAPackage("org.roadstead.core..")))
                .check(all);
    }

    @Test
    void onlyOnePackageOfTheCoreKnowsOsgi() {
        noClasses()
                .that()
                .resideInAPackage("org.roadstead.core..")
                .and()
                .resideOutsideOfPackage("org.roadstead.core.osgi")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.osgi..")
                .check(all);
    }

    @Test
    void onlyStandaloneKnowsTheCore() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.roadstead.core..", "org.roadstead.standalone")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.roadstead.core..")
                .check(all);
    }

    @Test
    void theApiNeedsJavaOnly() {
        String[] api = {
            "org.roadstead.mach",
            "org.roadstead.port",
            "org.roadstead.runloop",
            "org.roadstead.runtime",
            "org.roadstead.transport"
        };
        classes()
                .that()
                .resideInAnyPackage(api)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(api)
                        .or(resideInAnyPackage(
                                "java..", "org.osgi.annotation..", "org.osgi.service.component.annotations")))
                .check(all);
    }

    /** The transport is found as a service: nothing names its classes, nor those inside of any other bundle. */
    @Test
    void nobodyKnowsTheInsideOfAnotherBundle() {
        for (String bundle : new String[] {"transport.uds", "command", "command.karaf", "demo"}) {
            String inside = "org.roadstead." + bundle + ".internal";
            noClasses()
                    .that()
                    .resideOutsideOfPackages(inside, "org.roadstead.launcher")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(inside)
                    .check(all);
        }
    }

    @Test
    void nothingIsSerializedByJava() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class, Externalizable.class)
                .check(all);
    }

    @Test
    void nothingOfTheInsideOfTheJdkIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sun..", "jdk.internal..")
                .because("no Unsafe, no --add-opens")
                .check(all);
    }

    @Test
    void nothingIsNative() {
        noMethods().should().haveModifier(JavaModifier.NATIVE).check(all);
    }
}
