package org.roadstead.itests.project.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roadstead.itests.project.Repository;
import org.roadstead.itests.project.scenarios.TestResults.Result;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** The table says what is missing, and says it clearly. */
class ScenarioTableTest {
    private static final ScenarioList LIST = ScenarioList.parse(
            "sea",
            List.of(
                    "id\tscenario\tapplies\tdue\twhy",
                    "S1\tA ship that is hailed answers\tvm,uds\tvm,uds",
                    "S2\tA ship that sinks is mourned once\tvm\t-",
                    "S3\tA ship of another harbour is greeted\tuds\t-\tthere is one harbour here"));

    private final TestResults results = new TestResults();

    private static Mark mark(String id, Place where, String method) {
        return new Mark(id, Optional.ofNullable(where), "a.b.ShipTest", method);
    }

    private ScenarioTable table(Mark... marks) {
        return new ScenarioTable(List.of(LIST), Arrays.asList(marks), results);
    }

    private void add(String name, Result result) {
        results.add("a.b.ShipTest", name, result);
    }

    @Test
    void everythingThatIsDueAndPassesIsNoProblem() {
        add("answers", Result.PASSED);
        add("answersFarAway", Result.PASSED);
        ScenarioTable table = table(mark("S1", Place.VM, "answers"), mark("S1", Place.UDS, "answersFarAway"));
        assertThat(table.problems()).isEmpty();
        assertThat(table.markdown())
                .contains("* vm: 1 due of 2", "* uds: 1 due of 2")
                .contains("| S1 | A ship that is hailed answers | uds | due | ShipTest.answersFarAway | passed |")
                .contains("| S2 | A ship that sinks is mourned once | vm | | | |")
                .contains(
                        "| S3 | A ship of another harbour is greeted | not elsewhere | | | there is one harbour here |");
    }

    @Test
    void aDueScenarioWithoutATestIsNamed() {
        add("answers", Result.PASSED);
        assertThat(table(mark("S1", Place.VM, "answers")).problems())
                .containsExactly("S1 is due in uds, and no test shows it: no test is marked @Scenario(\"S1\") there."
                        + " It says: A ship that is hailed answers");
    }

    @Test
    void aDueScenarioWhoseTestFailsIsSkippedOrWasNotRunIsNamed() {
        Mark far = mark("S1", Place.UDS, "far");
        add("far", Result.PASSED);
        add("fails", Result.FAILED);
        add("skips", Result.SKIPPED);
        for (String method : new String[] {"fails", "skips", "sleeps"}) {
            assertThat(table(far, mark("S1", Place.VM, method)).problems())
                    .singleElement()
                    .asString()
                    .startsWith("S1 is due in vm, and no test shows it: ShipTest." + method + " ")
                    .containsPattern("failed|skipped|not run");
        }
        add("near", Result.PASSED);
        assertThat(table(far, mark("S1", Place.VM, "fails"), mark("S1", Place.VM, "near"))
                        .problems())
                .isEmpty();
    }

    @Test
    void aMarkThatLeadsNowhereIsNamed() {
        assertThat(table(mark("S9", Place.VM, "x"), mark("S2", Place.UDS, "y"), mark("S2", null, "z"))
                        .problems())
                .contains(
                        "ShipTest.x shows S9, which no list has",
                        "ShipTest.y shows S2 in uds, where it does not apply",
                        "ShipTest.z shows S2, but its class does not say @ShownIn");
    }

    @Test
    void ofAllRunsOfAMethodTheWorstCounts() {
        add("m(int)[1]", Result.PASSED);
        add("m(int)[2]", Result.FAILED);
        add("n[container]", Result.SKIPPED);
        add("n", Result.PASSED);
        assertThat(results.of(mark("S1", Place.VM, "m"))).isEqualTo(Result.FAILED);
        assertThat(results.of(mark("S1", Place.VM, "n"))).isEqualTo(Result.PASSED);
    }

    @Test
    void reportsAreRead(@TempDir Path directory) throws IOException {
        Path report = Files.writeString(directory.resolve("TEST-a.b.ShipTest.xml"), """
                <testsuite>
                  <testcase name="passes" classname="a.b.ShipTest"><system-out>x</system-out></testcase>
                  <testcase name="fails" classname="a.b.ShipTest"><failure message="no"/></testcase>
                  <testcase name="breaks" classname="a.b.ShipTest"><error message="no"/></testcase>
                  <testcase name="skips" classname="a.b.ShipTest"><skipped/></testcase>
                  <testcase name="" classname="a.b.ShipTest"><error message="in its class"/></testcase>
                </testsuite>
                """);
        TestResults read = TestResults.read(List.of(report));
        assertThat(List.of("passes", "fails", "breaks", "skips", "other"))
                .extracting(method -> read.of(mark("S1", Place.VM, method)))
                .containsExactly(Result.PASSED, Result.FAILED, Result.FAILED, Result.SKIPPED, Result.NOT_RUN);
    }

    @Test
    void marksAreReadFromClassesAndInheritedOnesCountForTheClassThatRunsThem() {
        assertThat(Mark.in(List.of(Repository.THIS.resolve("target/test-classes"))))
                .filteredOn(mark -> mark.type().startsWith(ScenarioTableTest.class.getName()))
                .containsExactly(
                        new Mark("S1", Optional.of(Place.UDS), Far.class.getName(), "answers"),
                        new Mark("S1", Optional.of(Place.VM), Near.class.getName(), "answers"),
                        new Mark("S2", Optional.of(Place.VM), Near.class.getName(), "sinks"));
    }

    abstract static class Contract {
        @Scenario("S1")
        void answers() {}
    }

    @ShownIn(Place.VM)
    static class Near extends Contract {
        @Scenario("S2")
        void sinks() {}
    }

    @ShownIn(Place.UDS)
    static class Far extends Contract {}

    @Test
    void aListThatIsNotOneIsRefused() {
        String head = "id\tscenario\tapplies\tdue\twhy";
        assertThatThrownBy(() -> ScenarioList.parse("sea", List.of("id\tx"))).hasMessageContaining("columns");
        assertThatThrownBy(() -> ScenarioList.parse("sea", List.of(head, "S1\tx\tvm")))
                .hasMessageContaining("S1\tx\tvm");
        assertThatThrownBy(() -> ScenarioList.parse("sea", List.of(head, "S1\tx\tvm\tuds")))
                .hasMessageContaining("S1 is due where it does not apply");
        assertThatThrownBy(() -> ScenarioList.parse("sea", List.of(head, "S1\tx\tvm\t-", "S1\ty\tvm\t-")))
                .hasMessageContaining("S1 twice");
        assertThatThrownBy(() -> ScenarioList.parse("sea", List.of(head, "S1\tx\tvm\t-", "S2\ty\tuds\t-")))
                .hasMessageContaining("S2 must say why");
        assertThatThrownBy(() -> ScenarioList.parse("sea", List.of(head, "S1\tx\tvm\t-\tit applies")))
                .hasMessageContaining("S1 must say why");
    }
}
