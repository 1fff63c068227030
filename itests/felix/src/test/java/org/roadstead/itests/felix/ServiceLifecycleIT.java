package org.roadstead.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.roadstead.port.Dispatch;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.Invalidation;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.PortScope;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.testkit.Attempt;

/** D10 and D22: what a bundle's ports survive, and what they do not. */
public class ServiceLifecycleIT extends FrameworkTest {
    private static final PortName NAME = PortName.of("life.port");

    private TestBundle owner;
    private TestBundle client;

    @Before
    public void startBundles() throws Exception {
        owner = bundle("life.owner");
        client = bundle("life.client");
    }

    @After
    public void startAll() throws Exception {
        installed("org.roadstead.core").start();
        installed("org.roadstead.transport.uds").start();
    }

    @Test
    public void portsStayWhenTheServiceIsUngot() throws Exception {
        ServiceReference<PortRegistry> reference = owner.registryReference();
        PortRegistry registry = owner.bundle().getBundleContext().getService(reference);
        LocalMessagePort local = registry.createLocal(NAME, IncomingMessage::data);
        while (owner.bundle().getBundleContext().ungetService(reference)) {
            // until its use count is zero
        }
        assertThat(local.isValid()).isTrue();
        assertThat(text(client.registry()
                        .connect(NAME)
                        .request(1, bytes("still here"))
                        .data()))
                .isEqualTo("still here");
        assertThat(registry.runLoop().name()).isEqualTo(owner.loopName());
    }

    /** Two bundles that get the service have two owners' registries, and one has the same each time. */
    @Test
    public void aRegistryIsNotSharedByBundles() {
        assertThat(owner.registry()).isNotSameAs(client.registry());
        assertThat(owner.registry().runLoop()).isSameAs(owner.registry().runLoop());
        assertThat(owner.registry().runLoop()).isNotSameAs(client.registry().runLoop());
    }

    @Test
    public void everyPortEndsWithTheKernelAndANewKernelServesTheSameBundles() throws Exception {
        PortRegistry old = owner.registry();
        LocalMessagePort local = old.createLocal(
                LocalPortOptions.named(NAME, IncomingMessage::data).withDispatch(Dispatch.none()));
        RemoteMessagePort remote = client.registry().connect(NAME);
        BlockingQueue<Invalidation.Reason> told = new LinkedBlockingQueue<>();
        local.onInvalidated((port, why) -> told.add(why.reason()), Runnable::run);
        remote.onInvalidated((port, why) -> told.add(why.reason()), Runnable::run);
        Attempt waiting = Attempt.of(() -> remote.request(1, null));
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> local.queueDepth() == 1);

        Bundle core = installed("org.roadstead.core");
        long stopped = System.nanoTime();
        core.stop();
        waiting.failure(PortBecameInvalidException.class);
        assertThat(waiting.endedAfter(stopped)).isLessThan(Duration.ofMillis(500));
        for (int i = 0; i < 2; i++) {
            assertThat(told.poll(5, TimeUnit.SECONDS))
                    .isIn(Invalidation.Reason.OWNER_STOPPED, Invalidation.Reason.SERVICE_STOPPED);
        }
        assertThat(local.isValid()).isFalse();
        assertThat(remote.isValid()).isFalse();
        assertThat(told).isEmpty();
        assertThat(context.getServiceReference(PortRegistry.class)).isNull();
        assertThatThrownBy(() -> old.createLocal(NAME, IncomingMessage::data))
                .isInstanceOf(IllegalStateException.class);
        awaitNoPortThreads();
        assertThat(entries("n-")).isZero();

        core.start();
        owner.registry().createLocal(NAME, message -> bytes("anew"));
        assertThat(text(client.registry().connect(NAME).request(1, null).data()))
                .isEqualTo("anew");
    }

    @Test
    public void portsOutliveTheTransportAndArePublishedAgainWhenItComesBack() throws Exception {
        LocalMessagePort local = owner.registry().createLocal(NAME, IncomingMessage::data);
        RemoteMessagePort remote = client.registry().connect(NAME);
        assertThat(local.isPublished()).isTrue();
        Bundle transport = installed("org.roadstead.transport.uds");

        transport.stop();
        assertThat(local.isPublished()).isFalse();
        assertThat(local.isValid()).isTrue();
        assertThat(entries("n-")).isZero();
        assertThat(entries("s-")).isZero();
        assertThat(text(remote.request(1, bytes("in the VM")).data())).isEqualTo("in the VM");
        assertThat(text(client.registry()
                        .connect(NAME)
                        .request(1, bytes("anew"))
                        .data()))
                .isEqualTo("anew");
        LocalMessagePort late = owner.registry().createLocal(PortName.of("life.late"), IncomingMessage::data);
        assertThat(late.isPublished()).isFalse();
        assertThatThrownBy(() -> owner.registry()
                        .createLocal(LocalPortOptions.named("life.public", IncomingMessage::data)
                                .withRequirePublished(true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("life.public");

        transport.start();
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> local.isPublished() && late.isPublished());
        assertThat(entries("n-")).isEqualTo(2);
        assertThat(entries("s-")).isEqualTo(1);
        assertThat(remote.isValid()).isTrue();
    }

    /** A port of kernel scope is nobody else's business. */
    @Test
    public void aPortOfKernelScopeIsNotPublished() throws Exception {
        LocalMessagePort local = owner.registry()
                .createLocal(LocalPortOptions.named(NAME, IncomingMessage::data).withScope(PortScope.KERNEL));
        assertThat(local.isPublished()).isFalse();
        assertThat(entries("n-")).isZero();
        client.registry().connect(NAME).request(1, null);
    }

    private static long entries(String prefix) throws Exception {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .count();
        }
    }

    private static void awaitNoPortThreads() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("port-")));
    }
}
