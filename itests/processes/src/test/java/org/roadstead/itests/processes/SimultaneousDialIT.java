package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** D18: two nodes that dial each other at the same moment end with one link, and lose no request by it. */
class SimultaneousDialIT {
    private static final int ROUNDS = 50;
    private static final long LEAD = TimeUnit.MILLISECONDS.toNanos(3);

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void twoDialsAtOnceLeaveOneLinkAndAllRequestsAnswered() throws Exception {
        Peer a = machine.startPeer("a");
        Peer b = machine.startPeer("b");
        a.ready();
        b.ready();
        for (int round = 0; round < ROUNDS; round++) {
            String nodeOfA = a.ask("reopen");
            String nodeOfB = b.ask("reopen");
            a.ask("local port.a");
            b.ask("local port.b");
            long when = System.nanoTime() + LEAD;
            a.tell("dial port.b " + when);
            b.tell("dial port.a " + when);
            a.answer();
            b.answer();
            assertThat(a.ask("links")).as("links of a in round %d", round).isEqualTo(nodeOfB);
            assertThat(b.ask("links")).as("links of b in round %d", round).isEqualTo(nodeOfA);
            a.ask("echoes port.b 5");
            b.ask("echoes port.a 5");
        }
    }
}
