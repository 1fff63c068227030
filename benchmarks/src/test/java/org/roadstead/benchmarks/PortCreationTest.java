package org.roadstead.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

class PortCreationTest {
    @Test
    void aPortCostsNoMoreThanOneAndAHalfEntriesOfAMap() throws RunnerException {
        Map<String, Double> nanos = new Runner(new OptionsBuilder()
                        .include(PortCreation.class.getName())
                        .build())
                .run().stream()
                        .collect(Collectors.toMap(
                                run -> run.getPrimaryResult().getLabel(),
                                run -> run.getPrimaryResult().getScore()));
        double ratio = nanos.get("ports") / nanos.get("entriesOfAMap");
        System.out.printf("ports %s ns, ratio %.2f%n", nanos, ratio);
        assertThat(ratio).isLessThanOrEqualTo(1.5);
    }
}
