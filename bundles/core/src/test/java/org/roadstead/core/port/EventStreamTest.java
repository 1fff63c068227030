package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.runtime.EventOptions;
import org.roadstead.runtime.EventStream;
import org.roadstead.runtime.PortEvent;

/** What a stream tells, of this node and of others, and what it never does: hold up a port, or tell what was not asked for. */
class EventStreamTest {
    private static final PortName NAME = PortName.of("told");
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration HERE_ONLY = Duration.ZERO;

    private static PortEvent next(EventStream events, PortEvent.Kind kind) throws InterruptedException {
        for (; ; ) {
            Optional<PortEvent> event = events.next(SOON);
            assertThat(event).as("waiting for %s", kind).isPresent();
            if (event.get().kind() == kind) {
                return event.get();
            }
        }
    }

    private static List<PortEvent> all(EventStream events) throws InterruptedException {
        List<PortEvent> all = new ArrayList<>();
        for (Optional<PortEvent> event = events.next(Duration.ZERO); event.isPresent(); ) {
            all.add(event.get());
            event = events.next(Duration.ZERO);
        }
        return all;
    }

    @Test
    void aPortIsToldAsItComesAndGoesAndNothingFromBefore() throws Exception {
        try (Kernel kernel = new Kernel("one")) {
            kernel.registry("before").createLocal(PortName.of("before"), IncomingMessage::data);
            try (EventStream events = kernel.runtime().events(EventOptions.CHANGES, HERE_ONLY)) {
                LocalMessagePort port = kernel.registry("owner").createLocal(NAME, IncomingMessage::data);
                kernel.registry("owner").connect(NAME).request(1, bytes("not asked for"));
                port.close();
                List<PortEvent> all = all(events);
                assertThat(all)
                        .extracting(PortEvent::kind)
                        .containsExactly(PortEvent.Kind.PORT_OPENED, PortEvent.Kind.PORT_ENDED);
                assertThat(all.get(1).port()).isEqualTo("told");
                assertThat(all.get(1).owner()).isEqualTo("owner");
                assertThat(all.get(1).detail()).contains("invalidated");
            }
        }
    }

    @Test
    void aPayloadIsToldOnlyToWhoAskedForItAndNoLongerThanAllowed() throws Exception {
        try (Kernel kernel = new Kernel("one");
                EventStream changes = kernel.runtime().events(EventOptions.CHANGES, HERE_ONLY);
                EventStream messages = kernel.runtime().events(EventOptions.MESSAGES, HERE_ONLY);
                EventStream payloads = kernel.runtime().events(EventOptions.PAYLOAD, HERE_ONLY)) {
            kernel.registry("owner").createLocal(NAME, message -> {
                throw new IllegalStateException("on purpose");
            });
            kernel.registry("client").connect(NAME).send(9, bytes("x".repeat(5000)));
            PortEvent event = next(payloads, PortEvent.Kind.MESSAGE);
            assertThat(text(event.payload())).isEqualTo("x".repeat(PortEvent.MAX_PAYLOAD));
            assertThat(event.id()).isEqualTo(9);
            assertThat(event.bytes()).isEqualTo(5000);
            assertThat(event.detail()).contains("message from client", "failed", "on purpose");
            assertThat(next(messages, PortEvent.Kind.MESSAGE).payload().hasRemaining())
                    .isFalse();
            assertThat(all(changes)).extracting(PortEvent::kind).containsOnly(PortEvent.Kind.PORT_OPENED);
        }
    }

    @Test
    void whoReadsTooSlowlyHoldsUpNobodyAndIsToldHowManyItMissed() throws Exception {
        int sent = 6_000;
        try (Kernel kernel = new Kernel("one");
                EventStream events = kernel.runtime().events(EventOptions.MESSAGES, HERE_ONLY)) {
            AtomicInteger handled = new AtomicInteger();
            kernel.registry("owner").createLocal(NAME, message -> {
                handled.incrementAndGet();
                return null;
            });
            RemoteMessagePort port = kernel.registry("client").connect(NAME);
            for (int i = 0; i < sent; i++) {
                port.send(i, null);
            }
            await().until(() -> handled.get() == sent);
            await().until(() -> kernel.events().after(0, EventOptions.CHANGES).last() == sent + 1);
            List<PortEvent> read = all(events);
            assertThat(read).hasSizeLessThan(sent);
            assertThat(read.size() + events.missed()).isEqualTo(sent + 1);
            long first = read.get(0).number();
            assertThat(read)
                    .extracting(PortEvent::number)
                    .containsExactlyElementsOf(
                            LongStream.range(first, first + read.size()).boxed().toList());
        }
    }

    @Test
    void messagesCostNothingMoreOnceNobodyReadsThem() throws Exception {
        try (Kernel kernel = new Kernel("one")) {
            EventStream events = kernel.runtime().events(EventOptions.PAYLOAD, HERE_ONLY);
            assertThat(kernel.events().wantsMessages()).isTrue();
            events.close();
            events.close();
            assertThat(kernel.events().wantsMessages()).isFalse();
            assertThat(events.next(SOON)).isEmpty();
        }
    }

    @Test
    void theEventsOfAnotherNodeComeInTheirOrderWithItsMessages() throws Exception {
        try (Arrangement.TwoKernels two = new Arrangement.TwoKernels()) {
            try (EventStream events = two.clientsKernel().runtime().events(EventOptions.PAYLOAD, SOON)) {
                await().until(() -> two.ownersKernel().events().wantsMessages());
                LocalMessagePort port = two.owner().createLocal(NAME, IncomingMessage::data);
                PortEvent opened = next(events, PortEvent.Kind.PORT_OPENED);
                assertThat(opened.node()).startsWith("server, process ");
                two.client().connect(NAME).request(3, bytes("across"));
                PortEvent message = next(events, PortEvent.Kind.MESSAGE);
                assertThat(text(message.payload())).isEqualTo("across");
                assertThat(message.number()).isGreaterThan(opened.number());
                port.close();
                assertThat(next(events, PortEvent.Kind.PORT_ENDED).port()).isEqualTo("told");
                two.ownersKernel().close();
                PortEvent down = next(events, PortEvent.Kind.LINK_DOWN);
                if (down.node().startsWith("server")) { // its own last word, if that still came across
                    down = next(events, PortEvent.Kind.LINK_DOWN);
                }
                assertThat(down.detail()).startsWith("server, process ");
            }
        }
    }
}
