package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.roadstead.port.Dispatch;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.port.WouldDeadlockException;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** Everything that is promised, with owner and client in one kernel. */
@ShownIn(Place.VM)
class OneKernelTest extends OutcomesContract {
    @Override
    Arrangement arrange() {
        return new Arrangement.OneKernel();
    }

    @Test
    @Scenario("CF68")
    void aHandlerThatWaitsForItsOwnPortIsRefusedAtOnceAndTheAsynchronousFormWorks() throws Exception {
        try (Arrangement.OneKernel one = new Arrangement.OneKernel()) {
            PortRegistry registry = one.owner();
            AtomicReference<RemoteMessagePort> self = new AtomicReference<>();
            CompletableFuture<Throwable> refused = new CompletableFuture<>();
            CompletableFuture<Integer> nested = new CompletableFuture<>();
            registry.createLocal(PortName.of("self"), message -> {
                if (message.id() == 1) {
                    try {
                        self.get().request(2, null);
                        refused.complete(null);
                    } catch (WouldDeadlockException e) {
                        refused.complete(e);
                    }
                    self.get()
                            .requestAsync(3, null, SendOptions.DEFAULT)
                            .thenAccept(reply -> nested.complete(message.id()));
                }
                return null;
            });
            self.set(registry.connect(PortName.of("self")));
            self.get().request(1, null);
            assertThat(refused.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(WouldDeadlockException.class)
                    .hasMessageContaining("requestAsync");
            assertThat(nested.get(5, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void aDirectHandlerThatFeedsItsOwnPortMakesALoopAndNoRecursion() throws Exception {
        try (Arrangement.OneKernel one = new Arrangement.OneKernel()) {
            AtomicReference<RemoteMessagePort> self = new AtomicReference<>();
            CompletableFuture<Integer> last = new CompletableFuture<>();
            one.owner()
                    .createLocal(LocalPortOptions.named("chain", message -> {
                                if (message.id() == 0) {
                                    last.complete(0);
                                } else {
                                    self.get().send(message.id() - 1, null);
                                }
                                return null;
                            })
                            .withDispatch(Dispatch.direct()));
            self.set(one.client().connect(PortName.of("chain")));
            self.get().send(100_000, null);
            assertThat(last.get(5, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void aRegistryWhoseOwnerHasStoppedRefusesEverything() throws Exception {
        try (Arrangement.OneKernel one = new Arrangement.OneKernel()) {
            PortRegistry registry = one.owner();
            one.ownersKernel().space("owner").close(java.time.Duration.ZERO);
            assertThatThrownBy(() -> registry.createLocal(PortName.of("late"), message -> null))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("owner has stopped");
            assertThatThrownBy(() -> registry.connect(PortName.of("late"))).isInstanceOf(IllegalStateException.class);
        }
    }
}
