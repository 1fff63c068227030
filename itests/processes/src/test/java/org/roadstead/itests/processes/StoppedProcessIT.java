package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.roadstead.port.Cause;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.ReplyTimeoutException;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendTimeoutException;
import org.roadstead.port.TransportException;
import org.roadstead.standalone.Roadstead;
import org.roadstead.testkit.Attempt;

/** D16 and D19: a process that is stopped (SIGSTOP) is not dead, and nobody waits for it longer than it wants to. */
class StoppedProcessIT {
    private static final PortName NAME = PortName.of("test.paused");

    @RegisterExtension
    final Machine machine = new Machine();

    private final AtomicInteger deaths = new AtomicInteger();
    private Peer owner;
    private Roadstead kernel;
    private RemoteMessagePort remote;

    @BeforeEach
    void connect() throws Exception {
        owner = machine.peer("owner");
        owner.ask("local test.paused");
        kernel = machine.kernel("test");
        remote = kernel.registry("client").connect(NAME);
        remote.onInvalidated((port, why) -> deaths.incrementAndGet());
        remote.send(1, bytes("before"));
        owner.suspend();
    }

    @AfterEach
    void isNeverTakenForDead() {
        assertThat(deaths).hasValue(0);
        assertThat(remote.isValid()).isTrue();
    }

    @Test
    void aSendEndsUndecidedAtItsTimeoutAndIsNotDeliveredLater() throws Exception {
        Duration timeout = Duration.ofMillis(200);
        Attempt send = Attempt.of(() -> {
            remote.send(2, bytes("refused"), SendOptions.timeout(timeout));
            return null;
        });
        assertThat(send.failure(SendTimeoutException.class).outcomeCause()).isEqualTo(Cause.UNDECIDED);
        assertThat(send.took()).isBetween(timeout, timeout.plusMillis(500));
        Attempt atOnce = Attempt.of(() -> {
            remote.send(3, bytes("refused"), SendOptions.timeout(Duration.ZERO));
            return null;
        });
        assertThat(atOnce.failure(SendTimeoutException.class).outcomeCause()).isEqualTo(Cause.UNDECIDED);
        assertThat(atOnce.took()).isLessThan(Duration.ofMillis(300));
        assertThat(kernel.runtime().snapshot().undecided()).isEqualTo(2);

        owner.resume();
        remote.send(4, bytes("after"));
        owner.awaitAnswer("received", "1:before,4:after");
    }

    @Test
    void aRequestEndsByItsReplyTimeoutAndTheNextOneIsAnswered() throws Exception {
        Duration timeout = Duration.ofMillis(200);
        Attempt request =
                Attempt.of(() -> remote.request(2, bytes("slow"), SendOptions.DEFAULT.withReplyTimeout(timeout)));
        assertThat(request.failure(ReplyTimeoutException.class).outcomeCause()).isEqualTo(Cause.NO_REPLY);
        assertThat(request.took()).isBetween(timeout, timeout.plusMillis(500));

        owner.resume();
        assertThat(text(remote.request(PeerProgram.ECHO, bytes("awake")).data()))
                .isEqualTo("awake");
    }

    /** More than the socket takes: the link fills up, and what was refused then is not delivered either. */
    @Test
    void noneOfManyRefusedMessagesIsDeliveredWhenTheProcessGoesOn() throws Exception {
        List<Integer> refused = new ArrayList<>();
        byte[] data = "x".repeat(256 << 10).getBytes(StandardCharsets.UTF_8);
        for (int id = 100; id < 120; id++) {
            ByteBuffer message = ByteBuffer.wrap(data);
            int number = id;
            Attempt send = Attempt.of(() -> {
                remote.send(number, message, SendOptions.timeout(Duration.ofMillis(20)));
                return null;
            });
            assertThat(send.failure(SendTimeoutException.class).outcomeCause()).isIn(Cause.UNDECIDED, Cause.LINK_FULL);
            refused.add(id);
        }
        owner.resume();
        for (int id = 200; id < 210; id++) {
            remote.send(id, bytes("after"));
        }
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() ->
                        assertThat(receivedIds()).containsExactly(1, 200, 201, 202, 203, 204, 205, 206, 207, 208, 209));
        assertThat(receivedIds()).doesNotContainAnyElementsOf(refused);
    }

    private List<Integer> receivedIds() throws Exception {
        return Arrays.stream(owner.ask("received").split(","))
                .map(entry -> Integer.valueOf(entry.substring(0, entry.indexOf(':'))))
                .toList();
    }

    /** A node that has no link yet cannot get one, and says so in time. */
    @Test
    void aConnectToAStoppedProcessEndsInTime() throws Exception {
        Roadstead other = machine.kernel("other");
        Attempt connect = Attempt.of(() -> other.registry("other").connect(NAME));
        assertThat(connect.failure(TransportException.class)).hasMessageContaining("stopped");
        assertThat(connect.took()).isLessThan(Duration.ofSeconds(5));

        Attempt create = Attempt.of(() -> other.registry("other").createLocal(NAME, message -> null));
        assertThat(create.failure(NameInUseException.class).owner()).isEmpty();
        assertThat(create.took()).isLessThan(Duration.ofSeconds(5));

        owner.resume();
        RemoteMessagePort late = other.registry("other").connect(NAME);
        assertThat(text(late.request(PeerProgram.ECHO, bytes("at last")).data()))
                .isEqualTo("at last");
    }
}
