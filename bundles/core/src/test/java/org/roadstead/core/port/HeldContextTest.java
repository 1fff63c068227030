package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.Cause;
import org.roadstead.port.ContextHooks;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.TransportException;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;
import org.roadstead.testkit.Utf8;

/** Every acquire of a context has one release, and the last is that of the port. */
@ShownIn(Place.VM)
@Timeout(60)
class HeldContextTest {
    private static final PortName NAME = PortName.of("life");

    private final Kernel kernel = new Kernel("life");
    private final PortRegistry server = kernel.registry("server");
    private final PortRegistry client = kernel.registry("client");

    @AfterEach
    void close() {
        kernel.close();
    }

    /** Counts what is held, and notices a release too many and a use after the last release. */
    private static final class Counted implements ContextHooks {
        final AtomicInteger acquired = new AtomicInteger();
        final AtomicInteger held = new AtomicInteger();
        final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Object acquire(Object info) {
            if (held.getAndIncrement() == 0 && acquired.get() > 0) {
                wrong.add("acquired after the last release");
            }
            acquired.incrementAndGet();
            return info;
        }

        @Override
        public void release(Object info) {
            if (held.decrementAndGet() < 0) {
                wrong.add("released once too often");
            }
        }

        @Override
        public String describe(Object info) {
            return "the counted " + info;
        }
    }

    private LocalPortOptions counted(Counted hooks) {
        return LocalPortOptions.named(NAME, IncomingMessage::data).withContext("info", hooks);
    }

    @Test
    @Scenario({"CF22", "CF25"})
    void aContextIsAcquiredOnceForThePortAndOnceForEachMessageAndReleasedAsOften() throws Exception {
        Counted hooks = new Counted();
        LocalMessagePort port = server.createLocal(LocalPortOptions.named(NAME, message -> {
                    assertThat(message.context()).hasValue("info");
                    assertThat(message.port().name()).hasValue(NAME);
                    assertThat(hooks.held).hasValue(2);
                    if (message.id() == 3) {
                        throw new IllegalStateException("on purpose");
                    }
                    return null;
                })
                .withContext("info", hooks));
        assertThat(hooks.acquired).hasValue(1);
        assertThat(port.context()).hasValue("info");
        assertThat(port).hasToString("local port life of server, context the counted info");
        RemoteMessagePort remote = client.connect(NAME);
        remote.request(1, null);
        remote.request(2, null);
        assertThatThrownBy(() -> remote.request(3, null)).isInstanceOf(TransportException.class);
        await().until(() -> hooks.held.get() == 1);
        assertThat(hooks.acquired).hasValue(4);
        assertThat(port.close(Duration.ofSeconds(5))).isTrue();
        assertThat(port.context()).isEmpty();
        await().until(() -> hooks.held.get() == 0);
        port.invalidate();
        assertThat(hooks.acquired).hasValue(4);
        assertThat(hooks.wrong).isEmpty();
    }

    @Test
    void aContextIsHeldWhileItsHandlerRunsThoughThePortHasEnded() throws Exception {
        Counted hooks = new Counted();
        CompletableFuture<IncomingMessage> running = new CompletableFuture<>();
        CountDownLatch goOn = new CountDownLatch(1);
        LocalMessagePort port = server.createLocal(LocalPortOptions.named(NAME, message -> {
                    running.complete(message);
                    goOn.await();
                    assertThat(hooks.held).hasValue(2);
                    return message.context()
                            .map(Object::toString)
                            .map(Utf8::bytes)
                            .orElse(null);
                })
                .withContext("info", hooks));
        Attempt request = Attempt.of(() -> client.connect(NAME).request(1, null));
        running.get();
        port.invalidate();
        assertThat(port.context()).isEmpty();
        goOn.countDown();
        assertThat(Utf8.text(((Reply) request.result()).data())).isEqualTo("info");
        await().until(() -> hooks.held.get() == 0);
        assertThat(hooks.wrong).isEmpty();
    }

    @Test
    void aContextIsNeverAcquiredAfterItsLastReleaseWhenMessagesCrossTheEnd() throws Exception {
        for (int round = 0; round < 30; round++) {
            Counted hooks = new Counted();
            LocalMessagePort port = server.createLocal(counted(hooks));
            RemoteMessagePort remote = client.connect(NAME);
            Attempt sending = Attempt.of(() -> {
                while (true) {
                    try {
                        remote.request(1, null);
                    } catch (MessagePortException e) {
                        return e.status();
                    }
                }
            });
            await().pollInterval(Duration.ofMillis(1)).until(() -> hooks.acquired.get() > 5);
            port.invalidate();
            sending.result();
            await().pollInterval(Duration.ofMillis(1)).until(() -> hooks.held.get() == 0);
            assertThat(hooks.wrong).isEmpty();
        }
    }

    @Test
    void aHookThatThrowsKeepsThePortFromBeingMadeAndFailsOneMessageOnly() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        ContextHooks failing = new ContextHooks() {
            @Override
            public Object acquire(Object info) {
                if (info.equals("never") || calls.incrementAndGet() == 2) {
                    throw new IllegalStateException("not now");
                }
                return info;
            }

            @Override
            public void release(Object info) {
                throw new IllegalStateException("cannot");
            }
        };
        LocalPortOptions options = LocalPortOptions.named(NAME, IncomingMessage::data);
        assertThatThrownBy(() -> server.createLocal(options.withContext("never", failing)))
                .hasMessageContaining("not now");
        server.createLocal(options.withContext("info", failing));
        RemoteMessagePort remote = client.connect(NAME);
        assertThatThrownBy(() -> remote.request(1, null))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.outcomeCause()).isEqualTo(Cause.HANDLER_FAILED))
                .hasMessageContaining("its context was not to be had")
                .hasMessageContaining("not now");
        assertThat(remote.request(2, null).isEmpty()).isTrue();
    }

    @Test
    @Scenario({"CF4", "CF23"})
    void aNameOfAnotherOwnerIsNotOpenedAndItsContextNotKept() {
        server.createLocal(NAME, IncomingMessage::data);
        Counted hooks = new Counted();
        assertThatThrownBy(() -> client.openOrGet(counted(hooks)))
                .isInstanceOf(NameInUseException.class)
                .hasMessageContaining("in use by server");
        assertThat(hooks.held).hasValue(0);
        assertThat(hooks.wrong).isEmpty();
    }
}
