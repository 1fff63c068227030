package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.testkit.Utf8.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** Back-pressure from three processes at a queue of five loses, doubles and reorders nothing. */
@ShownIn(Place.UDS)
class OrderOfMessagesIT {
    private static final int SENDERS = 3;
    private static final int EACH = 5_000;

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    @Scenario("CF45")
    void threeSendersAtASmallQueueKeepTheirOrder() throws Exception {
        Map<String, List<Integer>> came = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(SENDERS * EACH);
        machine.kernel("test")
                .registry("test")
                .createLocal(LocalPortOptions.named("test.narrow", message -> {
                            came.computeIfAbsent(text(message.data()), mark -> new ArrayList<>())
                                    .add(message.id());
                            left.countDown();
                            return null;
                        })
                        .withQueueLimit(5));
        List<Peer> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(machine.startPeer("sender" + i));
        }
        for (Peer sender : senders) {
            sender.ready();
        }
        long began = System.nanoTime();
        for (int i = 0; i < SENDERS; i++) {
            senders.get(i).tell("burst test.narrow " + EACH + " sender" + i);
        }
        for (Peer sender : senders) {
            assertThat(sender.answer(Duration.ofSeconds(60))).isEqualTo("" + EACH);
        }
        assertThat(left.await(5, TimeUnit.SECONDS))
                .as("all messages are handled")
                .isTrue();
        System.out.printf(
                "%d messages through a queue of 5 in %d ms%n",
                SENDERS * EACH, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        assertThat(came).hasSize(SENDERS);
        List<Integer> inOrder = IntStream.range(0, EACH).boxed().toList();
        came.forEach((mark, ids) -> assertThat(ids).as(mark).isEqualTo(inOrder));
    }
}
