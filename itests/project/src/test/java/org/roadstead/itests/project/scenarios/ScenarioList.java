package org.roadstead.itests.project.scenarios;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.roadstead.testkit.Place;

/**
 * One list of {@code config/quality/scenarios}: tab-separated, one scenario a line.
 *
 * @param title what the list is about
 * @param entries its scenarios, in their order
 */
record ScenarioList(String title, List<Entry> entries) {
    private static final List<String> COLUMNS = List.of("id", "scenario", "applies", "due", "why");

    /**
     * A scenario.
     *
     * @param id its id
     * @param wording one line
     * @param applies where it makes sense
     * @param due where a test has to show it now
     * @param why why it does not apply in one kernel, or in the functions with numbers; empty if it applies
     */
    record Entry(String id, String wording, Set<Place> applies, Set<Place> due, String why) {}

    static ScenarioList read(Path file) throws IOException {
        return parse(file.getFileName().toString().replace(".tsv", ""), Files.readAllLines(file));
    }

    static ScenarioList parse(String title, List<String> lines) {
        if (!cells(lines.get(0)).equals(COLUMNS)) {
            throw new IllegalArgumentException(title + " must begin with the columns " + COLUMNS);
        }
        List<Entry> entries = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (String line : lines.subList(1, lines.size())) {
            Entry entry = entry(title, line);
            if (!ids.add(entry.id())) {
                throw new IllegalArgumentException(title + " has " + entry.id() + " twice");
            }
            entries.add(entry);
        }
        Set<Place> inThisVm = EnumSet.noneOf(Place.class);
        entries.forEach(entry -> inThisVm.addAll(entry.applies()));
        inThisVm.remove(Place.UDS);
        for (Entry entry : entries) {
            if (entry.applies().containsAll(inThisVm) != entry.why().isEmpty()) {
                throw new IllegalArgumentException(
                        title + ": " + entry.id() + " must say why, if it does not apply in each of " + inThisVm);
            }
        }
        return new ScenarioList(title, entries);
    }

    private static Entry entry(String title, String line) {
        List<String> cells = cells(line);
        int needed = COLUMNS.size() - 1;
        if (cells.size() < needed || cells.size() > COLUMNS.size() || cells.contains("")) {
            throw new IllegalArgumentException(title + " needs " + needed
                    + " filled cells, and a last one that says why, if need be, in: " + line);
        }
        String why = cells.size() > needed ? cells.get(needed) : "";
        Entry entry = new Entry(cells.get(0), cells.get(1), places(cells.get(2)), places(cells.get(3)), why);
        if (!entry.applies().containsAll(entry.due())) {
            throw new IllegalArgumentException(title + ": " + entry.id() + " is due where it does not apply");
        }
        return entry;
    }

    private static List<String> cells(String line) {
        return Arrays.asList(line.split("\t", -1));
    }

    private static Set<Place> places(String cell) {
        Set<Place> places = EnumSet.noneOf(Place.class);
        if (!cell.equals("-")) {
            for (String place : cell.split(",", -1)) {
                places.add(Place.valueOf(place.toUpperCase(Locale.ROOT)));
            }
        }
        return places;
    }
}
