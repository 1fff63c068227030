package org.roadstead.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.After;
import org.junit.Test;
import org.roadstead.port.Declaration;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.testkit.Attempt;

/**
 * C28, C29: four threads stop, start, update and uninstall bundles while four send to the names that these declare. Nothing takes longer
 * than the grace and a second, and no message that was accepted is lost, doubled or overtaken, but for the last ones before the end of a
 * name. For as many seconds as the property {@code race.seconds} says; the seed is printed, and {@code race.seed} sets it.
 */
public class BundlesRaceWithTrafficIT extends FrameworkTest {
    private static final int PAIRS = 4;
    private static final Duration LONGEST = Duration.ofSeconds(2 + 1);
    private static final SendOptions PATIENT = SendOptions.timeout(Duration.ofSeconds(20));

    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicBoolean allSent = new AtomicBoolean();

    @After
    public void end() {
        enough.set(true);
        allSent.set(true);
    }

    /** One bundle that comes and goes, and what has become of the messages to the name that it declares. */
    private final class Pair {
        private final int number;
        private final Random random;
        private final PortName name;
        private final List<Integer> handled = new ArrayList<>(); // under its own monitor
        private final List<Integer> accepted = new ArrayList<>(); // of the sender
        private final AtomicInteger count = new AtomicInteger();
        private int deaths;
        private volatile TestBundle owner;
        private Duration longest = Duration.ZERO;

        Pair(int number, long seed) {
            this.number = number;
            this.random = new Random(seed + number);
            this.name = PortName.of("race." + number);
        }

        private void open() throws Exception {
            owner = TestBundle.start(context, "race.owner" + number, EchoHandler.class);
            declare();
        }

        private void declare() {
            Declaration declaration = owner.registry()
                    .declare(
                            name,
                            LocalPortOptions.named(name, message -> {
                                        synchronized (handled) {
                                            handled.add(message.id());
                                        }
                                        return null;
                                    })
                                    .withQueueLimit(1 + random.nextInt(8)));
            assertThat(declaration.isValid()).isTrue();
        }

        Object changeUntilEnough() throws Exception {
            int changes = 0;
            for (; !enough.get(); changes++) {
                long began = System.nanoTime();
                switch (random.nextInt(10)) {
                    case 0 -> {
                        owner.uninstall();
                        open();
                    }
                    case 1, 2, 3 -> {
                        owner.update(EchoHandler.class);
                        declare();
                    }
                    default -> {
                        owner.stop();
                        owner.start();
                        declare();
                    }
                }
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                longest = took.compareTo(longest) > 0 ? took : longest;
            }
            return changes;
        }

        Object sendUntilEnough(TestBundle client) throws Exception {
            int id = 0;
            while (!allSent.get()) {
                try (RemoteMessagePort port = client.registry().connect(name)) {
                    while (!allSent.get()) {
                        port.send(id, null, PATIENT);
                        accepted.add(id++);
                        count.incrementAndGet();
                    }
                } catch (NoSuchPortException e) {
                    Thread.onSpinWait(); // between the uninstallation and the next declaration
                } catch (MessagePortException e) {
                    id += 1_000_000; // whatever was on its way belongs to the name that has ended
                    id -= id % 1_000_000;
                    deaths++;
                }
            }
            return id;
        }

        /** Of each life of the name a first part was handled, in order and once; of the last one all. */
        void assertThatNothingIsLost() {
            int lastLife = accepted.isEmpty() ? 0 : accepted.get(accepted.size() - 1) / 1_000_000;
            Awaitility.await().untilAsserted(() -> {
                synchronized (handled) {
                    assertThat(of(handled, lastLife)).isEqualTo(of(accepted, lastLife));
                }
            });
            for (int life = 0; life < lastLife; life++) {
                List<Integer> was = of(handled, life);
                List<Integer> sent = of(accepted, life);
                // A message may be handled whose sender heard of the end before it heard of the acceptance.
                int both = Math.min(was.size(), sent.size());
                assertThat(was.subList(0, both)).isEqualTo(sent.subList(0, both));
                assertThat(was.size()).isLessThanOrEqualTo(sent.size() + 1);
            }
        }

        private List<Integer> of(List<Integer> ids, int life) {
            return ids.stream().filter(id -> id / 1_000_000 == life).toList();
        }
    }

    @Test
    public void nothingHangsAndNoAcceptedMessageIsLostWhileBundlesComeAndGo() throws Exception {
        long seed = Long.getLong("race.seed", System.nanoTime());
        Duration time = Duration.ofSeconds(Integer.getInteger("race.seconds", 20));
        System.out.println("race.seed=" + seed);
        TestBundle client = bundle("race.client");
        List<Pair> pairs = new ArrayList<>();
        List<Attempt> changing = new ArrayList<>();
        List<Attempt> running = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            Pair pair = new Pair(i, seed);
            pair.open();
            pairs.add(pair);
        }
        for (Pair pair : pairs) {
            changing.add(Attempt.of(pair::changeUntilEnough));
            running.add(Attempt.of(() -> pair.sendUntilEnough(client)));
        }
        long began = System.nanoTime();
        Awaitility.await()
                .atMost(time.plusSeconds(10))
                .until(() -> System.nanoTime() - began > time.toNanos()
                        || changing.stream().anyMatch(Attempt::isOver));
        enough.set(true);
        for (Attempt each : changing) {
            each.result();
        }
        // Each sender goes on until it has begun and ended a send after the last change: so it knows of every death.
        for (Pair pair : pairs) {
            int before = pair.count.get();
            Awaitility.await().until(() -> pair.count.get() > before + 1);
        }
        allSent.set(true);
        for (Attempt each : running) {
            each.result();
        }
        for (Pair pair : pairs) {
            System.out.println("race." + pair.number + ": accepted " + pair.accepted.size() + ", deaths " + pair.deaths
                    + ", the longest change took " + pair.longest.toMillis() + " ms");
            assertThat(pair.longest).isLessThan(LONGEST);
            pair.assertThatNothingIsLost();
            pair.owner.uninstall();
        }
    }
}
