package org.roadstead.itests.project.scenarios;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.roadstead.itests.project.scenarios.TestResults.Result;
import org.roadstead.testkit.Place;

/** The lists of scenarios beside what the tests show of them. */
final class ScenarioTable {
    private final List<ScenarioList> lists;
    private final List<Mark> marks;
    private final TestResults results;

    ScenarioTable(List<ScenarioList> lists, List<Mark> marks, TestResults results) {
        this.lists = lists;
        this.marks = marks;
        this.results = results;
    }

    /** Returns one sentence for each thing that is wrong; none if the table is as it should be. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (ScenarioList list : lists) {
            for (ScenarioList.Entry entry : list.entries()) {
                for (Place place : entry.due()) {
                    missing(entry, place, problems);
                }
            }
        }
        for (Mark mark : marks) {
            misplaced(mark, problems);
        }
        return problems;
    }

    private void missing(ScenarioList.Entry entry, Place place, List<String> problems) {
        List<Mark> tests = tests(entry, place);
        if (tests.stream().noneMatch(mark -> results.of(mark) == Result.PASSED)) {
            String found = tests.isEmpty()
                    ? "no test is marked @Scenario(\"" + entry.id() + "\") there"
                    : String.join(
                            ", ",
                            tests.stream()
                                    .map(mark -> mark.test() + " " + results.of(mark))
                                    .toList());
            problems.add(entry.id() + " is due in " + name(place) + ", and no test shows it: " + found + ". It says: "
                    + entry.wording());
        }
    }

    private void misplaced(Mark mark, List<String> problems) {
        if (mark.where().isEmpty()) {
            problems.add(mark.test() + " shows " + mark.id() + ", but its class does not say @ShownIn");
            return;
        }
        Set<Place> applies = null;
        for (ScenarioList list : lists) {
            for (ScenarioList.Entry entry : list.entries()) {
                applies = entry.id().equals(mark.id()) ? entry.applies() : applies;
            }
        }
        if (applies == null) {
            problems.add(mark.test() + " shows " + mark.id() + ", which no list has");
        } else if (siblings(mark, applies).isEmpty()) {
            problems.add(mark.test() + " shows " + mark.id() + " in "
                    + name(mark.where().get()) + ", where it does not apply");
        }
    }

    /** The marks of the same method, in whatever class runs it, at places where the scenario applies. */
    private List<Mark> siblings(Mark mark, Set<Place> applies) {
        return marks.stream()
                .filter(each -> each.id().equals(mark.id()) && each.method().equals(mark.method()))
                .filter(each -> each.where().map(applies::contains).orElse(false))
                .toList();
    }

    private List<Mark> tests(ScenarioList.Entry entry, Place place) {
        return marks.stream()
                .filter(mark -> mark.id().equals(entry.id())
                        && mark.where().map(place::equals).orElse(false))
                .toList();
    }

    String markdown() {
        StringBuilder page = new StringBuilder(
                "# Scenarios\n\nWritten by the build, from config/quality/scenarios and " + "the test reports.\n");
        for (ScenarioList list : lists) {
            page.append("\n## ").append(list.title()).append("\n\n").append(summary(list));
            page.append("\n| id | scenario | where | due | test | result |\n| --- | --- | --- | --- | --- | --- |\n");
            for (ScenarioList.Entry entry : list.entries()) {
                for (Place place : entry.applies()) {
                    rows(entry, place, page);
                }
                if (!entry.why().isEmpty()) {
                    row(page, entry.id(), entry.wording(), "not elsewhere", "", "", entry.why());
                }
            }
        }
        return page.toString();
    }

    private String summary(ScenarioList list) {
        StringBuilder summary = new StringBuilder();
        for (Place place : EnumSet.allOf(Place.class)) {
            long applies = list.entries().stream()
                    .filter(entry -> entry.applies().contains(place))
                    .count();
            long due = list.entries().stream()
                    .filter(entry -> entry.due().contains(place))
                    .count();
            if (applies > 0) {
                summary.append("* ").append(name(place)).append(": ");
                summary.append(due).append(" due of ").append(applies).append('\n');
            }
        }
        return summary.toString();
    }

    private void rows(ScenarioList.Entry entry, Place place, StringBuilder page) {
        String due = entry.due().contains(place) ? "due" : "";
        List<Mark> tests = tests(entry, place);
        if (tests.isEmpty()) {
            row(page, entry.id(), entry.wording(), name(place), due, "", "");
        }
        for (Mark mark : tests) {
            row(
                    page,
                    entry.id(),
                    entry.wording(),
                    name(place),
                    due,
                    mark.test(),
                    results.of(mark).toString());
        }
    }

    private static void row(StringBuilder page, String... cells) {
        for (String cell : cells) {
            page.append("| ").append(cell.replace("|", "\\|")).append(cell.isEmpty() ? "" : " ");
        }
        page.append("|\n");
    }

    private static String name(Place place) {
        return place.name().toLowerCase(Locale.ROOT);
    }
}
