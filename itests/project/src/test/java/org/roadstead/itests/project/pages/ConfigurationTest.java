package org.roadstead.itests.project.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.roadstead.itests.project.Repository;

/** The keys of a component and their defaults are the same in its annotation, its metatype, its .cfg file and the Configurator's JSON. */
class ConfigurationTest {
    private static final int MOST_KEYS = 8;
    private static final Map<String, String> ANNOTATIONS = Map.of(
            "org.roadstead.core", "KernelConfig.java",
            "org.roadstead.transport.uds", "UdsConfig.java");

    private static final Pattern ELEMENT = Pattern.compile("(?:int|String) (\\w+)\\(\\) default (.+);");
    private static final Pattern ATTRIBUTE = Pattern.compile("<AD id=\"([^\"]+)\".* default=\"([^\"]*)\"");
    private static final Pattern LINE = Pattern.compile("(?m)^#?([a-z.]+)=(.*)$");
    private static final Pattern MEMBER = Pattern.compile("\"([a-z.]+)(?::Integer)?\": (\"[^\"]*\"|\\d+)");

    @Test
    void everyPlaceHasTheKeysAndDefaultsOfTheAnnotation() throws IOException {
        for (Map.Entry<String, String> component : ANNOTATIONS.entrySet()) {
            String pid = component.getKey();
            Map<String, String> keys = keys(
                    ELEMENT, Files.readString(Page.sources(component.getValue()).get(0)), '_');
            assertThat(keys).as(pid).isNotEmpty().hasSizeLessThanOrEqualTo(MOST_KEYS);
            assertThat(keys(ATTRIBUTE, Files.readString(metatype(pid)), '.'))
                    .as("metatype of %s", pid)
                    .isEqualTo(keys);
            assertThat(keys(LINE, Files.readString(Repository.TOP.resolve("config/" + pid + ".cfg")), '.'))
                    .as("%s.cfg", pid)
                    .isEqualTo(keys);
            assertThat(keys(MEMBER, json(pid), '.')).as("JSON of %s", pid).isEqualTo(keys);
        }
    }

    @Test
    void everyFileIsOfAComponent() throws IOException {
        try (Stream<Path> files = Files.list(Repository.TOP.resolve("config"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".cfg")))
                    .containsExactlyInAnyOrderElementsOf(ANNOTATIONS.keySet().stream()
                            .map(pid -> pid + ".cfg")
                            .toList());
        }
    }

    private static Map<String, String> keys(Pattern pattern, String text, char separator) {
        return pattern.matcher(text)
                .results()
                .collect(Collectors.toMap(
                        match -> match.group(1).replace(separator, '.'),
                        ConfigurationTest::value,
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static String value(MatchResult match) {
        return match.group(2).replace("\"", "");
    }

    private static String json(String pid) throws IOException {
        String all = Files.readString(Repository.TOP.resolve("config/roadstead.json"));
        int from = all.indexOf("\"" + pid + "\": {");
        assertThat(from).as("%s in the JSON", pid).isPositive();
        return all.substring(from + pid.length() + 4, all.indexOf('}', from));
    }

    private static Path metatype(String pid) throws IOException {
        String bundle = pid.replace("org.roadstead.", "").replace('.', '-');
        return Repository.TOP.resolve("bundles/" + bundle + "/src/main/resources/OSGI-INF/metatype/" + pid + ".xml");
    }
}
