package org.roadstead.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.testkit.Utf8.bytes;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.roadstead.port.Cause;
import org.roadstead.port.Dispatch;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendStatus;
import org.roadstead.port.SendTimeoutException;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** A port that nobody serves, with room for two messages, and both are there. */
@ShownIn(Place.VM)
public class FullQueueIT extends FrameworkTest {
    private final List<Integer> handled = new CopyOnWriteArrayList<>();
    private ExecutorService executor;
    private LocalMessagePort local;
    private RemoteMessagePort remote;

    @Before
    public void fill() throws Exception {
        handled.clear();
        executor = Executors.newSingleThreadExecutor();
        PortName name = PortName.of("test.full");
        local = bundle("test.owner")
                .registry()
                .createLocal(LocalPortOptions.named(name, message -> {
                            handled.add(message.id());
                            return null;
                        })
                        .withDispatch(Dispatch.none())
                        .withQueueLimit(2));
        remote = bundle("test.client").registry().connect(name);
        remote.send(1, null);
        remote.send(2, null);
        assertThat(local.queueDepth()).isEqualTo(2);
        send(0, Duration.ZERO).failure(SendTimeoutException.class); // what is measured later is no loading of classes
    }

    @After
    public void shutDown() {
        executor.shutdownNow();
    }

    @Test
    @Scenario({"CF52", "M3"})
    public void theThirdSendTimesOutAndNotTooEarly() throws Exception {
        Duration timeout = Duration.ofMillis(300);
        Attempt third = send(3, timeout);
        SendTimeoutException full = third.failure(SendTimeoutException.class);
        assertThat(full.status()).isEqualTo(SendStatus.SEND_TIMEOUT);
        assertThat(full.outcomeCause()).isEqualTo(Cause.QUEUE_FULL);
        assertThat(full).hasMessageContaining("test.full").hasMessageContaining("2 of 2");
        assertThat(third.took()).isBetween(timeout, timeout.plusMillis(500));
        assertDelivered(1, 2);
    }

    @Test
    @Scenario({"CF49", "M2"})
    public void aSendWithTimeoutZeroDoesNotWait() throws Exception {
        Attempt third = send(3, Duration.ZERO);
        assertThat(third.failure(SendTimeoutException.class).outcomeCause()).isEqualTo(Cause.QUEUE_FULL);
        assertThat(third.took()).isLessThan(Duration.ofMillis(150));
        assertDelivered(1, 2);
    }

    /** Nobody overtakes who waits. */
    @Test
    @Scenario({"CF51", "M4"})
    public void sendersThatWaitGetTheFreedSlotsInOrder() throws Exception {
        Attempt third = send(3, Duration.ofSeconds(10));
        awaitBlocked(1);
        Attempt fourth = send(4, Duration.ofSeconds(10));
        awaitBlocked(2);
        assertThat(third.isOver() || fourth.isOver()).isFalse();
        local.dispatchOn(executor);
        third.result();
        fourth.result();
        assertDelivered(1, 2, 3, 4);
    }

    /** A sender that gives up leaves no hole and no message. */
    @Test
    public void aSenderThatGaveUpDoesNotTakeASlot() throws Exception {
        Attempt third = send(3, Duration.ofMillis(100));
        awaitBlocked(1);
        Attempt fourth = send(4, Duration.ofSeconds(10));
        third.failure(SendTimeoutException.class);
        local.dispatchOn(executor);
        fourth.result();
        assertDelivered(1, 2, 4);
    }

    @Test
    @Scenario("CF54")
    public void anInterruptEndsTheWaitAndTakesTheMessageBack() throws Exception {
        Thread[] sender = new Thread[1];
        Attempt third = Attempt.of(() -> {
            sender[0] = Thread.currentThread();
            remote.send(3, null, SendOptions.timeout(SendOptions.FOREVER));
            return null;
        });
        awaitBlocked(1);
        long interrupted = System.nanoTime();
        sender[0].interrupt();
        third.failure(InterruptedException.class);
        assertThat(third.endedAfter(interrupted)).isLessThan(Duration.ofMillis(250));
        assertThat(remote.isValid()).isTrue();
        assertDelivered(1, 2);
    }

    private Attempt send(int id, Duration timeout) {
        return Attempt.of(() -> {
            remote.send(id, bytes("m"), SendOptions.timeout(timeout));
            return null;
        });
    }

    private void awaitBlocked(int count) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> service(PortRuntime.class).snapshot().ports().stream()
                        .anyMatch(port -> port.name().equals("test.full") && port.blocked() == count));
    }

    /** Serves the port and sends one message more, which comes last. */
    private void assertDelivered(Integer... ids) throws Exception {
        local.dispatchOn(executor);
        remote.send(99, null);
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> handled.contains(99));
        assertThat(handled).startsWith(ids).hasSize(ids.length + 1);
    }
}
