package org.roadstead.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.roadstead.port.Cause;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.port.TransportException;

/** Configuration is changed live: no port is lost, and a wrong value changes nothing. */
public class ConfigurationIT extends FrameworkTest {
    private static final PortName NAME = PortName.of("configured.port");
    private static final ByteBuffer TWO_MEBIBYTES = ByteBuffer.allocate(2 << 20);

    private Configuration kernel;
    private Configuration transport;
    private TestBundle owner;
    private LocalMessagePort local;
    private RemoteMessagePort remote;

    @Before
    public void open() throws Exception {
        ConfigurationAdmin admin = service(ConfigurationAdmin.class);
        kernel = admin.getConfiguration("org.roadstead.core", null);
        transport = admin.getConfiguration("org.roadstead.transport.uds", null);
        owner = bundle("configured.owner");
        local = owner.registry().createLocal(NAME, IncomingMessage::data);
        remote = bundle("configured.client").registry().connect(NAME);
    }

    @After
    public void asItWas() throws Exception {
        kernel.delete();
        transport.delete();
        Awaitility.await().until(() -> entries(directory()) > 0);
    }

    private static void set(Configuration configuration, Map<String, ?> values) throws Exception {
        configuration.update(FrameworkUtil.asDictionary(values));
    }

    private boolean isTooLarge() throws Exception {
        LocalMessagePort probe = owner.registry().createLocal(PortName.of("configured.probe"), message -> null);
        try (probe;
                RemoteMessagePort to = owner.registry().connect(PortName.of("configured.probe"))) {
            to.requestAsync(1, TWO_MEBIBYTES.duplicate(), SendOptions.timeout(Duration.ofSeconds(5)))
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
            return false;
        } catch (ExecutionException e) {
            assertThat(((TransportException) e.getCause()).outcomeCause()).isEqualTo(Cause.TOO_LARGE);
            return true;
        }
    }

    private void assertThatNothingIsLost() throws Exception {
        assertThat(text(remote.request(1, bytes("still here")).data())).isEqualTo("still here");
        assertThat(local.isValid()).isTrue();
    }

    @Test
    public void aLimitIsChangedLiveAndAWrongOneChangesNothingButItself() throws Exception {
        assertThat(isTooLarge()).isFalse();
        set(kernel, Map.of("message.limit.mib", "1"));
        Awaitility.await().until(this::isTooLarge);
        assertThatNothingIsLost();

        // What is wrong keeps the value before, which is not the default; what is right beside it is taken.
        set(kernel, Map.of("message.limit.mib", "many", "stop.grace.ms", "50"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(timeOfAStopDuringACallback()).isLessThan(Duration.ofSeconds(1)));
        assertThat(isTooLarge()).isTrue();
        assertThatNothingIsLost();

        set(kernel, Map.of("message.limit.mib", "4096"));
        assertThatNothingIsLost();
        assertThat(isTooLarge()).isTrue();
    }

    private Duration timeOfAStopDuringACallback() throws Exception {
        TestBundle slow = bundle("configured.slow" + System.nanoTime());
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        slow.registry().createLocal(PortName.of("configured.slow"), message -> {
            entered.countDown();
            never.await();
            return null;
        });
        owner.registry().connect(PortName.of("configured.slow")).send(1, null);
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        long began = System.nanoTime();
        slow.stop();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    public void namesMoveToAnotherDirectoryAndStayWhereTheyAreIfItCannotBeUsed() throws Exception {
        Path other = Files.createTempDirectory("rso"); // mode 0700
        try {
            set(transport, Map.of("directory", other.toString()));
            Awaitility.await().until(() -> entries(other) == 1 && entries(directory()) == 0);
            Awaitility.await().until(local::isPublished);
            assertThatNothingIsLost();
            for (String wrong : List.of("relative/path", "/dev/null", "/" + "x".repeat(100))) {
                set(transport, Map.of("directory", wrong));
                set(kernel, Map.of("message.limit.mib", "1")); // told after it, on the same thread
                Awaitility.await().until(this::isTooLarge);
                set(kernel, Map.of("message.limit.mib", "2"));
                Awaitility.await().until(() -> !isTooLarge());
                assertThat(local.isPublished()).as(wrong).isTrue();
                assertThat(entries(other)).as(wrong).isEqualTo(1);
                assertThatNothingIsLost();
            }
        } finally {
            set(transport, Map.of());
            Awaitility.await().until(() -> entries(other) == 0);
            delete(other);
        }
    }

    /** How many names a directory has. */
    private static long entries(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("n-"))
                    .count();
        }
    }

    private static void delete(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
