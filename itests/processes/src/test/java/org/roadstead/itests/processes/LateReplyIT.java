package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.roadstead.port.Cause;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.ReplyTimeoutException;
import org.roadstead.port.SendOptions;
import org.roadstead.standalone.Roadstead;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** A reply that comes after its request has ended is dropped and counted; it is never taken for another one's. */
@ShownIn(Place.UDS)
class LateReplyIT {
    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    @Scenario("M65")
    void aLateReplyIsCountedAndNotGivenToTheNextRequest() throws Exception {
        Peer owner = machine.peer("owner");
        owner.ask("local test.slow");
        Roadstead kernel = machine.kernel("test");
        RemoteMessagePort remote = kernel.registry("client").connect(PortName.of("test.slow"));

        Duration timeout = Duration.ofMillis(200);
        Attempt slow = Attempt.of(
                () -> remote.request(PeerProgram.HANG, bytes("late"), SendOptions.DEFAULT.withReplyTimeout(timeout)));
        assertThat(slow.failure(ReplyTimeoutException.class).outcomeCause()).isEqualTo(Cause.NO_REPLY);
        assertThat(slow.took()).isBetween(timeout, timeout.plusMillis(500));
        assertThat(remote.isValid()).isTrue();
        assertThat(kernel.runtime().snapshot().lateReplies()).isZero();

        Attempt next = Attempt.of(
                () -> text(remote.request(PeerProgram.ECHO, bytes("in time")).data()));
        owner.ask("release");
        assertThat(next.result()).isEqualTo("in time");
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() ->
                        assertThat(kernel.runtime().snapshot().lateReplies()).isEqualTo(1));
    }
}
