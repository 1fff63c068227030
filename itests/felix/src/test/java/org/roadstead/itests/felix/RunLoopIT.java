package org.roadstead.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.Before;
import org.junit.Test;
import org.roadstead.port.Dispatch;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.runloop.PortSource;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runloop.RunResult;
import org.roadstead.testkit.Attempt;

/** The one loop thread of a bundle: when it is there, what runs on it, and when it is gone. */
public class RunLoopIT extends FrameworkTest {
    private static final PortName A = PortName.of("loop.a");
    private static final PortName B = PortName.of("loop.b");

    private TestBundle owner;
    private TestBundle client;

    @Before
    public void startBundles() throws Exception {
        owner = bundle("loop.owner");
        client = bundle("loop.client");
    }

    @Test
    public void aBundleWithoutTrafficHasNoThreadAndTheLastPortTakesItAway() throws Exception {
        PortRegistry registry = owner.registry();
        assertThat(owner.loopThread()).isNull();
        LocalMessagePort a = registry.createLocal(A, IncomingMessage::data);
        LocalMessagePort b = registry.createLocal(B, IncomingMessage::data);
        assertThat(owner.loopThread()).isNull();

        client.registry().connect(A).request(1, null);
        Thread thread = owner.loopThread();
        assertThat(thread).isNotNull();
        assertThat(thread.isDaemon()).isTrue();
        client.registry().connect(B).request(1, null);
        assertThat(owner.loopThread()).isSameAs(thread);

        a.close();
        client.registry().connect(B).request(2, null);
        assertThat(owner.loopThread()).isSameAs(thread);
        b.close();
        awaitNoThread(owner);

        // And it comes again with the next one.
        LocalMessagePort again = registry.createLocal(A, IncomingMessage::data);
        client.registry().connect(A).request(3, null);
        assertThat(owner.loopThread()).isNotNull();
        again.close();
        awaitNoThread(owner);
    }

    @Test
    public void allCallbacksOfABundleRunOnItsOneThread() throws Exception {
        PortRegistry registry = owner.registry();
        RunLoop loop = registry.runLoop();
        assertThat(registry.runLoop()).isSameAs(loop);
        assertThat(loop.name()).isEqualTo(owner.loopName());
        assertThat(loop.isCurrent()).isFalse();

        List<Boolean> current = new ArrayList<>();
        registry.createLocal(A, message -> {
            current.add(loop.isCurrent());
            return null;
        });
        LocalMessagePort b = registry.createLocal(B, message -> {
            current.add(loop.isCurrent());
            return null;
        });
        client.registry().connect(A).request(1, null);
        client.registry().connect(B).request(1, null);
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        RemoteMessagePort remote = registry.connect(B);
        remote.onInvalidated((port, why) -> told.complete(loop.isCurrent()));
        b.close();
        assertThat(told.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(current).containsExactly(true, true);
    }

    /** The static methods of the package find their kernel through no class loader. */
    @Test
    public void everyThreadHasALoopOfItsOwnAndABundlesThreadThatOfItsBundle() throws Exception {
        CompletableFuture<RunLoop> current = new CompletableFuture<>();
        owner.registry().createLocal(A, message -> {
            current.complete(RunLoop.current());
            return null;
        });
        client.registry().connect(A).request(1, null);
        assertThat(current.get(5, TimeUnit.SECONDS)).isSameAs(owner.registry().runLoop());
        assertThat(RunLoop.current()).isNotSameAs(owner.registry().runLoop()).isSameAs(RunLoop.current());
    }

    /** A bundle may serve a port on a thread that it has itself; the port's end leaves nothing in that thread's loop. */
    @Test
    public void aThreadOfABundleServesAPortByItsSourceUntilThePortEnds() throws Exception {
        LocalMessagePort port = owner.registry()
                .createLocal(LocalPortOptions.named(A, IncomingMessage::data).withDispatch(Dispatch.none()));
        PortSource source = port.runLoopSource();
        CompletableFuture<RunLoop> serving = new CompletableFuture<>();
        Attempt run = Attempt.of(() -> {
            RunLoop loop = RunLoop.current();
            loop.add(source, RunLoopMode.DEFAULT);
            serving.complete(loop);
            return loop.run();
        });
        client.registry().connect(A).request(1, null);
        assertThat(owner.loopThread()).isNull();
        owner.stop();
        assertThat(run.result()).isSameAs(RunResult.FINISHED);
        assertThat(source.isValid()).isFalse();
        assertThat(serving.get(5, TimeUnit.SECONDS).contains(source, RunLoopMode.DEFAULT))
                .isFalse();
    }

    /** A busy bundle holds up its own ports only. */
    @Test
    public void aBundleThatIsBusyDoesNotHoldUpAnother() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        owner.registry().createLocal(A, message -> {
            entered.countDown();
            leave.await();
            return null;
        });
        TestBundle other = bundle("loop.other");
        other.registry().createLocal(B, IncomingMessage::data);
        Attempt busy = Attempt.of(() -> client.registry().connect(A).request(1, null));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        client.registry().connect(B).request(1, null);
        assertThat(busy.isOver()).isFalse();
        leave.countDown();
        busy.result();
    }

    /** A block that throws is the end of the block, not of the loop. */
    @Test
    public void aBlockThatThrowsDoesNotEndTheLoop() throws Exception {
        RunLoop loop = owner.registry().runLoop();
        List<Integer> ran = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> ran.add(1));
        loop.execute(() -> {
            throw new IllegalStateException("thrown by a test");
        });
        loop.execute(() -> {
            ran.add(2);
            done.countDown();
        });
        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).containsExactly(1, 2);
        awaitNoThread(owner);
    }

    private static void awaitNoThread(TestBundle bundle) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(2))
                .until(() -> bundle.loopThread() == null);
    }
}
