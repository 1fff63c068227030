package org.roadstead.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.LeakCheck;

/**
 * C27: after any number of cycles of install, start, stop, update and uninstall under traffic, of users' bundles and of our own, there is
 * no thread, socket, file, service, port or class loader more than before. The number is the property {@code cycles}.
 */
public class BundlesLeaveNothingIT extends FrameworkTest {
    private static final int CYCLES = Integer.getInteger("cycles", 50);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final PortName NAME = PortName.of("leak.port");
    private static final PortName STEADY = PortName.of("leak.steady");

    private TestBundle client;
    private final AtomicBoolean enough = new AtomicBoolean();

    @Before
    public void startClient() throws Exception {
        client = bundle("leak.client");
    }

    private LeakCheck check() {
        return new LeakCheck()
                .counting("services", () -> services(context))
                .counting(
                        "ports",
                        () -> service(PortRuntime.class).snapshot().ports().size())
                .counting(
                        "spaces",
                        () -> service(PortRuntime.class).snapshot().spaces().size());
    }

    private static long services(BundleContext context) {
        try {
            return context.getAllServiceReferences(null, null).length;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    public void aUsersBundleLeavesNothing() throws Exception {
        cycle(0); // what is there for good after a first use is no leak
        LeakCheck leaks = check();
        for (int i = 1; i <= CYCLES; i++) {
            leaks.mustBecomeCollectable("the loader of cycle " + i, cycle(i));
        }
        leaks.verify(PATIENCE);
    }

    /** Returns the class loader that served. */
    private ClassLoader cycle(int number) throws Exception {
        TestBundle user = TestBundle.start(context, "leak.user", EchoHandler.class);
        try {
            serve(user, number);
            RemoteMessagePort port = client.registry().connect(NAME);
            assertThat(text(port.request(1, bytes("first")).data())).isEqualTo("first");
            Attempt traffic = Attempt.of(() -> {
                for (int id = 0; ; id++) {
                    port.send(id, null, SendOptions.timeout(Duration.ofSeconds(5)));
                }
            });
            user.stop();
            traffic.failure(MessagePortException.class);
            user.start();
            user.update(EchoHandler.class);
            serve(user, number + 1);
            try (RemoteMessagePort again = client.registry().connect(NAME)) {
                assertThat(text(again.request(1, bytes("again")).data())).isEqualTo("again");
            }
            return user.bundle().adapt(BundleWiring.class).getClassLoader();
        } finally {
            user.uninstall();
            refresh();
        }
    }

    /** Takes turns between a handler service and a port that the bundle makes. */
    private static void serve(TestBundle user, int number) throws Exception {
        MessageHandler handler = (MessageHandler) user.bundle()
                .loadClass(EchoHandler.class.getName())
                .getConstructor()
                .newInstance();
        if (number % 2 == 0) {
            user.bundle()
                    .getBundleContext()
                    .registerService(
                            MessageHandler.class,
                            handler,
                            FrameworkUtil.asDictionary(Map.of("port.name", NAME.value())));
        } else {
            user.registry()
                    .createLocal(LocalPortOptions.named(NAME, handler).withContext(handler))
                    .onInvalidated((port, why) -> {});
        }
    }

    /** Without this a framework may keep the last wiring of an uninstalled bundle. */
    private void refresh() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(null, event -> done.countDown());
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    public void ourOwnBundlesLeaveNothing() throws Exception {
        TestBundle owner = bundle("leak.owner");
        restartOurs(owner, 0);
        LeakCheck leaks = check();
        for (int i = 1; i <= CYCLES; i++) {
            restartOurs(owner, i);
        }
        leaks.verify(PATIENCE);
    }

    private void restartOurs(TestBundle owner, int number) throws Exception {
        Bundle ours = installed(
                List.of("org.roadstead.core", "org.roadstead.transport.uds").get(number % 2));
        enough.set(false);
        owner.registry().createLocal(STEADY, message -> message.data());
        RemoteMessagePort port = client.registry().connect(STEADY);
        Attempt traffic = Attempt.of(() -> {
            while (!enough.get()) {
                port.request(1, bytes("on"));
            }
            return null;
        });
        ours.stop();
        ours.start();
        enough.set(true);
        if (number % 2 == 0) {
            traffic.failure(MessagePortException.class);
        } else {
            traffic.result(); // no port of this framework needs the transport
        }
        owner.stop();
        owner.start();
        port.close();
    }
}
