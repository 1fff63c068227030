package org.roadstead.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.roadstead.port.Cause;
import org.roadstead.port.Dispatch;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.Invalidation;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Responder;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.runtime.SpaceSnapshot;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** D23: when a bundle has stopped, nothing of it is left, and nobody waits for it. */
@ShownIn(Place.VM)
public class OwnerStopsIT extends FrameworkTest {
    private static final PortName NAME = PortName.of("test.port");
    private static final Duration PROMPT = Duration.ofMillis(250);
    /** The default grace, and what an interrupted callback may take. */
    private static final Duration GRACE = Duration.ofMillis(2_000 + 250);

    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);
    private TestBundle owner;
    private TestBundle client;

    @Before
    public void startBundles() throws Exception {
        warmUp();
        owner = bundle("test.owner");
        client = bundle("test.client");
    }

    /** A stop like those that are measured, so that they measure no loading of classes. */
    private void warmUp() throws Exception {
        TestBundle warm = bundle("test.warm");
        LocalMessagePort local = warm.registry()
                .createLocal(LocalPortOptions.named("test.warm", IncomingMessage::data)
                        .withDispatch(Dispatch.none()));
        RemoteMessagePort remote = bundle("test.warmer").registry().connect(PortName.of("test.warm"));
        Attempt waiting = Attempt.of(() -> remote.request(1, null));
        awaitDepth(local, 1);
        warm.stop();
        waiting.failure(PortBecameInvalidException.class);
    }

    @Test
    @Scenario("CF85")
    public void aRequestInTheQueueDoesNotWaitForAnOwnerThatStops() throws Exception {
        LocalMessagePort local = owner.registry()
                .createLocal(LocalPortOptions.named(NAME, IncomingMessage::data).withDispatch(Dispatch.none()));
        RemoteMessagePort remote = client.registry().connect(NAME);
        Attempt waiting = Attempt.of(() -> remote.request(1, null));
        awaitDepth(local, 1);

        long stopped = System.nanoTime();
        owner.stop();
        assertStopped(waiting.failure(PortBecameInvalidException.class));
        assertThat(waiting.endedAfter(stopped)).isLessThan(PROMPT);
        assertThat(remote.isValid()).isFalse();
    }

    /** The handler is given the grace, then an interrupt; its requester and the one in the queue behind it both end. */
    @Test
    public void aRequestInAHandlerThatSleepsEndsWithinTheGrace() throws Exception {
        LocalMessagePort local = owner.registry().createLocal(NAME, message -> {
            entered.countDown();
            never.await();
            return null;
        });
        RemoteMessagePort remote = client.registry().connect(NAME);
        Attempt inHandler = Attempt.of(() -> remote.request(1, null));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        Attempt inQueue = Attempt.of(() -> remote.request(2, null));
        awaitDepth(local, 1);

        long stopped = System.nanoTime();
        owner.stop();
        Duration stopTook = Duration.ofNanos(System.nanoTime() - stopped);
        assertStopped(inQueue.failure(PortBecameInvalidException.class));
        assertThat(inQueue.endedAfter(stopped)).isLessThan(PROMPT);
        assertStopped(inHandler.failure(PortBecameInvalidException.class));
        assertThat(inHandler.endedAfter(stopped)).isLessThan(GRACE.plus(PROMPT));
        assertThat(stopTook).isLessThan(GRACE.plus(PROMPT));
        assertThat(owner.loopThread()).isNull();
    }

    /** The grace and the interrupt are all that such a handler gets: its requester and the stop do not wait for it. */
    @Test
    public void aHandlerThatIgnoresItsInterruptKeepsNeitherItsRequesterNorTheStopWaiting() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        owner.registry().createLocal(NAME, message -> {
            entered.countDown();
            while (goOn.getCount() > 0) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    // That is what this test is about.
                }
            }
            return bytes("too late");
        });
        RemoteMessagePort remote = client.registry().connect(NAME);
        Attempt waiting = Attempt.of(() -> remote.request(1, null));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        long stopped = System.nanoTime();
        owner.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(GRACE.plus(PROMPT));
        assertStopped(waiting.failure(PortBecameInvalidException.class));
        assertThat(waiting.endedAfter(stopped)).isLessThan(GRACE.plus(PROMPT));
        assertThat(owner.loopThread()).isNotNull();
        goOn.countDown();
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> owner.loopThread() == null);
    }

    /** A reply within the grace still counts. */
    @Test
    public void aHandlerThatEndsWithinTheGraceStillReplies() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        owner.registry().createLocal(NAME, message -> {
            entered.countDown();
            goOn.await();
            return bytes("just in time");
        });
        RemoteMessagePort remote = client.registry().connect(NAME);
        Attempt waiting = Attempt.of(() -> text(remote.request(1, null).data()));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        Attempt stop = Attempt.of(() -> {
            owner.stop();
            return null;
        });
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> !remote.isValid());
        goOn.countDown();
        assertThat(waiting.result()).isEqualTo("just in time");
        stop.result();
    }

    @Test
    public void aRequestWhoseResponderWasTakenEndsPromptly() throws Exception {
        AtomicReference<Responder> taken = new AtomicReference<>();
        owner.registry().createLocal(NAME, message -> {
            taken.set(message.responder());
            entered.countDown();
            return null;
        });
        RemoteMessagePort remote = client.registry().connect(NAME);
        Attempt waiting = Attempt.of(() -> remote.request(1, null));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        long stopped = System.nanoTime();
        owner.stop();
        assertStopped(waiting.failure(PortBecameInvalidException.class));
        assertThat(waiting.endedAfter(stopped)).isLessThan(PROMPT);
        assertThat(taken.get().reply(bytes("too late"))).isFalse();
    }

    @Test
    @Scenario("CF85")
    public void aDeathListenerIsToldOnceAndFindsTheNameFree() throws Exception {
        owner.registry().createLocal(NAME, IncomingMessage::data);
        PortRegistry registry = client.registry();
        RemoteMessagePort remote = registry.connect(NAME);
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        remote.onInvalidated((port, why) -> {
            LocalMessagePort successor = registry.createLocal(NAME, IncomingMessage::data);
            told.add(why.reason() + " " + port.isValid() + " " + successor.isPublished() + " on "
                    + Thread.currentThread().getName());
            successor.close();
        });
        owner.stop();
        assertThat(told.poll(5, TimeUnit.SECONDS))
                .isEqualTo(Invalidation.Reason.OWNER_STOPPED + " false true on " + client.loopName());
        owner.start();
        owner.stop();
        client.stop();
        assertThat(told).isEmpty();
    }

    @Test
    public void nothingOfABundleIsLeftWhenStopReturns() throws Exception {
        PortRegistry registry = owner.registry();
        LocalMessagePort local = registry.createLocal(NAME, IncomingMessage::data);
        LocalMessagePort unnamed = registry.createLocal(LocalPortOptions.unnamed(IncomingMessage::data));
        RemoteMessagePort own = registry.connect(NAME);
        client.registry().connect(NAME).request(1, null);
        assertThat(owner.loopThread()).isNotNull();
        long entries = nameEntries();

        owner.stop();
        assertThat(owner.loopThread()).isNull();
        assertThat(local.isValid()).isFalse();
        assertThat(unnamed.isValid()).isFalse();
        assertThat(own.isValid()).isFalse();
        assertThat(nameEntries()).isEqualTo(entries - 1);
        assertThatThrownBy(() -> client.registry().connect(NAME)).isInstanceOf(NoSuchPortException.class);
        assertThat(service(PortRuntime.class).snapshot().ports()).isEmpty();
        assertThat(service(PortRuntime.class).snapshot().spaces())
                .extracting(SpaceSnapshot::owner)
                .doesNotContain(owner.label());

        // The facade of a bundle that has stopped says so, whatever is asked of it.
        assertThatThrownBy(() -> registry.createLocal(NAME, IncomingMessage::data))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("test.owner");
        assertThatThrownBy(() -> registry.connect(NAME)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> registry.connect(NAME, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(registry::runLoop).isInstanceOf(IllegalStateException.class);

        owner.start();
        owner.registry().createLocal(NAME, IncomingMessage::data);
    }

    private static long nameEntries() throws Exception {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.getFileName().toString().startsWith("n-"))
                    .count();
        }
    }

    /** A bundle that is stopped by one of its own callbacks must not wait for that callback. */
    @Test
    public void aBundleThatStopsItselfInAHandlerDoesNotHangAndStillReplies() throws Exception {
        owner.registry().createLocal(NAME, message -> {
            owner.stop();
            return bytes("goodbye");
        });
        RemoteMessagePort remote = client.registry().connect(NAME);
        Attempt request = Attempt.of(() -> text(remote.request(1, null).data()));
        assertThat(request.result()).isEqualTo("goodbye");
        assertThat(request.took()).isLessThan(Duration.ofSeconds(1));
        assertThat(owner.bundle().getState()).isEqualTo(Bundle.RESOLVED);
        assertThat(remote.isValid()).isFalse();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(1))
                .until(() -> owner.loopThread() == null);
    }

    /** The bundle's class loader can be collected, although a client keeps the handle that led to its port. */
    @Test
    public void theClassLoaderOfAStoppedBundleIsNotHeldByItsClients() throws Exception {
        RemoteMessagePort[] kept = new RemoteMessagePort[1];
        WeakReference<ClassLoader> loader = serveWithOwnClasses(kept);
        assertThat(kept[0].isValid()).isFalse();

        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(5))
                .until(() -> {
                    System.gc();
                    return loader.refersTo(null);
                });
        assertThat(kept[0].isRemote()).isTrue(); // still reachable
    }

    private WeakReference<ClassLoader> serveWithOwnClasses(RemoteMessagePort[] kept) throws Exception {
        TestBundle heavy = TestBundle.start(context, "test.heavy", EchoHandler.class);
        Class<?> type = heavy.bundle().loadClass(EchoHandler.class.getName());
        assertThat(type).isNotSameAs(EchoHandler.class);
        PortName name = PortName.of("test.heavy");
        heavy.registry()
                .createLocal(name, (MessageHandler) type.getConstructor().newInstance())
                .onInvalidated((port, why) -> {});
        kept[0] = client.registry().connect(name);
        assertThat(text(kept[0].request(1, bytes("warm")).data())).isEqualTo("warm");
        heavy.stop();
        heavy.uninstall();
        return new WeakReference<>(type.getClassLoader());
    }

    /** The other way round: a client that stops ends its own handles and waits, and nobody else's. */
    @Test
    public void aClientThatStopsEndsItsOwnWaits() throws Exception {
        LocalMessagePort local = owner.registry()
                .createLocal(LocalPortOptions.named(NAME, IncomingMessage::data).withDispatch(Dispatch.none()));
        RemoteMessagePort remote = client.registry().connect(NAME);
        Attempt waiting = Attempt.of(() -> remote.request(1, null));
        awaitDepth(local, 1);
        long stopped = System.nanoTime();
        client.stop();
        assertThat(waiting.failure(PortBecameInvalidException.class).outcomeCause())
                .isEqualTo(Cause.OWNER_STOPPED);
        assertThat(waiting.endedAfter(stopped)).isLessThan(PROMPT);
        assertThat(local.isValid()).isTrue();
    }

    private static void awaitDepth(LocalMessagePort local, int depth) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> local.queueDepth() == depth);
    }

    private void assertStopped(PortBecameInvalidException end) {
        assertThat(end.outcomeCause()).isEqualTo(Cause.OWNER_STOPPED);
        assertThat(end).hasMessageContaining("test.port").hasMessageContaining(owner.label());
    }
}
