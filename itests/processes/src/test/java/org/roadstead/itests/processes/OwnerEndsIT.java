package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.testkit.Utf8.bytes;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.roadstead.port.Cause;
import org.roadstead.port.Invalidation;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** The owner of a port ends, well or badly, and those who wait for it are told at once. */
@ShownIn(Place.UDS)
class OwnerEndsIT {
    private static final Duration OF_A_DEATH = Duration.ofMillis(250);
    private static final Duration OF_AN_ORDERLY_END = Duration.ofMillis(50);
    private static final PortName NAME = PortName.of("test.mortal");

    /** An invalidation, and when it was told. */
    private record Told(Invalidation why, long at) {}

    @RegisterExtension
    final Machine machine = new Machine();

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private Peer owner;
    private PortRegistry registry;
    private RemoteMessagePort remote;

    @BeforeEach
    void connect() throws Exception {
        owner = machine.peer("owner");
        owner.ask("local test.mortal");
        registry = machine.kernel("test").registry("client");
        warmUp();
        remote = registry.connect(NAME);
        remote.onInvalidated((port, why) -> told.add(new Told(why, System.nanoTime())));
    }

    /** An end like those that are measured, so that they measure no loading of classes. */
    private void warmUp() throws Exception {
        owner.ask("deaf test.warm");
        RemoteMessagePort warm = registry.connect(PortName.of("test.warm"));
        CountDownLatch ended = new CountDownLatch(1);
        warm.onInvalidated((port, why) -> ended.countDown());
        Attempt waiting = Attempt.of(() -> warm.request(0, null));
        owner.awaitAnswer("depth test.warm", "1");
        owner.ask("invalidate test.warm");
        waiting.failure(PortBecameInvalidException.class);
        assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
    }

    /** Requests in the handler and in the queue behind it. */
    @Test
    @Scenario("CF79")
    void requestsDoNotOutliveAProcessThatIsKilled() throws Exception {
        List<Attempt> waiting = List.of(hang("first"), hang("second"));
        awaitBothAreThere();
        long killed = owner.kill();

        for (Attempt attempt : waiting) {
            PortBecameInvalidException end = attempt.failure(PortBecameInvalidException.class);
            assertThat(end.outcomeCause()).isEqualTo(Cause.PEER_DIED);
            assertThat(end).hasMessageContaining("test.mortal").hasMessageContaining("" + owner.pid());
            assertThat(attempt.endedAfter(killed)).isLessThan(OF_A_DEATH);
        }
    }

    @Test
    @Scenario({"CF78", "CF42"})
    void anIdleRemoteIsToldOfAKilledProcessOnceAndWithoutAsking() throws Exception {
        long killed = owner.kill();
        Told first = told.poll(5, TimeUnit.SECONDS);

        assertThat(first).isNotNull();
        assertThat(first.why().reason()).isEqualTo(Invalidation.Reason.PEER_DIED);
        assertThat(Duration.ofNanos(first.at() - killed)).isLessThan(OF_A_DEATH);
        assertThat(remote.isValid()).isFalse();
        owner.awaitExit();
        // The name is free for the next one at once, and the remote of the dead one does not come back to life.
        registry.createLocal(NAME, message -> null);
        assertThat(remote.isValid()).isFalse();
        assertThat(told).isEmpty();
        Attempt late = hang("late");
        assertThat(late.failure(PortInvalidException.class).outcomeCause()).isEqualTo(Cause.PEER_DIED);
    }

    /** An orderly end is told with its reason, from the moment it begins and not when the process is gone. */
    @Test
    void nobodyWaitsForAnOwnerThatEndsInGoodOrder() throws Exception {
        owner.ask("deaf test.queue");
        RemoteMessagePort queue = registry.connect(PortName.of("test.queue"));
        Attempt waiting = Attempt.of(() -> queue.request(0, bytes("unread")));
        owner.awaitAnswer("depth test.queue", "1");
        long began = Long.parseLong(owner.ask("close"));

        assertThat(waiting.failure(PortBecameInvalidException.class).outcomeCause())
                .isEqualTo(Cause.OWNER_STOPPED);
        assertThat(waiting.endedAfter(began)).isLessThan(OF_AN_ORDERLY_END);
        Told first = told.poll(5, TimeUnit.SECONDS);
        assertThat(first).isNotNull();
        assertThat(first.why().reason()).isIn(Invalidation.Reason.OWNER_STOPPED, Invalidation.Reason.SERVICE_STOPPED);
        assertThat(Duration.ofNanos(first.at() - began)).isLessThan(OF_AN_ORDERLY_END);
        assertThat(told).isEmpty();
        assertThat(owner.process().isAlive()).isTrue();
    }

    @Test
    @Scenario({"M70", "M33"})
    void aRequestInTheQueueEndsWhenTheOwnerInvalidatesThePort() throws Exception {
        owner.ask("deaf test.queue");
        RemoteMessagePort queue = registry.connect(PortName.of("test.queue"));
        Attempt waiting = Attempt.of(() -> queue.request(0, bytes("unread")));
        owner.awaitAnswer("depth test.queue", "1");
        long began = System.nanoTime();
        owner.ask("invalidate test.queue");

        assertThat(waiting.failure(PortBecameInvalidException.class).outcomeCause())
                .isEqualTo(Cause.INVALIDATED);
        assertThat(waiting.endedAfter(began)).isLessThan(OF_A_DEATH);
        Attempt next = Attempt.of(() -> queue.request(0, bytes("next")));
        assertThat(next.failure(PortInvalidException.class).outcomeCause()).isEqualTo(Cause.INVALIDATED);
        // Only that port has ended, not the link.
        assertThat(remote.isValid()).isTrue();
        remote.request(PeerProgram.ECHO, bytes("still here"));
    }

    private Attempt hang(String text) {
        return Attempt.of(() -> remote.request(PeerProgram.HANG, bytes(text)));
    }

    private void awaitBothAreThere() {
        owner.awaitAnswer("handled", "1");
        owner.awaitAnswer("depth test.mortal", "1");
    }
}
