package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.Dispatch;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.InvalidationListener;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortLease;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessagePort;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.SendOptions;
import org.roadstead.runloop.PortSource;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;
import org.roadstead.testkit.Utf8;

/** What a port takes, keeps and lets go, from its making to its end. */
@ShownIn(Place.VM)
@Timeout(60)
class PortLifeTest {
    private static final PortName NAME = PortName.of("life");

    private final Kernel kernel = new Kernel("life");
    private final PortRegistry server = kernel.registry("server");
    private final PortRegistry client = kernel.registry("client");

    @AfterEach
    void close() {
        kernel.close();
    }

    @Test
    @Scenario({"CF4", "CF23"})
    void whoOpensATakenNameOfItsOwnGetsThatPortAndIsToldSo() throws Exception {
        LocalPortLease first = server.openOrGet(LocalPortOptions.named(NAME, message -> Utf8.bytes("first")));
        LocalPortLease second = server.openOrGet(LocalPortOptions.named(NAME, message -> Utf8.bytes("second")));
        assertThat(first.adopted()).isTrue();
        assertThat(second.adopted()).isFalse();
        assertThat(second.port()).isSameAs(first.port());
        assertThat(Utf8.text(client.connect(NAME).request(1, null).data())).isEqualTo("first");
        first.port().invalidate();
        LocalPortLease third = server.openOrGet(LocalPortOptions.named(NAME, message -> Utf8.bytes("third")));
        assertThat(third.adopted()).isTrue();
        assertThat(Utf8.text(client.connect(NAME).request(1, null).data())).isEqualTo("third");
    }

    @Test
    void ofManyThreadsThatOpenANameOneMakesThePortAndAllGetIt() throws Exception {
        for (int round = 0; round < 50; round++) {
            List<Attempt> openings = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                openings.add(Attempt.of(() -> server.openOrGet(LocalPortOptions.named(NAME, IncomingMessage::data))));
            }
            List<LocalPortLease> leases = new ArrayList<>();
            for (Attempt opening : openings) {
                leases.add((LocalPortLease) opening.result());
            }
            assertThat(leases).filteredOn(LocalPortLease::adopted).hasSize(1);
            assertThat(leases)
                    .extracting(LocalPortLease::port)
                    .containsOnly(leases.get(0).port());
            leases.get(0).port().invalidate();
        }
    }

    @Test
    void anUnnamedPortIsAlwaysANewOne() {
        LocalPortOptions unnamed = LocalPortOptions.unnamed(IncomingMessage::data);
        LocalPortLease one = server.openOrGet(unnamed);
        LocalPortLease other = server.openOrGet(unnamed);
        assertThat(List.of(one.adopted(), other.adopted())).containsExactly(true, true);
        assertThat(one.port()).isNotSameAs(other.port());
    }

    @Test
    @Scenario("CF70")
    void theListenerInTheOnePlaceReplacesTheEarlierAndIsToldBeforeOthers() throws Exception {
        LocalMessagePort port = server.createLocal(NAME, IncomingMessage::data);
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        InvalidationListener last = (ended, why) -> told.add("last " + ended.isValid());
        assertThat(port.invalidationListener()).isEmpty();
        port.onInvalidated((ended, why) -> told.add("another"));
        port.setInvalidationListener((ended, why) -> told.add("first"));
        port.setInvalidationListener(last);
        assertThat(port.invalidationListener()).hasValue(last);
        port.invalidate();
        assertThat(List.of(told.take(), told.take())).containsExactly("last false", "another");
        assertThat(port.invalidationListener()).hasValue(last);
        server.runLoop().execute(() -> told.add("end"));
        assertThat(told.take()).isEqualTo("end");
    }

    @Test
    @Scenario("CF73")
    void aListenerPutIntoThePlaceOfAnEndedPortIsToldAtOnceEachTimeAndNotKept() {
        LocalMessagePort port = server.createLocal(NAME, IncomingMessage::data);
        RemoteMessagePort remote = client.connect(NAME);
        port.setInvalidationListener((ended, why) -> {});
        port.setInvalidationListener(null);
        port.invalidate();
        for (MessagePort ended : List.of(port, remote)) {
            List<Thread> told = new ArrayList<>();
            InvalidationListener late = (of, why) -> told.add(Thread.currentThread());
            ended.setInvalidationListener(late);
            ended.setInvalidationListener(late);
            assertThat(told).containsExactly(Thread.currentThread(), Thread.currentThread());
            assertThat(ended.invalidationListener()).isEmpty();
        }
    }

    @Test
    @Scenario("CF17")
    void twoRemotesToOnePortAreEqualAndTheirEndsAreTheirOwn() throws Exception {
        LocalMessagePort local = server.createLocal(NAME, IncomingMessage::data);
        RemoteMessagePort one = client.connect(NAME);
        RemoteMessagePort other = client.connect(NAME);
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).isNotSameAs(other);
        assertThat(Set.of(one)).contains(other);
        assertThat(one).isNotEqualTo(server.connect(NAME)).isNotEqualTo(local);
        one.invalidate();
        assertThat(other.request(1, null).isEmpty()).isTrue();
        local.invalidate();
        server.createLocal(NAME, IncomingMessage::data);
        assertThat(client.connect(NAME)).isNotEqualTo(other);
    }

    @Test
    void aLocalPortEqualsItselfOnlyAndKindsAreNeverMixedUp() {
        LocalMessagePort one = server.createLocal(LocalPortOptions.unnamed(IncomingMessage::data));
        LocalMessagePort other = server.createLocal(LocalPortOptions.unnamed(IncomingMessage::data));
        assertThat(one).isNotEqualTo(other).isIn(Set.of(one));
        assertThat(one).isInstanceOf(MessagePort.class).isNotInstanceOf(RemoteMessagePort.class);
        assertThat(MessagePort.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(LocalMessagePort.class, RemoteMessagePort.class);
    }

    @Test
    @Scenario("CF84")
    void closeWaitsForTheRunningHandlerAndNoneStartsAfterwards() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Integer> ended = Collections.synchronizedList(new ArrayList<>());
        LocalMessagePort port = server.createLocal(NAME, message -> {
            running.countDown();
            goOn.await();
            ended.add(message.id());
            return Utf8.bytes("done");
        });
        RemoteMessagePort remote = client.connect(NAME);
        CompletableFuture<Reply> first =
                remote.requestAsync(1, null, SendOptions.DEFAULT).toCompletableFuture();
        remote.send(2, null);
        running.await();
        assertThat(port.close(Duration.ofMillis(20)))
                .as("closed within a grace too short")
                .isFalse();
        assertThat(port.isValid()).isFalse();
        Attempt closing = Attempt.of(() -> port.close(Duration.ofSeconds(20)));
        await().until(() -> closing.thread().getState() == Thread.State.TIMED_WAITING);
        assertThat(closing.isOver()).isFalse();
        goOn.countDown();
        assertThat(closing.result()).isEqualTo(true);
        assertThat(ended).containsExactly(1);
        assertThat(Utf8.text(first.get().data())).isEqualTo("done");
        CountDownLatch later = new CountDownLatch(1);
        server.runLoop().execute(later::countDown);
        later.await();
        assertThat(ended).containsExactly(1);
    }

    @Test
    void closeDoesNotWaitForTheHandlerThatCallsItAndEndsOnAnInterrupt() throws Exception {
        CompletableFuture<Boolean> own = new CompletableFuture<>();
        CountDownLatch goOn = new CountDownLatch(1);
        LocalMessagePort port = server.createLocal(NAME, message -> {
            own.complete(message.port().close(Duration.ofSeconds(20)));
            goOn.await();
            return null;
        });
        client.connect(NAME).send(1, null);
        assertThat(own.get()).isTrue();
        Attempt closing = Attempt.of(() -> port.close(Duration.ofSeconds(20)));
        await().until(() -> closing.thread().getState() == Thread.State.TIMED_WAITING);
        closing.thread().interrupt();
        closing.failure(InterruptedException.class);
        goOn.countDown();
        assertThatThrownBy(() -> port.close(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the grace is negative");
    }

    @Test
    @Scenario("CF75")
    void theLoopSourceOfAnEndedPortIsInvalidGoneFromAllModesAndNotMadeAnew() {
        LocalMessagePort port = server.createLocal(
                LocalPortOptions.named(NAME, IncomingMessage::data).withDispatch(Dispatch.none()));
        PortSource source = port.runLoopSource();
        RunLoop loop = RunLoop.current();
        List<RunLoopMode> modes = List.of(new RunLoopMode("one"), new RunLoopMode("two"));
        modes.forEach(mode -> assertThat(loop.add(source, mode)).isTrue());
        port.invalidate();
        assertThat(source.isValid()).isFalse();
        assertThat(modes).noneMatch(mode -> loop.contains(source, mode));
        assertThatThrownBy(port::runLoopSource)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is invalid");
    }
}
