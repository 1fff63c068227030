package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.Dispatch;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.ReplyTimeoutException;
import org.roadstead.port.SendOptions;

/**
 * Forbids that frames lie unread while somebody waits: callers that wait, time out and are interrupted, loops that serve and
 * call back, direct handlers, all over one link at once. A request whose handler answers at once must never run into its
 * deadline of 10 s.
 */
class OrphanedReaderTest {
    private static final SendOptions LONG = SendOptions.timeout(Duration.ofSeconds(10));
    private static final long RUN_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Test
    @Timeout(60)
    void noCallerIsLeftWaitingWhileCallersTimeOutAreInterruptedAndHandlersCallBack() throws Exception {
        long seed = Long.getLong("roadstead.seed", System.nanoTime());
        System.out.println("OrphanedReaderTest: repeat with -Droadstead.seed=" + seed);
        try (Arrangement.TwoKernels two = new Arrangement.TwoKernels()) {
            RemoteMessagePort[] back = new RemoteMessagePort[1];
            two.client().createLocal(LocalPortOptions.named("back", message -> message.data()));
            two.owner().createLocal(PortName.of("loop"), message -> message.data());
            two.ownersKernel().registry("other").createLocal(PortName.of("nested"), message -> {
                return back[0].request(message.id(), message.data(), LONG).data();
            });
            two.owner()
                    .createLocal(LocalPortOptions.named("direct", message -> message.data())
                            .withDispatch(Dispatch.direct()));
            two.owner()
                    .createLocal(LocalPortOptions.named("silent", message -> {
                                message.responder();
                                return null;
                            })
                            .withDispatch(Dispatch.direct()));
            back[0] = two.ownersKernel().registry("other").connect(PortName.of("back"));
            run(two, new Random(seed));
        }
        assertThat(failures).isEmpty();
    }

    private void run(Arrangement.TwoKernels two, Random seeds) throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (String name : new String[] {"loop", "nested", "direct", "loop", "silent", "silent"}) {
            RemoteMessagePort port = two.client().connect(PortName.of(name));
            Random random = new Random(seeds.nextLong());
            Thread caller = new Thread(() -> call(port, name.equals("silent"), random, stop, done), "caller-" + name);
            callers.add(caller);
        }
        ConcurrentHashMap.KeySetView<Thread, Boolean> silent = ConcurrentHashMap.newKeySet();
        callers.forEach(caller -> {
            caller.start();
            if (caller.getName().endsWith("silent")) {
                silent.add(caller);
            }
        });
        long end = System.nanoTime() + RUN_NANOS;
        while (System.nanoTime() < end) {
            silent.forEach(Thread::interrupt);
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000 + seeds.nextInt(3_000_000));
        }
        stop.set(true);
        for (Thread caller : callers) {
            caller.join(20_000);
            assertThat(caller.isAlive()).as(caller.getName()).isFalse();
        }
        assertThat(done.get()).isGreaterThan(100);
    }

    private void call(RemoteMessagePort port, boolean silent, Random random, AtomicBoolean stop, AtomicInteger done) {
        while (!stop.get() && failures.isEmpty()) {
            try {
                if (silent) {
                    port.request(1, null, LONG.withReplyTimeout(Duration.ofMillis(1 + random.nextInt(8))));
                } else {
                    ByteBuffer data = ByteBuffer.allocate(random.nextInt(3_000));
                    random.nextBytes(data.array());
                    assertThat(port.request(2, data, LONG).data()).isEqualTo(data);
                    done.incrementAndGet();
                }
            } catch (ReplyTimeoutException | InterruptedException e) {
                if (!silent) {
                    failures.add(e);
                }
            } catch (Throwable e) {
                failures.add(e);
            }
        }
    }
}
