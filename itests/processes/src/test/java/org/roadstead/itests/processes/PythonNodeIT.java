package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.roadstead.port.Cause;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.Invalidation;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendTimeoutException;
import org.roadstead.standalone.Roadstead;
import org.roadstead.testkit.Attempt;

/** A node in another language, written from the page of the protocol, serves ports that Java calls. */
@Timeout(60)
class PythonNodeIT {
    private static final PortName NAME = PortName.of("test.mirror");
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final int LIMIT = 16 << 20;

    @RegisterExtension
    final Machine machine = new Machine();

    private Peer python;
    private Roadstead kernel;
    private PortRegistry registry;

    @BeforeAll
    static void needPython() throws Exception {
        Python.need(PythonNodeIT.class);
    }

    @BeforeEach
    void start() throws Exception {
        python = machine.python("snake");
        kernel = machine.kernel("test");
        registry = kernel.registry("client");
    }

    @Test
    void payloadsOfNoSizeAreChangedOnTheirWay() throws Exception {
        python.ask("serve test.mirror 64");
        RemoteMessagePort remote = registry.connect(NAME);
        assertThat(remote.owner().label()).isEqualTo("snake");
        assertThat(remote.owner().pid()).isEqualTo(python.pid());
        long seed = System.nanoTime();
        System.out.println("seed of the payloads: " + seed);
        Random random = new Random(seed);
        for (int size : new int[] {0, 1, 64 << 10, LIMIT - 1, LIMIT}) {
            byte[] payload = new byte[size];
            random.nextBytes(payload);
            assertThat(remote.request(0, ByteBuffer.wrap(payload)).toByteArray())
                    .isEqualTo(payload);
        }
    }

    @Test
    void oneWayMessagesAreNotReordered() throws Exception {
        python.ask("serve test.mirror 4");
        RemoteMessagePort remote = registry.connect(NAME);
        for (int i = 0; i < 300; i++) {
            remote.send(i, bytes("m"));
        }
        String expected = IntStream.range(0, 300).mapToObj(i -> i + ":m").collect(Collectors.joining(","));
        python.awaitAnswer("received", expected);
    }

    @Test
    void whoWaitsInLineIsNeitherOvertakenNorDeliveredAfterItsTimeout() throws Exception {
        python.ask("serve test.mirror 2");
        RemoteMessagePort remote = registry.connect(NAME);
        Attempt hanging = Attempt.of(() -> remote.request(PeerProgram.HANG, bytes("h")));
        python.awaitAnswer("received", "1000:h");
        remote.send(1, bytes("a"));
        remote.send(2, bytes("b"));

        Attempt late = Attempt.of(() -> {
            remote.send(3, bytes("c"), SendOptions.timeout(Duration.ofMillis(300)));
            return null;
        });
        SendTimeoutException full = late.failure(SendTimeoutException.class);
        assertThat(full.outcomeCause()).isEqualTo(Cause.QUEUE_FULL);
        assertThat(late.took()).isBetween(Duration.ofMillis(300), AT_ONCE);
        assertThatThrownBy(() -> remote.send(4, bytes("d"), SendOptions.timeout(Duration.ZERO)))
                .isInstanceOf(SendTimeoutException.class);

        var fifth = remote.requestAsync(5, bytes("e"), SendOptions.DEFAULT);
        var sixth = remote.requestAsync(6, bytes("f"), SendOptions.DEFAULT);
        python.ask("release");
        hanging.result();
        fifth.toCompletableFuture().get(5, TimeUnit.SECONDS);
        sixth.toCompletableFuture().get(5, TimeUnit.SECONDS);
        assertThat(python.ask("received")).isEqualTo("1000:h,1:a,2:b,5:e,6:f");
    }

    @Test
    void aHandlerThatFailsIsNotWaitedFor() throws Exception {
        python.ask("serve test.mirror 64");
        RemoteMessagePort remote = registry.connect(NAME);
        assertThatThrownBy(() -> remote.request(-1, bytes("aground")))
                .hasMessageContaining("aground")
                .hasMessageContaining("test.mirror");
        assertThat(text(remote.request(0, bytes("next")).data())).isEqualTo("next");
    }

    @Test
    void aKilledOwnerIsNotWaitedForAndKeepsNoName() throws Exception {
        python.ask("serve test.mirror 64");
        RemoteMessagePort remote = registry.connect(NAME);
        CompletableFuture<Invalidation> told = new CompletableFuture<>();
        remote.onInvalidated((port, why) -> told.complete(why));
        Attempt waiting = Attempt.of(() -> remote.request(PeerProgram.HANG, bytes("wait")));
        python.awaitAnswer("received", "1000:wait");

        long killed = python.kill();
        PortBecameInvalidException died = waiting.failure(PortBecameInvalidException.class);
        assertThat(died.outcomeCause()).isEqualTo(Cause.PEER_DIED);
        assertThat(told.get(5, TimeUnit.SECONDS).reason()).isEqualTo(Invalidation.Reason.PEER_DIED);
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(AT_ONCE);

        assertThatThrownBy(() -> registry.connect(NAME)).isInstanceOf(NoSuchPortException.class);
        try (LocalMessagePort mine = registry.createLocal(NAME, IncomingMessage::data)) {
            assertThat(mine.isPublished()).isTrue();
        }
    }

    @Test
    void anOrderlyEndIsNotTakenForADeathAndLeavesNoFile() throws Exception {
        kernel.close();
        Peer java = machine.peer("java");
        java.ask("local test.other");
        int before = machine.files().size();
        python.ask("serve test.mirror,test.second 64");
        assertThat(machine.files()).hasSize(before + 3);
        java.ask("echoes test.mirror 1");

        kernel = machine.kernel("watcher");
        RemoteMessagePort remote = kernel.registry("client").connect(NAME);
        CompletableFuture<Invalidation> told = new CompletableFuture<>();
        remote.onInvalidated((port, why) -> told.complete(why));
        python.ask("stop test.mirror,test.second");
        assertThat(told.get(5, TimeUnit.SECONDS).reason()).isEqualTo(Invalidation.Reason.SERVICE_STOPPED);
        kernel.close();
        assertThat(machine.files()).hasSize(before);
    }

    @Test
    void aNameHasNoTwoOwnersInTwoLanguages() throws Exception {
        python.ask("serve test.mirror 64");
        NameInUseException refused =
                catchThrowableOfType(NameInUseException.class, () -> registry.createLocal(NAME, message -> null));
        assertThat(refused).hasMessageContaining("test.mirror").hasMessageContaining("snake");

        Peer java = machine.peer("java");
        java.ask("local test.java");
        assertThat(python.ask("serve test.java 64")).startsWith("NameInUse ").contains("test.java");
        assertThat(python.ask("request test.java 0 hello 5")).isEqualTo("hello");
        java.kill();
        java.awaitExit();
        python.ask("serve test.java 64");
        assertThat(text(registry.connect(PortName.of("test.java"))
                        .request(0, bytes("hello"))
                        .data()))
                .isEqualTo("hello");
    }

    /** Both names lead to one node, so the second dial is refused as a duplicate. */
    @Test
    void twoNamesOfOneNodeNeedNoTwoLinks() throws Exception {
        String node = python.ask("serve test.mirror,test.second 64");
        RemoteMessagePort first = registry.connect(NAME);
        RemoteMessagePort second = registry.connect(PortName.of("test.second"));
        assertThat(text(first.request(1, bytes("one")).data())).isEqualTo("one");
        assertThat(text(second.request(2, bytes("two")).data())).isEqualTo("two");
        assertThat(kernel.runtime().snapshot().links())
                .singleElement()
                .satisfies(link -> assertThat(link.node()).isEqualTo(node));
        assertThatThrownBy(() -> registry.connect(PortName.of("test.third"))).isInstanceOf(NoSuchPortException.class);
        assertThat(machine.python("twin").ask("twice test.mirror")).isEqualTo("1 " + node);
    }

    /** It has no snapshot of itself to give; whoever asks all nodes for theirs goes on with the others. */
    @Test
    void aNodeWithoutAControlPortHoldsUpNobody() throws Exception {
        python.ask("serve test.mirror 64");
        machine.peer("java").ask("local test.java");
        Attempt all =
                Attempt.of(() -> kernel.runtime().nodes(Duration.ofSeconds(10)).size());
        assertThat(all.result()).isEqualTo(2);
        assertThat(all.took()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void malformedFramesAndOtherVersionsHarmNoOtherConnection() throws Exception {
        python.ask("serve test.mirror 64");
        Peer intruder = machine.python("intruder");
        RemoteMessagePort remote = registry.connect(NAME);
        for (String frame : Malformed.FRAMES) {
            assertThat(intruder.ask("malformed test.mirror " + frame)).as(frame).isEqualTo("closed");
            assertThat(intruder.ask("stranger test.mirror " + frame)).as(frame).isEqualTo("closed");
            assertThat(text(remote.request(0, bytes("still")).data())).isEqualTo("still");
        }
        assertThat(intruder.ask("greet test.mirror 2"))
                .startsWith("4 2 ")
                .contains("version 2")
                .endsWith(", closed");
    }
}
