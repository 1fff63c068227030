package org.roadstead.itests.project.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.roadstead.itests.project.Repository;

/** What the pages at the top link to inside the repository is there. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    @Test
    void noPageLinksToWhatIsNotThere() throws IOException {
        try (Stream<Path> pages = Files.list(Repository.TOP)) {
            for (Path page : (Iterable<Path>) pages.filter(p -> p.toString().endsWith(".md"))::iterator) {
                Matcher link = LINK.matcher(Files.readString(page));
                while (link.find()) {
                    assertThat(page.resolveSibling(link.group(1)))
                            .as(page.getFileName().toString())
                            .exists();
                }
            }
        }
    }
}
