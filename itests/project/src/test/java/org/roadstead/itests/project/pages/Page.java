package org.roadstead.itests.project.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.roadstead.itests.project.Repository;

/**
 * One of the pages at the top of the repository, as its tables and its text.
 *
 * @param file where it is
 * @param lines its lines
 */
public record Page(Path file, List<String> lines) {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    public static Page read(String name) throws IOException {
        Path file = Repository.TOP.resolve(name);
        return new Page(file, Files.readAllLines(file));
    }

    /** Returns the source files of the repository whose path has a part such as {@code src/test/java}. */
    static List<Path> sources(String part) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String top : new String[] {"bundles", "features", "itests"}) {
            try (Stream<Path> files = Files.walk(Repository.TOP.resolve(top))) {
                files.filter(file -> file.toString().endsWith(".java")
                                && file.toString().contains(part))
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** Returns the rows of every table that has a column with a title; a row maps a column's title to the cell's text. */
    public List<Map<String, String>> rows(String title) {
        List<Map<String, String>> rows = new ArrayList<>();
        List<String> columns = List.of();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith("|")) {
                columns = List.of();
            } else if (i + 1 < lines.size() && lines.get(i + 1).startsWith("| ---")) {
                columns = cells(line);
            } else if (columns.contains(title) && !line.startsWith("| ---")) {
                List<String> cells = cells(line);
                if (cells.size() != columns.size()) {
                    throw new IllegalStateException(file + " line " + (i + 1) + " has " + cells.size() + " cells");
                }
                Map<String, String> row = new HashMap<>();
                for (int cell = 0; cell < cells.size(); cell++) {
                    row.put(columns.get(cell), cells.get(cell));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** Returns the lines from a heading to the next one. */
    List<String> section(String heading) {
        int from = lines.indexOf(heading);
        if (from < 0) {
            throw new IllegalStateException(file + " has no heading " + heading);
        }
        return lines.subList(from + 1, lines.size()).stream()
                .takeWhile(line -> !line.startsWith("## "))
                .toList();
    }

    /** Returns what stands between backquotes. */
    public static List<String> code(String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = CODE.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static List<String> cells(String line) {
        String inner = line.strip().replaceAll("^\\||\\|$", "");
        return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
    }
}
