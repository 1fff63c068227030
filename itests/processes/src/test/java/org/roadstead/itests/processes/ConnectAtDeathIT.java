package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.testkit.Attempt;

/** A remote that is made in the very moment in which its port ends is told of the end like any other. */
class ConnectAtDeathIT {
    private static final PortName NAME = PortName.of("test.brief");

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void noRemoteOutlivesItsPort() throws Exception {
        Peer owner = machine.peer("owner");
        PortRegistry registry = machine.kernel("test").registry("client");
        List<RemoteMessagePort> remotes = new ArrayList<>();
        owner.tell("flicker test.brief 2000");
        Attempt flicker = Attempt.of(() -> owner.answer(Duration.ofSeconds(30)));
        while (!flicker.isOver()) {
            try {
                remotes.add(registry.connect(NAME));
            } catch (NoSuchPortException e) {
                // This time it was gone already.
            }
        }
        flicker.result();
        System.out.println("remotes made to ports that end at once: " + remotes.size());
        assertThat(remotes).isNotEmpty();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(remotes.stream()
                                .filter(RemoteMessagePort::isValid)
                                .count())
                        .isZero());
    }
}
