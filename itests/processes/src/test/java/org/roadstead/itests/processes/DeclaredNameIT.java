package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.roadstead.port.Invalidation;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.testkit.Attempt;

/** A declared name of another process: its clients notice nothing while nobody serves it, and its process takes it with it. */
class DeclaredNameIT {
    private static final PortName NAME = PortName.of("test.declared");

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void noMessageIsLostWhileNobodyServesTheNameAndTheNameDoesNotOutliveItsProcess() throws Exception {
        Peer owner = machine.peer("owner");
        owner.ask("declare test.declared");
        PortRegistry registry = machine.kernel("test").registry("client");
        RemoteMessagePort remote = registry.connect(NAME);
        BlockingQueue<Invalidation> told = new LinkedBlockingQueue<>();
        remote.onInvalidated((port, why) -> told.add(why));
        remote.send(1, bytes("served"));
        owner.awaitAnswer("handled", "1");

        owner.ask("invalidate test.declared");
        for (int id = 2; id < 10; id++) {
            remote.send(id, bytes("queued"));
        }
        Attempt request =
                Attempt.of(() -> text(remote.request(10, bytes("question")).data()));
        owner.awaitAnswer("waiting test.declared", "9");
        RemoteMessagePort second = registry.connect(NAME);
        owner.ask("declare test.declared");
        assertThat(request.result()).isEqualTo("question");
        assertThat(owner.ask("received"))
                .isEqualTo(
                        "1:served,2:queued,3:queued,4:queued,5:queued,6:queued,7:queued,8:queued,9:queued,10:question");
        second.request(11, null);
        assertThat(remote.isValid()).isTrue();
        assertThat(told).isEmpty();

        owner.ask("invalidate test.declared");
        Attempt waiting = Attempt.of(() -> remote.request(12, null));
        owner.awaitAnswer("waiting test.declared", "1");
        owner.kill();
        waiting.failure(PortBecameInvalidException.class);
        assertThat(told.poll(5, TimeUnit.SECONDS).reason()).isEqualTo(Invalidation.Reason.PEER_DIED);
    }
}
