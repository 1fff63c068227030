package org.roadstead.itests.jpms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** Processes without a framework: started on the module path or on the class path, they are the same to each other. */
@ShownIn(Place.UDS)
@Timeout(120)
class TwoModesIT {
    @RegisterExtension
    final Machine machine = new Machine();

    @ParameterizedTest
    @EnumSource
    void nothingOfOsgiIsInTheProcess(Mode mode) throws Exception {
        PeerProcess peer = mode.start(machine, "test.peer").ready();
        switch (mode) {
            case MODULE_PATH -> {
                assertThat(peer.ask("module")).isEqualTo("module org.roadstead.itests.jpms");
                assertThat(peer.ask("modules").split(" "))
                        .contains("org.roadstead.core", "org.roadstead.transport.uds")
                        .noneMatch(module -> module.contains("osgi") || module.contains("felix"));
            }
            case CLASS_PATH -> {
                assertThat(peer.ask("module")).startsWith("unnamed module");
                assertThat(peer.ask("modules")).doesNotContain("roadstead");
            }
        }
        for (String type : new String[] {
            "org.osgi.framework.Bundle",
            "org.osgi.service.component.ComponentContext",
            "org.osgi.service.component.annotations.Component",
            "org.osgi.annotation.bundle.Export",
            "org.osgi.annotation.versioning.Version"
        }) {
            assertThat(peer.ask("loadable " + type)).as(type).isEqualTo("false");
        }
        assertThat(peer.ask("loadable org.roadstead.port.PortRegistry")).isEqualTo("true");
    }

    @ParameterizedTest
    @EnumSource
    void everyThreadHasARunLoopOfItsOwnThatCanServeAPort(Mode mode) throws Exception {
        PeerProcess peer = mode.start(machine, "test.peer").ready();
        assertThat(peer.ask("loops")).isEqualTo("own true, other true");
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Mode.values())
                .flatMap(server -> Stream.of(Mode.values()).map(client -> Arguments.of(server, client)));
    }

    @ParameterizedTest(name = "a server on the {0}, a client on the {1}")
    @MethodSource("pairs")
    @Scenario({"CF5", "CF16", "CF79"})
    void aServerAnswersUntilItIsKilledAndThenItsClientIsToldAtOnce(Mode serverMode, Mode clientMode) throws Exception {
        PeerProcess server = serverMode.start(machine, "test.server");
        PeerProcess client = clientMode.start(machine, "test.client").ready();
        server.ready();

        assertThat(client.ask("request test.server ahoy"))
                .isEqualTo("over uds from test.server, test.server to %s as test.client: ahoy", user());
        assertThat(server.ask("request test.client ahoy"))
                .isEqualTo("over uds from test.client, test.client to %s as test.server: ahoy", user());
        assertThat(client.ask("serve test.server")).startsWith("NameInUseException: ");

        CompletableFuture<String> waiting = server.keepWaiting(client);
        long killed = server.kill();
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo("PortBecameInvalidException PEER_DIED");
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofMillis(500));
        assertThat(client.ask("request test.server ahoy")).startsWith("NoSuchPortException: ");
        assertThat(client.ask("serve test.server")).isEmpty();
    }

    /** As the operating system says it of a peer; on the module path that takes a module of the JDK. */
    private static String user() {
        return ProcessHandle.current().info().user().orElseThrow();
    }
}
