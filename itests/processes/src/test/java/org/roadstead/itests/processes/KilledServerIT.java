package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** {@code kill -9} of a {@code bin/roadstead serve} while a {@code bin/roadstead request} waits for it. */
@ShownIn(Place.UDS)
@Timeout(60)
class KilledServerIT {
    private static final String PORT = "files.sha256";

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    @Scenario("CF79")
    void theRequestEndsAtOnceAndANewServerTakesTheNameWithNothingLeftOfTheOldOne() throws Exception {
        Child server = machine.serve(PORT, "--exec", "sleep 30");
        Child request = machine.roadstead("request", PORT, "hello");
        awaitHandler(server);

        long killed = server.kill();
        request.awaitError("became invalid");
        Duration waited = Duration.ofNanos(System.nanoTime() - killed);
        System.out.printf("the wait was over %d ms after kill -9 of the server%n", waited.toMillis());
        assertThat(request.awaitExit()).isEqualTo(15);
        assertThat(request.err()).contains("became invalid").contains(PORT);
        assertThat(request.out()).isEmpty();
        assertThat(waited).isLessThan(Duration.ofMillis(250));

        Child successor = machine.serve(PORT, "--exec", "sha256sum");
        List<String> left = machine.files();
        assertThat(left).hasSize(3).anyMatch(".lock"::equals);
        Path socket = only(left, "s-");
        Path name = only(left, "n-");
        assertThat(Files.isSameFile(socket, name)).isTrue();

        Child list = machine.roadstead("list");
        assertThat(list.awaitExit()).isZero();
        assertThat(new String(list.out(), StandardCharsets.UTF_8))
                .containsOnlyOnce(PORT)
                .contains("roadstead serve");
        assertThat(machine.files()).isEqualTo(left);
        assertThat(successor.process().isAlive()).isTrue();
    }

    private Path only(List<String> names, String prefix) {
        List<String> found =
                names.stream().filter(name -> name.startsWith(prefix)).toList();
        assertThat(found).hasSize(1);
        return machine.directory().resolve(found.get(0));
    }

    /** The request is in the handler when its command runs. */
    private static void awaitHandler(Child server) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Child.PATIENCE)
                .until(() -> server.process().descendants().findAny().isPresent());
    }
}
