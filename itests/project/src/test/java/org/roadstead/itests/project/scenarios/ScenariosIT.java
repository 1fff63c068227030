package org.roadstead.itests.project.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.roadstead.itests.project.Repository;

/** Writes {@code target/scenarios.md} at the top, and finds a passing test for every scenario that is due. */
class ScenariosIT {
    @Test
    void everyDueScenarioIsShownByATestThatPasses() throws IOException {
        List<ScenarioList> lists = new ArrayList<>();
        for (Path file : files(Repository.TOP.resolve("config/quality/scenarios"), "*.tsv")) {
            lists.add(ScenarioList.read(file));
        }
        List<Path> classes = new ArrayList<>();
        List<Path> reports = new ArrayList<>();
        for (Path module : Repository.modules()) {
            if (module.equals(Repository.THIS)) {
                continue; // its marks are made up
            }
            Path target = module.resolve("target");
            if (Files.isDirectory(target.resolve("test-classes"))) {
                classes.add(target.resolve("test-classes"));
            }
            reports.addAll(files(target.resolve("surefire-reports"), "TEST-*.xml"));
            reports.addAll(files(target.resolve("failsafe-reports"), "TEST-*.xml"));
        }
        ScenarioTable table = new ScenarioTable(lists, Mark.in(classes), TestResults.read(reports));

        Path page = Repository.TOP.resolve("target/scenarios.md");
        Files.createDirectories(page.getParent());
        Files.writeString(page, table.markdown());

        assertThat(table.problems()).as("see target/scenarios.md").isEmpty();
    }

    private static List<Path> files(Path directory, String pattern) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (var found = Files.newDirectoryStream(directory, pattern)) {
                found.forEach(files::add);
            }
        }
        files.sort(null);
        return files;
    }
}
