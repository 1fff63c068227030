package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.roadstead.testkit.Utf8.bytes;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.roadstead.port.Cause;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendStatus;
import org.roadstead.port.SendTimeoutException;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** A port of another process whose queue of two messages is full. */
@ShownIn(Place.UDS)
class FullQueueIT {
    private static final Duration AT_ONCE = Duration.ofMillis(150);

    @RegisterExtension
    final Machine machine = new Machine();

    private Peer owner;
    private RemoteMessagePort remote;

    @BeforeEach
    void fill() throws Exception {
        owner = machine.peer("owner");
        owner.ask("deaf test.full 2");
        remote = machine.kernel("test").registry("client").connect(PortName.of("test.full"));
        remote.send(1, bytes("a"));
        remote.send(2, bytes("b"));
        assertThat(owner.ask("depth test.full")).isEqualTo("2");
        // What is measured later is no loading of classes.
        assertThatThrownBy(() -> remote.send(0, null, SendOptions.timeout(Duration.ZERO)))
                .isInstanceOf(SendTimeoutException.class);
    }

    @Test
    @Scenario({"CF52", "M3"})
    void aSendToAFullQueueFailsAtItsTimeoutAndNotBefore() throws Exception {
        Duration timeout = Duration.ofMillis(300);
        Attempt third = Attempt.of(() -> {
            remote.send(3, bytes("c"), SendOptions.timeout(timeout));
            return null;
        });
        SendTimeoutException full = third.failure(SendTimeoutException.class);

        assertThat(full.status()).isEqualTo(SendStatus.SEND_TIMEOUT);
        assertThat(full.outcomeCause()).isEqualTo(Cause.QUEUE_FULL);
        assertThat(full).hasMessageContaining("test.full").hasMessageContaining("300 ms");
        assertThat(third.took()).isBetween(timeout, timeout.plusMillis(500));
        assertOnlyTheFirstTwoAreDelivered();
    }

    @Test
    @Scenario({"CF49", "M2"})
    void aSendWithoutPatienceFailsAtOnce() throws Exception {
        Attempt third = Attempt.of(() -> {
            remote.send(3, bytes("c"), SendOptions.timeout(Duration.ZERO));
            return null;
        });
        assertThat(third.failure(SendTimeoutException.class).outcomeCause()).isEqualTo(Cause.QUEUE_FULL);
        assertThat(third.took()).isLessThan(AT_ONCE);
        assertOnlyTheFirstTwoAreDelivered();
    }

    /** Slots go to senders in the order in which they came. */
    @Test
    @Scenario({"CF51", "M4"})
    void sendersThatWaitGetTheFreedSlotsInOrder() throws Exception {
        Attempt third = send(3, "c");
        awaitBlocked(1);
        Attempt fourth = send(4, "d");
        awaitBlocked(2);
        assertThat(third.isOver() || fourth.isOver()).isFalse();

        owner.ask("attach test.full");
        third.result();
        fourth.result();
        remote.send(5, bytes("e"));
        awaitReceived("1:a,2:b,3:c,4:d,5:e");
    }

    /** A request meets the same full queue as a one-way message. */
    @Test
    void aRequestToAFullQueueFailsAsASendDoes() throws Exception {
        Attempt third = Attempt.of(
                () -> remote.request(3, bytes("c"), new SendOptions(Duration.ofMillis(100), Duration.ofSeconds(10))));
        assertThat(third.failure(SendTimeoutException.class).outcomeCause()).isEqualTo(Cause.QUEUE_FULL);
        assertThat(third.took()).isBetween(Duration.ofMillis(100), Duration.ofMillis(600));
        assertOnlyTheFirstTwoAreDelivered();
    }

    private Attempt send(int id, String text) {
        return Attempt.of(() -> {
            remote.send(id, bytes(text), SendOptions.timeout(Duration.ofSeconds(10)));
            return null;
        });
    }

    private void awaitBlocked(int count) {
        owner.awaitAnswer("blocked test.full", "" + count);
    }

    private void awaitReceived(String messages) {
        owner.awaitAnswer("received", messages);
    }

    private void assertOnlyTheFirstTwoAreDelivered() throws Exception {
        owner.ask("attach test.full");
        remote.send(9, bytes("z"));
        awaitReceived("1:a,2:b,9:z");
    }
}
