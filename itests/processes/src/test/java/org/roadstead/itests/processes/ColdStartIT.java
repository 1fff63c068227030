package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long a shell waits for {@code bin/roadstead request}, from its start to its end. Printed, and gated only roughly. */
@Timeout(60)
class ColdStartIT {
    private static final int RUNS = 5;

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void aRequestFromTheCommandLineTakesNoLongerThanPeopleBear() throws Exception {
        machine.serve("test.echo", "--echo");
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            long began = System.nanoTime();
            Child request = machine.roadstead("request", "test.echo", "hello");
            assertThat(request.awaitExit()).isZero();
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            assertThat(new String(request.out(), StandardCharsets.UTF_8)).isEqualTo("hello");
        }
        Collections.sort(millis);
        System.out.printf("bin/roadstead request, %d cold starts: median %d ms of %s%n", RUNS, millis.get(2), millis);
        assertThat(millis.get(2)).isLessThan(5_000);
    }
}
