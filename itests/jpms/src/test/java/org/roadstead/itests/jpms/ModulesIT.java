package org.roadstead.itests.jpms;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jars as modules: what Java's own resolution says of them, where there is no other jar than ours and slf4j. */
class ModulesIT {
    private final ModuleFinder jars = ModuleFinder.of(Mode.MODULES);

    @ParameterizedTest
    @CsvSource({
        "org.roadstead.api, ''",
        "org.roadstead.core, org.roadstead.api org.slf4j",
        "org.roadstead.transport.uds, org.roadstead.api org.slf4j jdk.net",
        "org.roadstead.standalone, org.roadstead.api org.roadstead.core org.slf4j"
    })
    void aModuleIsResolvedWithNothingOfOsgi(String name, String others) {
        Set<String> expected = Arrays.stream(
                        (name + " java.base " + others).strip().split(" "))
                .collect(Collectors.toSet());
        Configuration resolved = Configuration.empty().resolve(jars, ModuleFinder.ofSystem(), Set.of(name));
        assertThat(resolved.modules()).extracting(ResolvedModule::name).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** The program never names a transport: the module graph brings it, because standalone says that it uses transports. */
    @Test
    void theProgramGetsTheTransportByServiceBinding() {
        Configuration bound =
                Configuration.empty().resolveAndBind(jars, ModuleFinder.ofSystem(), Set.of("org.roadstead.standalone"));
        assertThat(bound.modules()).extracting(ResolvedModule::name).contains("org.roadstead.transport.uds");
    }

    /** What is for the annotations and the frameworks is known to the compiler only. */
    @Test
    void everyModuleSaysWhatItIsAndRequiresOsgiAtCompileTimeOnly() {
        assertThat(jars.findAll()).hasSize(6).allSatisfy(module -> {
            assertThat(module.descriptor().isAutomatic()).isFalse();
            assertThat(module.descriptor().requires())
                    .filteredOn(required ->
                            required.name().contains("osgi") || required.name().contains("felix"))
                    .allSatisfy(required -> assertThat(required.modifiers()).contains(Requires.Modifier.STATIC));
        });
    }

    /** The kernel and the transport are nobody's business, as in a framework. */
    @Test
    void nothingOfTheKernelIsExportedToOthers() {
        for (String name : Set.of("org.roadstead.core", "org.roadstead.transport.uds")) {
            ModuleReference module = jars.find(name).orElseThrow();
            assertThat(module.descriptor().isOpen()).isFalse();
            assertThat(module.descriptor().opens()).isEmpty();
            assertThat(module.descriptor().exports())
                    .allSatisfy(exported -> assertThat(exported.targets())
                            .isNotEmpty()
                            .allMatch(to -> to.startsWith("org.roadstead.")));
        }
    }
}
