package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.Invalidation;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.SendOptions;
import org.roadstead.runtime.NodeSnapshot;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;

/** Everything that is promised, with owner and client in two kernels, and what only a link can show. */
@ShownIn(Place.UDS)
class TwoKernelsTest extends OutcomesContract {
    private static final PortName ECHO = PortName.of("echo");

    @Override
    Arrangement arrange() throws Exception {
        return new Arrangement.TwoKernels();
    }

    @Test
    void aLostLinkIsDeathToEveryWaitAndEveryHandle() throws Exception {
        try (Arrangement.TwoKernels two = new Arrangement.TwoKernels()) {
            two.owner().createLocal(ECHO, message -> {
                message.responder();
                return null;
            });
            RemoteMessagePort port = two.client().connect(ECHO);
            AtomicReference<Invalidation> end = new AtomicReference<>();
            port.onInvalidated((ended, why) -> end.set(why));
            CompletableFuture<Reply> waiting =
                    port.requestAsync(1, null, SendOptions.DEFAULT).toCompletableFuture();
            await().until(() -> two.clientsKernel().snapshot().links().get(0).inFlight() == 1);

            two.serverTransport.close(); // as the end of the process looks from outside: no word of goodbye

            assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(PortBecameInvalidException.class)
                    .hasMessageContaining("server");
            await().until(() -> end.get() != null);
            assertThat(end.get().reason()).isEqualTo(Invalidation.Reason.PEER_DIED);
            assertThat(two.clientsKernel().snapshot().links()).isEmpty();
        }
    }

    @Test
    void anOrderlyEndOfTheOtherKernelIsNotCalledADeath() throws Exception {
        try (Arrangement.TwoKernels two = new Arrangement.TwoKernels()) {
            two.owner().createLocal(ECHO, IncomingMessage::data);
            RemoteMessagePort port = two.client().connect(ECHO);
            port.request(1, null);
            AtomicReference<Invalidation> end = new AtomicReference<>();
            port.onInvalidated((ended, why) -> end.set(why));
            two.ownersKernel().close();
            await().until(() -> end.get() != null);
            assertThat(end.get().reason()).isIn(Invalidation.Reason.OWNER_STOPPED, Invalidation.Reason.SERVICE_STOPPED);
        }
    }

    @Test
    void twoKernelsThatDialEachOtherAtOnceKeepOneLink() throws Exception {
        for (int round = 0; round < 30; round++) {
            try (Arrangement.TwoKernels two = new Arrangement.TwoKernels()) {
                two.owner().createLocal(PortName.of("a"), IncomingMessage::data);
                two.client().createLocal(PortName.of("b"), IncomingMessage::data);
                CyclicBarrier start = new CyclicBarrier(2);
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                    try {
                        start.await();
                        two.owner().connect(PortName.of("b")).request(1, null);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
                start.await();
                two.client().connect(PortName.of("a")).request(1, null);
                other.get(10, TimeUnit.SECONDS);
                await().until(() -> two.clientsKernel().snapshot().links().size() == 1
                        && two.ownersKernel().snapshot().links().size() == 1);
            }
        }
    }

    @Test
    void everyNodeIsSeenThroughItsControlPort() throws Exception {
        try (Arrangement.TwoKernels two = new Arrangement.TwoKernels()) {
            two.owner().createLocal(ECHO, IncomingMessage::data);
            List<NodeSnapshot> nodes = two.clientsKernel().runtime().nodes(Duration.ofSeconds(5));
            assertThat(nodes).extracting(NodeSnapshot::label).containsExactly("client", "server");
            assertThat(nodes.get(1).ports()).singleElement().satisfies(port -> {
                assertThat(port.name()).isEqualTo("echo");
                assertThat(port.owner()).isEqualTo("owner");
                assertThat(port.transports()).containsExactly("vm", "uds");
                assertThat(port.published()).isTrue();
                assertThat(port.limit()).isEqualTo(64);
            });
            assertThat(two.clientsKernel().runtime().ping(ECHO, Duration.ofSeconds(5)))
                    .isPositive();
        }
    }

    @Test
    void aTransportThatGoesTakesItsLinksAndThePortsStayAndComeBackWithIt() throws Exception {
        try (Arrangement.TwoKernels two = new Arrangement.TwoKernels()) {
            LocalMessagePort local = two.owner().createLocal(ECHO, IncomingMessage::data);
            RemoteMessagePort port = two.client().connect(ECHO);
            two.ownersKernel().detach(two.serverTransport);
            await().until(() -> !port.isValid());
            assertThat(local.isValid()).isTrue();
            assertThat(local.isPublished()).isFalse();
            try (var back = org.roadstead.transport.uds.internal.UdsTransport.at(two.directory)) {
                two.ownersKernel().attach(back);
                assertThat(local.isPublished()).isTrue();
                two.client().connect(ECHO).request(1, null);
                two.ownersKernel().detach(back);
            }
        }
    }

    @Test
    void aHandleThatIsClosedIsGivenBackToTheHome() throws Exception {
        try (Arrangement.TwoKernels two = new Arrangement.TwoKernels()) {
            two.owner().createLocal(ECHO, IncomingMessage::data);
            List<RemoteMessagePort> handles = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                handles.add(two.client().connect(ECHO));
            }
            handles.forEach(RemoteMessagePort::close);
            RemoteMessagePort again = two.client().connect(ECHO);
            assertThat(again.request(1, null).isEmpty()).isTrue();
        }
    }
}
