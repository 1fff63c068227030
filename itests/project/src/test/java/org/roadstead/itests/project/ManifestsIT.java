package org.roadstead.itests.project;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Domain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.roadstead.itests.project.pages.Page;

/** The bundle table of ARCHITECTURE.md and the manifests of the packaged bundles say the same. */
class ManifestsIT {
    /** What a bundle may need beside Java and other bundles of ours, and the table's words for it. */
    private static final Map<String, String> WORDS = Map.of(
            "org.slf4j", "slf4j",
            "osgi.component", "Declarative Services",
            "org.apache.felix.service.command", "Gogo",
            "org.apache.karaf.shell", "Karaf's shell");

    /** Packages that a framework with Declarative Services has anyway. */
    private static final Set<String> FRAMEWORK = Set.of("org.osgi.framework", "org.osgi.service.component");

    private final Map<String, Domain> manifests = new TreeMap<>();
    private final Map<String, Map<String, String>> rows = new TreeMap<>();

    ManifestsIT() throws IOException {
        for (Path bundle : Repository.bundles()) {
            manifests.put(
                    bundle.getFileName().toString(), Domain.domain(jar(bundle).toFile()));
        }
        for (Map<String, String> row : Page.read("ARCHITECTURE.md").rows("Bundle")) {
            rows.put(Page.code(row.get("Bundle")).get(0), row);
        }
    }

    private static Path jar(Path bundle) throws IOException {
        try (var jars = Files.newDirectoryStream(bundle.resolve("target"), "org.roadstead.*.jar")) {
            for (Path jar : jars) {
                if (!jar.toString().matches(".*-(sources|javadoc|tests)\\.jar")) {
                    return jar;
                }
            }
        }
        throw new IOException(bundle + " is not packaged");
    }

    @Test
    void everyBundleIsNamedForItsDirectory() {
        assertThat(rows.keySet()).isEqualTo(manifests.keySet());
        manifests.forEach((bundle, manifest) -> assertThat(
                        manifest.getBundleSymbolicName().getKey())
                .isEqualTo("org.roadstead." + bundle.replace('-', '.')));
    }

    @Test
    void everyBundleExportsWhatTheTableSays() {
        manifests.forEach((bundle, manifest) -> assertThat(
                        manifest.getExportPackage().keySet())
                .as(bundle)
                .containsExactlyInAnyOrderElementsOf(Page.code(rows.get(bundle).get("Exports"))));
    }

    /** What others see is documented, and compared with the last release. */
    @Test
    void everyBundleThatExportsHasTheGatesForThat() throws IOException {
        for (Map.Entry<String, Domain> each : manifests.entrySet()) {
            String pom = Files.readString(
                    Repository.TOP.resolve("bundles").resolve(each.getKey()).resolve("pom.xml"));
            boolean exports = !each.getValue().getExportPackage().isEmpty();
            assertThat(pom.contains("-Xdoclint:all"))
                    .as("%s has doclint", each.getKey())
                    .isEqualTo(exports);
            assertThat(pom.contains("bnd-baseline-maven-plugin"))
                    .as("%s has a baseline", each.getKey())
                    .isEqualTo(exports);
        }
    }

    @Test
    void everyBundleNeedsWhatTheTableSays() {
        manifests.forEach((bundle, manifest) -> {
            String written = rows.get(bundle).get("Requires");
            Set<String> bundles = new TreeSet<>();
            Set<String> words = new TreeSet<>();
            for (String name : manifest.getImportPackage().keySet()) {
                if (name.startsWith("org.roadstead.")) {
                    bundles.add(owner(name));
                } else if (!name.startsWith("java.") && !FRAMEWORK.contains(name)) {
                    words.add(words(name));
                }
            }
            bundles.remove(bundle);
            if (filters(manifest, "osgi.extender").contains("osgi.component")) {
                words.add(WORDS.get("osgi.component"));
            }
            assertThat(Page.code(written))
                    .as("bundles that %s requires", bundle)
                    .containsExactlyInAnyOrderElementsOf(bundles);
            assertThat(WORDS.values().stream().filter(written::contains))
                    .as("what else %s requires: %s", bundle, written)
                    .containsExactlyInAnyOrderElementsOf(words);
        });
    }

    @Test
    void anOptionalImportIsOneThatTheTableCallsSo() {
        manifests.forEach((bundle, manifest) -> {
            String written = rows.get(bundle).get("Requires");
            assertThat(manifest.getImportPackage().stream()
                            .filterValue(attributes -> "optional".equals(attributes.get("resolution:")))
                            .keys()
                            .map(ManifestsIT::words))
                    .as("what %s uses if it is there: %s", bundle, written)
                    .containsExactlyInAnyOrderElementsOf(WORDS.values().stream()
                            .filter(words -> written.contains(words + " if it is there"))
                            .toList());
        });
    }

    @Test
    void everyBundleProvidesWhatTheTableSays() {
        manifests.forEach((bundle, manifest) -> {
            String written = rows.get(bundle).get("Provides");
            Set<String> services = new TreeSet<>();
            Set<String> capabilities = new TreeSet<>();
            for (Map.Entry<String, Attrs> capability : entries(manifest.getProvideCapability())) {
                if (capability.getKey().startsWith("osgi.service")) {
                    Arrays.stream(capability.getValue().get("objectClass").split(",", -1))
                            .filter(type -> !owner(type.substring(0, type.lastIndexOf('.')))
                                    .equals(bundle))
                            .forEach(type -> services.add(type.substring(type.lastIndexOf('.') + 1)));
                } else {
                    capabilities.add(capability.getKey().replaceAll("~", ""));
                }
            }
            assertThat(Page.code(written)).as("services of %s", bundle).containsExactlyInAnyOrderElementsOf(services);
            assertThat(capabilities).as(bundle).allMatch(name -> written.contains("capability " + name));
            assertThat(written.contains("capability "))
                    .as("%s provides a capability", bundle)
                    .isEqualTo(!capabilities.isEmpty());
        });
    }

    @Test
    void noBundleHasAnActivatorOrFindsPackagesAsItGoes() {
        manifests.forEach((bundle, manifest) -> {
            assertThat(manifest.getBundleActivator()).as(bundle).isNull();
            assertThat(manifest.getDynamicImportPackage()).as(bundle).isEmpty();
            assertThat(manifest.getRequireBundle()).as(bundle).isEmpty();
        });
    }

    private static String words(String name) {
        return WORDS.entrySet().stream()
                .filter(each -> name.equals(each.getKey()) || name.startsWith(each.getKey() + "."))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("the package " + name);
    }

    /** The directory of the bundle that has a package, exported or not. */
    private String owner(String name) {
        return manifests.entrySet().stream()
                .filter(each -> each.getValue().getExportPackage().containsKey(name)
                        || each.getValue().getPrivatePackage().containsKey(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bundle has the package " + name));
    }

    private static String filters(Domain manifest, String namespace) {
        return entries(manifest.getRequireCapability()).stream()
                .filter(each -> each.getKey().startsWith(namespace))
                .map(each -> each.getValue().get("filter:"))
                .collect(Collectors.joining());
    }

    private static Collection<Map.Entry<String, Attrs>> entries(Parameters header) {
        return header.entrySet();
    }
}
