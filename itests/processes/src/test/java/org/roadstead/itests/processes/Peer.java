package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A {@link PeerProgram} in a process of its own, or one that takes orders in the same way. */
final class Peer extends Child {
    private int answers;
    private int orders;

    Peer(String label, ProcessBuilder builder) throws IOException {
        super(label, builder);
        orders = 1; // it says that it is ready, unasked
    }

    /** Waits until its kernel is up. */
    Peer ready() throws InterruptedException {
        answer();
        return this;
    }

    /** Gives an order and waits until it is done. Returns the answer. */
    String ask(String order) throws IOException, InterruptedException {
        tell(order);
        return answer();
    }

    /** Gives an order again and again until the answer is as expected. */
    void awaitAnswer(String order, String expected) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask(order)).isEqualTo(expected));
    }

    /** Gives an order that takes its time; {@link #answer()} waits for its end. */
    void tell(String order) throws IOException {
        OutputStream to = process().getOutputStream();
        to.write((order + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
        orders++;
    }

    /** Waits for the answer to the oldest order that was not answered yet. */
    String answer() throws InterruptedException {
        return answer(PATIENCE);
    }

    /** Waits for the answer to the oldest order that was not answered yet. */
    String answer(Duration limit) throws InterruptedException {
        assertThat(orders).isGreaterThan(answers);
        String line = awaitLine(answers++, limit);
        assertThat(line).startsWith("ok ");
        return line.substring(3);
    }
}
