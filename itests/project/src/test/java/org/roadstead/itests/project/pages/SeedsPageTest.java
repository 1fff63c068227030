package org.roadstead.itests.project.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortItem;
import org.roadstead.port.SendStatus;

/** SEEDS.md says of every name of the seeds what has become of it, and what it says is there is there. */
class SeedsPageTest {
    private final List<Map<String, String>> rows;

    SeedsPageTest() throws IOException {
        rows = Page.read("SEEDS.md").rows("Seed");
    }

    @Test
    void everyNameOfTheSeedsHasExactlyOneRow() throws IOException {
        assertThat(rows).extracting(SeedsPageTest::name).containsExactlyInAnyOrderElementsOf(seedNames());
    }

    @Test
    void everyStateIsOneOfFour() {
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.get("State"))
                        .as(name(row))
                        .matches("done|partly: .+|planned(: .+)?|not needed: .+"));
    }

    @Test
    void theCounterpartOfWhatIsThereExists() {
        rows.stream()
                .filter(SeedsPageTest::isThere)
                .forEach(row -> assertThat(Page.code(row.get("Java")))
                        .as(name(row))
                        .isNotEmpty()
                        .allMatch(java -> Names.exist(java, Names.API)));
    }

    @Test
    void whatIsPlannedIsNotThereYet() {
        rows.stream()
                .filter(row -> row.get("State").startsWith("planned"))
                .forEach(row -> assertThat(Page.code(row.get("Java")))
                        .as(name(row))
                        .noneMatch(java -> Names.exist(java, Names.API)));
    }

    @Test
    void whatIsThereIsShownByTestsThatExist() throws IOException {
        Set<String> tests = Page.sources("src/test/java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        rows.stream()
                .filter(SeedsPageTest::isThere)
                .forEach(row -> assertThat(Page.code(row.get("Test")))
                        .as(name(row))
                        .isNotEmpty()
                        .isSubsetOf(tests));
    }

    @Test
    void theNumbersOfTheMachCallsAreThePublishedOnes() {
        Map<String, Integer> numbers = new HashMap<>();
        for (MsgReturn code : MsgReturn.values()) {
            numbers.put("MsgReturn." + code, code.code());
        }
        for (MsgOption option : MsgOption.values()) {
            numbers.put("MsgOption." + option, option.bit());
        }
        for (Notification.Kind kind : Notification.Kind.values()) {
            numbers.put("Notification.Kind." + kind, kind.id());
        }
        for (PortItem.Right right : PortItem.Right.values()) {
            numbers.put("PortItem.Right." + right, right.code());
        }
        List<Map<String, String>> numbered = rows.stream()
                .filter(row -> !row.getOrDefault("Number", "").isEmpty())
                .filter(row -> numbers.containsKey(Page.code(row.get("Java")).get(0)))
                .toList();
        assertThat(numbered)
                .hasSize(12)
                .allSatisfy(
                        row -> assertThat(numbers.get(Page.code(row.get("Java")).get(0)))
                                .as(name(row))
                                .isEqualTo(Integer.parseInt(row.get("Number"))));
    }

    @Test
    void theCodesHaveTheirPublishedNumbers() {
        List<Map<String, String>> codes = rows.stream()
                .filter(row -> name(row).startsWith("kCFMessagePort"))
                .toList();
        assertThat(codes).hasSize(SendStatus.values().length).allSatisfy(row -> {
            String constant = Page.code(row.get("Java")).get(0).replace("SendStatus.", "");
            assertThat(SendStatus.valueOf(constant).code())
                    .as(name(row))
                    .isEqualTo(Integer.parseInt(row.get("Number")));
        });
    }

    private static String name(Map<String, String> row) {
        return Page.code(row.get("Seed")).get(0);
    }

    private static boolean isThere(Map<String, String> row) {
        return row.get("State").startsWith("done") || row.get("State").startsWith("partly");
    }

    private static List<String> seedNames() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                SeedsPageTest.class.getResourceAsStream("seed-names.txt"), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
