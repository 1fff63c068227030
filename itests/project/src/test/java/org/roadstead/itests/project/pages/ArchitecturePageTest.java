package org.roadstead.itests.project.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.roadstead.itests.project.Repository;

/** ARCHITECTURE.md describes the bundles and the classes that are there, as their sources say; ManifestsIT looks at the jars. */
class ArchitecturePageTest {
    private static final Pattern REQUIRES = Pattern.compile("requires (?:transitive )?(org\\.roadstead\\.[a-z.]+);");

    private final Page page;

    ArchitecturePageTest() throws IOException {
        page = Page.read("ARCHITECTURE.md");
    }

    @Test
    void theTableHasEveryBundleWithWhatItExportsAndRequires() throws IOException {
        Map<String, String> written = new TreeMap<>();
        for (Map<String, String> row : page.rows("Bundle")) {
            written.put(
                    Page.code(row.get("Bundle")).get(0),
                    new TreeSet<>(Page.code(row.get("Exports"))) + " requires "
                            + new TreeSet<>(Page.code(row.get("Requires"))));
        }
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> bundles = Files.list(Repository.TOP.resolve("bundles"))) {
            for (Path bundle : (Iterable<Path>) bundles.filter(b -> Files.exists(b.resolve("pom.xml")))::iterator) {
                found.put(bundle.getFileName().toString(), exports(bundle) + " requires " + requires(bundle));
            }
        }
        assertThat(written).isEqualTo(found);
    }

    @Test
    void theTenStepsNameClassesThatExist() {
        List<String> steps = page.section("## 3. The life of a message").stream()
                .filter(line -> line.matches("\\d+\\. .*"))
                .toList();
        assertThat(steps).hasSize(10);
        assertThat(page.section("## 3. The life of a message"))
                .flatExtracting(Page::code)
                .filteredOn(code -> Character.isUpperCase(code.charAt(0)))
                .hasSizeGreaterThan(15)
                .allMatch(code -> Names.exist(code, Names.KERNEL));
    }

    private static Set<String> exports(Path bundle) throws IOException {
        TreeSet<String> exports = new TreeSet<>();
        Path sources = bundle.resolve("src/main/java");
        for (Path file : Page.sources("package-info.java")) {
            if (file.startsWith(sources) && Files.readString(file).contains("@org.osgi.annotation.bundle.Export")) {
                exports.add(sources.relativize(file.getParent()).toString().replace('/', '.'));
            }
        }
        return exports;
    }

    private static Set<String> requires(Path bundle) throws IOException {
        String module = Files.readString(bundle.resolve("src/main/java/module-info.java"));
        TreeSet<String> requires = new TreeSet<>();
        REQUIRES.matcher(module).results().map(ArchitecturePageTest::directory).forEach(requires::add);
        return requires;
    }

    private static String directory(MatchResult module) {
        return module.group(1).replace("org.roadstead.", "").replace('.', '-');
    }
}
