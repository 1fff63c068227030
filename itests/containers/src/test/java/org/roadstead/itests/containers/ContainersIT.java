package org.roadstead.itests.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roadstead.itests.jpms.Machine;
import org.roadstead.itests.jpms.PeerProcess;
import org.roadstead.runtime.NodeSnapshot;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** Different containers on one machine: what one of them serves, all others can use. */
@ShownIn(Place.UDS)
@Timeout(120)
class ContainersIT {
    /** One for all tests, since containers take their time to start. */
    @RegisterExtension
    static final Machine MACHINE = new Machine();

    private static final Map<Container, PeerProcess> PEERS = new EnumMap<>(Container.class);

    @BeforeAll
    static void startAll() throws IOException, InterruptedException {
        for (Container container : containers()) {
            PEERS.put(container, container.start(MACHINE));
        }
        PEERS.values().forEach(PeerProcess::ready);
    }

    static List<Container> containers() {
        return Container.here();
    }

    @ParameterizedTest
    @MethodSource("containers")
    void aPortIsAnsweredToEveryOtherContainer(Container server) throws Exception {
        assertAnswered(server, server.others());
    }

    private static void assertAnswered(Container server, List<Container> clients) throws Exception {
        String user = ProcessHandle.current().info().user().orElseThrow();
        String begin = "over uds from %s, %s to %s as ".formatted(server.node(), server.port(), user);
        for (Container client : clients) {
            assertThat(PEERS.get(client).ask("request " + server.port() + " ahoy"))
                    .matches(Pattern.quote(begin) + client.owner() + ": ahoy");
        }
    }

    @ParameterizedTest
    @MethodSource("containers")
    @Scenario("CF5")
    void aNameIsTakenForEveryOtherContainer(Container server) throws Exception {
        for (Container client : server.others()) {
            assertThat(PEERS.get(client).ask("serve " + server.port()))
                    .startsWith("NameInUseException: ")
                    .contains(
                            server.port(),
                            server.node(),
                            "process " + PEERS.get(server).pid());
        }
    }

    @Test
    void allAreInOneListOfNodes() throws Exception {
        List<NodeSnapshot> nodes = MACHINE.kernel().runtime().nodes(Duration.ofSeconds(20));
        for (Container container : containers()) {
            assertThat(nodes).anySatisfy(node -> {
                assertThat(node.label()).isEqualTo(container.node());
                assertThat(node.pid()).isEqualTo(PEERS.get(container).pid());
                assertThat(node.ports()).singleElement().satisfies(port -> {
                    assertThat(port.name()).isEqualTo(container.port());
                    assertThat(port.owner()).matches(container.owner());
                });
            });
        }
    }

    /** {@code kill -9}; then another process takes the name, and the same clients are answered again. */
    @ParameterizedTest
    @MethodSource("containers")
    @Scenario("CF79")
    void whoWaitsForAContainerThatIsKilledIsToldAtOnce(Container server) throws Exception {
        try {
            List<CompletableFuture<String>> waits = allWaitFor(server, server.others());
            long killed = PEERS.get(server).kill();
            assertEnded(waits, killed, "PortBecameInvalidException PEER_DIED");
        } finally {
            restart(server);
        }
        aPortIsAnsweredToEveryOtherContainer(server);
    }

    /** One port from the first answer to the end, once more in one piece, and in Karaf for sure. */
    @Test
    @EnabledIf(value = "karafRunsHere", disabledReason = "Apache Karaf does not run on this Java")
    void aPortInKarafIsAnsweredToFelixEquinoxAndPlainJavaUntilKarafIsKilled() throws Exception {
        PeerProcess karaf = PEERS.get(Container.KARAF);
        assertThat(karaf.ask("loadable org.apache.karaf.jaas.boot.ProxyLoginModule"))
                .isEqualTo("true");
        List<Container> clients = List.of(Container.FELIX, Container.EQUINOX, Container.CLASS_PATH);
        try {
            assertAnswered(Container.KARAF, clients);
            List<CompletableFuture<String>> waits = allWaitFor(Container.KARAF, clients);
            assertEnded(waits, karaf.kill(), "PortBecameInvalidException PEER_DIED");
            for (Container client : clients) {
                assertThat(PEERS.get(client).ask("request " + Container.KARAF.port() + " ahoy"))
                        .startsWith("NoSuchPortException: ");
            }
        } finally {
            restart(Container.KARAF);
        }
    }

    static boolean karafRunsHere() {
        return Container.KARAF.runsHere();
    }

    /** A bundle is stopped, its framework goes on; or a program closes its kernel. */
    @ParameterizedTest
    @MethodSource("containers")
    void whoWaitsForAnOwnerThatStopsInGoodOrderIsToldThat(Container server) throws Exception {
        try {
            List<CompletableFuture<String>> waits = allWaitFor(server, server.others());
            long told = System.nanoTime();
            assertThat(PEERS.get(server).ask("end")).isEmpty();
            assertEnded(waits, told, "PortBecameInvalidException OWNER_STOPPED");
        } finally {
            restart(server);
        }
        aPortIsAnsweredToEveryOtherContainer(server);
    }

    private static List<CompletableFuture<String>> allWaitFor(Container server, List<Container> clients)
            throws Exception {
        List<CompletableFuture<String>> waits = new ArrayList<>();
        for (Container client : clients) {
            waits.add(PEERS.get(server).keepWaiting(PEERS.get(client)));
        }
        assertThat(waits).isNotEmpty().noneMatch(CompletableFuture::isDone);
        return waits;
    }

    private static void assertEnded(List<CompletableFuture<String>> waits, long since, String how) throws Exception {
        for (CompletableFuture<String> wait : waits) {
            assertThat(wait.get(20, TimeUnit.SECONDS)).isEqualTo(how);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(1));
    }

    private static void restart(Container server) throws Exception {
        PEERS.get(server).end();
        PEERS.put(server, server.start(MACHINE).ready());
    }
}
