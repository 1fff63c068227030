package org.roadstead.itests.project.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.roadstead.itests.project.Repository;

/** README.md has the exit statuses and the configuration keys that there are. */
class ReadmePageTest {
    private static final Pattern STATUS = Pattern.compile("[A-Z_]+\\((\\d+), \"([^\"]+)\"\\)");
    private static final Pattern KEY = Pattern.compile("(?m)^#?([a-z.]+)=(.*)$");

    private final Page page;

    ReadmePageTest() throws IOException {
        page = Page.read("README.md");
    }

    @Test
    void everyExitStatusIsThereWithItsMeaning() throws IOException {
        Path source = Page.sources("command/internal/Outcome.java").get(0);
        Map<String, String> found = STATUS.matcher(Files.readString(source))
                .results()
                .collect(Collectors.toMap(status -> status.group(1), status -> status.group(2)));
        found.put("0", "success");
        Map<String, String> written = page.rows("Exit status").stream()
                .collect(Collectors.toMap(
                        row -> row.get("Exit status"), row -> row.get("Meaning").replaceAll(":.*", "")));
        assertThat(written).isEqualTo(found);
    }

    @Test
    void everyConfigurationKeyIsThereWithItsDefault() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(Repository.TOP.resolve("config"))) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".cfg"))::iterator) {
                KEY.matcher(Files.readString(file))
                        .results()
                        .forEach(key -> found.put(
                                file.getFileName() + " " + key.group(1),
                                key.group(2).replaceAll("^$", "empty")));
            }
        }
        Map<String, String> written = new TreeMap<>();
        for (Map<String, String> row : page.rows("Key")) {
            written.put(
                    Page.code(row.get("File")).get(0) + " "
                            + Page.code(row.get("Key")).get(0),
                    row.get("Default"));
        }
        assertThat(written).isEqualTo(found);
    }
}
