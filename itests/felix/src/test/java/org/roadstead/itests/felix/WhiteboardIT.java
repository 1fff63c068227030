package org.roadstead.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.roadstead.port.Cause;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.runtime.PortSnapshot;
import org.roadstead.testkit.Attempt;

/** D24: a handler service with a name is a port, for as long as it is registered. */
public class WhiteboardIT extends FrameworkTest {
    private static final String NAME = "white.port";
    private static final SendOptions LONG = SendOptions.timeout(Duration.ofSeconds(20));

    private final List<Integer> handled = new CopyOnWriteArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private TestBundle owner;
    private TestBundle other;
    private TestBundle client;

    @Before
    public void startBundles() throws Exception {
        owner = bundle("white.owner");
        other = bundle("white.other");
        client = bundle("white.client");
    }

    private static ServiceRegistration<MessageHandler> serve(
            TestBundle bundle, MessageHandler handler, Map<String, ?> properties) {
        return bundle.bundle()
                .getBundleContext()
                .registerService(MessageHandler.class, handler, FrameworkUtil.asDictionary(properties));
    }

    private static Map<String, Object> named(String name, Object... more) {
        Map<String, Object> properties = new java.util.HashMap<>(Map.of("port.name", name));
        for (int i = 0; i < more.length; i += 2) {
            properties.put((String) more[i], more[i + 1]);
        }
        return properties;
    }

    private static void change(ServiceRegistration<?> service, Map<String, ?> properties) {
        service.setProperties(FrameworkUtil.asDictionary(properties));
    }

    private ByteBuffer handle(IncomingMessage message) {
        handled.add(message.id());
        return message.data();
    }

    /** Holds up the first message until {@link #release}. */
    private ByteBuffer hold(IncomingMessage message) throws InterruptedException {
        entered.countDown();
        release.await();
        return handle(message);
    }

    private String asked(String name, String text) throws InterruptedException {
        try (RemoteMessagePort port = client.registry().connect(PortName.of(name))) {
            return text(port.request(1, bytes(text)).data());
        }
    }

    private List<PortSnapshot> shown(String name) {
        return service(PortRuntime.class).snapshot().ports().stream()
                .filter(port -> port.name().equals(name))
                .toList();
    }

    @Test
    public void aServiceIsAPortOfItsOwnBundleWhileItIsRegistered() throws Exception {
        AtomicReference<String> thread = new AtomicReference<>();
        ServiceRegistration<MessageHandler> service = serve(
                owner,
                message -> {
                    thread.set(Thread.currentThread().getName());
                    return message.data();
                },
                named(NAME, "port.queue.limit", "7"));
        assertThat(asked(NAME, "ahoy")).isEqualTo("ahoy");
        assertThat(thread).hasValue(owner.loopName());
        assertThat(shown(NAME)).singleElement().satisfies(port -> {
            assertThat(port.owner()).isEqualTo(owner.label());
            assertThat(port.limit()).isEqualTo(7);
            assertThat(port.published()).isTrue();
            assertThat(port.note()).isEmpty();
        });
        service.unregister();
        assertThat(shown(NAME)).isEmpty();
        assertThatThrownBy(() -> asked(NAME, "")).isInstanceOf(NoSuchPortException.class);
        Awaitility.await().until(() -> owner.loopThread() == null);
    }

    @Test
    public void aHandlerWithoutANameIsNoPort() throws Exception {
        serve(owner, this::handle, Map.of("some", "thing"));
        assertThat(service(PortRuntime.class).snapshot().ports()).isEmpty();
    }

    @Test
    public void whatWasAcceptedIsHandledBeforeTheUnregistrationReturns() throws Exception {
        ServiceRegistration<MessageHandler> service = serve(owner, this::hold, named(NAME));
        RemoteMessagePort remote = client.registry().connect(PortName.of(NAME));
        Attempt request =
                Attempt.of(() -> text(remote.request(0, bytes("held"), LONG).data()));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        for (int id = 1; id <= 5; id++) {
            remote.send(id, null, LONG);
        }
        AtomicInteger handledAtReturn = new AtomicInteger();
        Attempt unregistration = Attempt.of(() -> {
            service.unregister();
            handledAtReturn.set(handled.size());
            return null;
        });
        Awaitility.await().until(() -> shown(NAME).get(0).state().equals("closing"));
        assertThatThrownBy(() -> remote.send(6, null, LONG))
                .isInstanceOfAny(PortInvalidException.class, PortBecameInvalidException.class);
        assertThat(unregistration.isOver()).isFalse();
        release.countDown();
        unregistration.result();
        assertThat(handledAtReturn).hasValue(6);
        assertThat(handled).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(request.result()).isEqualTo("held");
        assertThat(remote.isValid()).isFalse();
    }

    @Test
    public void aHandlerThatIgnoresTheEndHoldsUpTheUnregistrationNoLongerThanTheGrace() throws Exception {
        ServiceRegistration<MessageHandler> service = serve(owner, this::hold, named(NAME));
        RemoteMessagePort remote = client.registry().connect(PortName.of(NAME));
        remote.send(1, null);
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        Attempt queued = Attempt.of(() -> remote.request(2, null, LONG));
        Awaitility.await().until(() -> shown(NAME).get(0).depth() == 1);
        long began = System.nanoTime();
        service.unregister();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
        queued.failure(PortBecameInvalidException.class);
        release.countDown();
    }

    @Test
    public void aHandlerThatUnregistersItselfDoesNotWaitForItself() throws Exception {
        AtomicReference<ServiceRegistration<MessageHandler>> service = new AtomicReference<>();
        service.set(serve(
                owner,
                message -> {
                    service.get().unregister();
                    return bytes("bye");
                },
                named(NAME)));
        long began = System.nanoTime();
        assertThat(asked(NAME, "")).isEqualTo("bye");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        Awaitility.await().until(() -> shown(NAME).isEmpty());
    }

    @Test
    public void aSecondClaimIsRefusedAndShownAndServedWhenTheFirstGoes() throws Exception {
        ServiceRegistration<MessageHandler> first = serve(owner, message -> bytes("first"), named(NAME));
        serve(other, message -> bytes("second"), named(NAME, "service.ranking", 100));
        assertThat(asked(NAME, "")).isEqualTo("first");
        assertThat(shown(NAME)).hasSize(2).anySatisfy(port -> {
            assertThat(port.state()).isEqualTo("refused");
            assertThat(port.owner()).isEqualTo(other.label());
            assertThat(port.note()).contains(NAME).contains(owner.label());
        });
        first.unregister();
        Awaitility.await()
                .until(() -> shown(NAME).stream()
                        .allMatch(port -> port.owner().equals(other.label())
                                && !port.state().equals("refused")));
        assertThat(asked(NAME, "")).isEqualTo("second");
    }

    @Test
    public void aNameThatAnOrdinaryPortHasIsServedWhenThatEnds() throws Exception {
        LocalMessagePort port = other.registry().createLocal(PortName.of(NAME), message -> bytes("ordinary"));
        ServiceRegistration<MessageHandler> service = serve(owner, message -> bytes("service"), named(NAME));
        assertThat(asked(NAME, "")).isEqualTo("ordinary");
        port.close();
        Awaitility.await()
                .ignoreException(NoSuchPortException.class) // between the two
                .untilAsserted(() -> assertThat(asked(NAME, "")).isEqualTo("service"));
        service.unregister();
    }

    @Test
    public void aWrongPropertyIsRefusedWithItsKeyItsValueAndWhatIsAllowed() throws Exception {
        ServiceRegistration<MessageHandler> service = serve(owner, this::handle, named(NAME, "port.queue.limit", 5000));
        assertThat(service(PortRuntime.class).snapshot().ports())
                .singleElement()
                .satisfies(port -> {
                    assertThat(port.state()).isEqualTo("refused");
                    assertThat(port.note()).isEqualTo("port.queue.limit is 5000; allowed: 1 to 1024");
                });
        change(service, named(NAME, "port.dispatch", "elsewhere"));
        assertThat(service(PortRuntime.class).snapshot().ports().get(0).note())
                .isEqualTo("port.dispatch is elsewhere; allowed: OWN_LOOP, DIRECT");
        change(service, named(NAME, "port.scope", "kernel"));
        assertThat(asked(NAME, "now")).isEqualTo("now");
        change(service, named(NAME, "port.scope", "galaxy"));
        assertThat(shown(NAME)).hasSize(1); // what was in force stays so
        assertThat(asked(NAME, "still")).isEqualTo("still");
        assertThat(service(PortRuntime.class).snapshot().ports())
                .anySatisfy(port -> assertThat(port.note()).isEqualTo("port.scope is galaxy; allowed: KERNEL, USER"));
    }

    /** One client sends all the time, with one remote, while the name, the queue limit and the dispatch change. */
    @Test
    public void changedPropertiesMoveThePortWithoutALostDoubledOrReorderedMessage() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean overlapped = new AtomicBoolean();
        MessageHandler handler = message -> {
            overlapped.compareAndSet(false, inside.incrementAndGet() > 1);
            try {
                return handle(message);
            } finally {
                inside.decrementAndGet();
            }
        };
        ServiceRegistration<MessageHandler> service = serve(owner, handler, named(NAME));
        RemoteMessagePort remote = client.registry().connect(PortName.of(NAME));
        AtomicBoolean enough = new AtomicBoolean();
        Attempt sender = Attempt.of(() -> {
            int id = 0;
            while (!enough.get()) {
                remote.send(id++, null, LONG);
            }
            return id;
        });
        for (int round = 0; round < 40; round++) {
            int before = handled.size();
            Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> handled.size() > before);
            Map<String, Object> properties = named(
                    NAME + round % 3,
                    "port.queue.limit",
                    1 + round % 7,
                    "port.dispatch",
                    round % 2 == 0 ? "DIRECT" : "OWN_LOOP");
            change(service, properties);
            assertThat(shown(NAME + round % 3))
                    .singleElement()
                    .satisfies(port -> assertThat(port.limit()).isEqualTo(properties.get("port.queue.limit")));
        }
        enough.set(true);
        int sent = (Integer) sender.result();
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> handled.size() >= sent);
        assertThat(handled)
                .containsExactlyElementsOf(IntStream.range(0, sent).boxed().toList());
        assertThat(overlapped).isFalse();
        assertThat(remote.isValid()).isTrue();
    }

    @Test
    public void anotherScopeOrADeclarationLosesNothingThatWasAccepted() throws Exception {
        ServiceRegistration<MessageHandler> service = serve(owner, this::hold, named(NAME));
        RemoteMessagePort remote = client.registry().connect(PortName.of(NAME));
        remote.send(0, null);
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        remote.send(1, null);
        Attempt change = Attempt.of(() -> {
            change(service, named(NAME, "port.declared", true));
            return null;
        });
        Awaitility.await().until(() -> shown(NAME).get(0).state().equals("closing"));
        release.countDown();
        change.result();
        assertThat(handled).containsExactly(0, 1);
        assertThat(asked(NAME, "declared")).isEqualTo("declared");

        service.unregister();
        assertThat(shown(NAME)).singleElement().extracting(PortSnapshot::state).isEqualTo("declared");
        RemoteMessagePort waiting = client.registry().connect(PortName.of(NAME));
        waiting.send(2, null);
        owner.stop();
        owner.start();
        serve(owner, this::handle, named(NAME, "port.declared", "true", "port.queue.limit", 3));
        Awaitility.await().until(() -> handled.equals(List.of(0, 1, 1, 2)));
        assertThat(waiting.isValid()).isTrue();
    }

    @Test
    public void theStopOfTheBundleEndsItsServicesPortsForThatReasonWithinOneGrace() throws Exception {
        serve(
                owner,
                message -> {
                    entered.countDown();
                    while (release.getCount() > 0) {
                        try {
                            release.await();
                        } catch (InterruptedException e) {
                            // on purpose: the most that a handler can hold up
                        }
                    }
                    return null;
                },
                named(NAME));
        RemoteMessagePort remote = client.registry().connect(PortName.of(NAME));
        remote.send(1, null);
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        Attempt queued = Attempt.of(() -> remote.request(2, null, LONG));
        Awaitility.await().until(() -> shown(NAME).get(0).depth() == 1);
        long began = System.nanoTime();
        owner.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(2_000 + 500));
        assertThat(queued.failure(PortBecameInvalidException.class).outcomeCause())
                .isEqualTo(Cause.OWNER_STOPPED);
        release.countDown();
    }

    @Test
    public void servicesArePortsAgainWhenTheKernelComesBack() throws Exception {
        serve(owner, this::handle, named(NAME));
        RemoteMessagePort remote = client.registry().connect(PortName.of(NAME));
        installed("org.roadstead.core").stop();
        assertThat(remote.isValid()).isFalse();
        installed("org.roadstead.core").start();
        assertThat(asked(NAME, "again")).isEqualTo("again");
    }
}
