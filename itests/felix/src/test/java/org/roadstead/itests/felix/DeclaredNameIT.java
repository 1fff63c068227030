package org.roadstead.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.roadstead.port.Cause;
import org.roadstead.port.Declaration;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.Invalidation;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.runtime.PortSnapshot;
import org.roadstead.testkit.Attempt;

/** D22: a declared name belongs to its bundle, not to one start of it; its clients notice neither a restart nor an update. */
public class DeclaredNameIT extends FrameworkTest {
    private static final PortName NAME = PortName.of("test.declared");
    private static final SendOptions LONG = SendOptions.timeout(Duration.ofSeconds(20));

    private final List<Integer> handled = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Invalidation> told = new LinkedBlockingQueue<>();
    private TestBundle owner;
    private TestBundle client;
    private RemoteMessagePort remote;

    @Before
    public void declareAndConnect() throws Exception {
        handled.clear();
        told.clear();
        owner = bundle("declared.owner");
        client = bundle("declared.client");
        declare();
        remote = client.registry().connect(NAME);
        remote.onInvalidated((port, why) -> told.add(why), Runnable::run);
    }

    @After
    public void startCore() throws Exception {
        installed("org.roadstead.core").start();
    }

    private Declaration declare() {
        return owner.registry().declare(NAME, this::handle);
    }

    private ByteBuffer handle(IncomingMessage message) {
        handled.add(message.id());
        return message.data();
    }

    private PortSnapshot snapshot() {
        List<PortSnapshot> ports = service(PortRuntime.class).snapshot().ports();
        assertThat(ports).hasSize(1);
        return ports.get(0);
    }

    private void awaitDepth(int depth) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> snapshot().depth() == depth);
    }

    private static long nameEntries() throws Exception {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.getFileName().toString().startsWith("n-"))
                    .count();
        }
    }

    @Test
    public void noMessageIsLostOrDoubledAndNobodyIsToldWhenTheOwnerIsStoppedStartedAndUpdated() throws Exception {
        remote.send(0, null, LONG);
        Awaitility.await().until(() -> handled.size() == 1); // sent is queued, not handled yet
        owner.stop();
        assertThat(owner.loopThread()).isNull();
        assertThat(nameEntries()).isEqualTo(1);
        assertThat(snapshot().state()).isEqualTo("declared");
        assertThat(snapshot().owner()).isEqualTo(owner.label());
        for (int id = 1; id < 10; id++) {
            remote.send(id, null, LONG);
        }
        Attempt request = Attempt.of(
                () -> text(remote.request(10, bytes("across a restart"), LONG).data()));
        awaitDepth(10);
        owner.start();
        assertThat(handled).containsExactly(0);
        declare();
        assertThat(request.result()).isEqualTo("across a restart");

        owner.stop();
        for (int id = 11; id < 20; id++) {
            remote.send(id, null, LONG);
        }
        request = Attempt.of(
                () -> text(remote.request(20, bytes("across an update"), LONG).data()));
        awaitDepth(10);
        owner.update(EchoHandler.class);
        owner.start();
        declare();
        assertThat(request.result()).isEqualTo("across an update");
        assertThat(handled)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 20).boxed().toList());
        assertThat(remote.isValid()).isTrue();
        assertThat(told).isEmpty();
    }

    /** One client sends all the time, and waits whenever the queue is full. */
    @Test
    public void noMessageIsLostDoubledOrReorderedWhileTheOwnerComesAndGoes() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Attempt sender = Attempt.of(() -> {
            int id = 0;
            while (!enough.get()) {
                remote.send(id++, null, LONG);
            }
            return id;
        });
        for (int round = 0; round < 10; round++) {
            int before = handled.size();
            Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> handled.size() > before);
            if (round % 2 == 0) {
                owner.stop();
                owner.start();
            } else {
                owner.update();
            }
            declare();
        }
        enough.set(true);
        int sent = (Integer) sender.result();
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> handled.size() >= sent);
        assertThat(handled)
                .containsExactlyElementsOf(IntStream.range(0, sent).boxed().toList());
        assertThat(remote.isValid()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    public void anUninstalledBundleLeavesNoName() throws Exception {
        owner.stop();
        Attempt waiting = Attempt.of(() -> remote.request(1, null, LONG));
        awaitDepth(1);
        assertThatThrownBy(() -> client.registry().declare(NAME, IncomingMessage::data))
                .isInstanceOf(NameInUseException.class)
                .hasMessageContaining(owner.label());
        long gone = System.nanoTime();
        owner.uninstall();
        PortBecameInvalidException end = waiting.failure(PortBecameInvalidException.class);
        assertThat(end.outcomeCause()).isEqualTo(Cause.OWNER_STOPPED);
        assertThat(end).hasMessageContaining(owner.label()).hasMessageContaining("uninstalled");
        assertThat(waiting.endedAfter(gone)).isLessThan(Duration.ofMillis(500));
        Invalidation why = told.poll(5, TimeUnit.SECONDS);
        assertThat(why.reason()).isEqualTo(Invalidation.Reason.OWNER_STOPPED);
        assertThat(remote.isValid()).isFalse();
        assertThat(told).isEmpty();
        assertThat(nameEntries()).isZero();
        assertThat(service(PortRuntime.class).snapshot().ports()).isEmpty();
        assertThatThrownBy(() -> client.registry().connect(NAME)).isInstanceOf(NoSuchPortException.class);
        client.registry().declare(NAME, IncomingMessage::data);
    }

    @Test
    public void aDeclarationDoesNotOutliveTheKernel() throws Exception {
        owner.stop();
        remote.send(1, null, LONG);
        installed("org.roadstead.core").stop();
        assertThat(told.poll(5, TimeUnit.SECONDS).reason())
                .isIn(Invalidation.Reason.SERVICE_STOPPED, Invalidation.Reason.OWNER_STOPPED);
        assertThat(nameEntries()).isZero();
        installed("org.roadstead.core").start();
        client.registry().declare(NAME, this::handle);
        assertThat(handled).isEmpty();
    }

    /** What is declared goes on without the classes of the owner's last start. */
    @Test
    public void theClassLoaderOfAnUpdatedBundleIsNotHeldByItsDeclaration() throws Exception {
        owner.stop();
        owner.update(EchoHandler.class);
        owner.start();
        WeakReference<ClassLoader> loader = serveWithOwnClasses();
        assertThat(text(remote.request(1, bytes("warm"), LONG).data())).isEqualTo("warm");
        owner.stop();
        owner.update();
        remote.send(2, null, LONG);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(5))
                .until(() -> {
                    System.gc();
                    return loader.refersTo(null);
                });
        assertThat(remote.isValid()).isTrue();
        owner.start();
        declare();
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> handled.equals(List.of(2)));
    }

    private WeakReference<ClassLoader> serveWithOwnClasses() throws Exception {
        Class<?> type = owner.bundle().loadClass(EchoHandler.class.getName());
        assertThat(type).isNotSameAs(EchoHandler.class);
        MessageHandler handler = (MessageHandler) type.getConstructor().newInstance();
        owner.registry()
                .declare(
                        NAME,
                        LocalPortOptions.named(NAME, handler)
                                .withContext(type.getConstructor().newInstance()))
                .port()
                .onInvalidated((port, why) -> {});
        return new WeakReference<>(type.getClassLoader());
    }

    @Test
    public void aRegistryOfAStoppedBundleDeclaresNothing() throws Exception {
        PortRegistry registry = owner.registry();
        owner.stop();
        assertThatThrownBy(() -> registry.declare(NAME, this::handle))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("declared.owner");
        assertThatThrownBy(registry::bootstrap).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(registry::netName).isInstanceOf(IllegalStateException.class);
        assertThat(snapshot().state()).isEqualTo("declared");
    }
}
