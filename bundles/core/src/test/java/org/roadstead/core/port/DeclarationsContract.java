package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.Cause;
import org.roadstead.port.Declaration;
import org.roadstead.port.Dispatch;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.Invalidation;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortBecameInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.PortScope;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Responder;
import org.roadstead.port.SendOptions;
import org.roadstead.port.TransportException;
import org.roadstead.runtime.PortSnapshot;
import org.roadstead.testkit.Attempt;

/** What a declared name promises its owner, who comes and goes, and its clients, who notice nothing of that. */
@Timeout(60)
abstract class DeclarationsContract {
    private static final PortName NAME = PortName.of("test.declared");
    private static final SendOptions LONG = SendOptions.timeout(Duration.ofSeconds(20));

    private Arrangement kernels;
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Invalidation> told = new LinkedBlockingQueue<>();

    abstract Arrangement arrange() throws IOException;

    @BeforeEach
    void open() throws IOException {
        kernels = arrange();
    }

    @AfterEach
    void close() throws IOException {
        kernels.close();
    }

    private ByteBuffer handle(IncomingMessage message) {
        handled.add(message.id() + " " + text(message.data()));
        return bytes("re " + text(message.data()));
    }

    private Declaration declare() {
        return kernels.owner().declare(NAME, this::handle);
    }

    /** What happens when a bundle stops. */
    private void stopOwner() {
        Space space = kernels.ownersKernel().space("owner");
        space.closeGate();
        space.close(Arrangement.LIMITS.grace());
    }

    private RemoteMessagePort connect() {
        RemoteMessagePort remote = kernels.client().connect(NAME);
        remote.onInvalidated((port, why) -> told.add(why), Runnable::run);
        return remote;
    }

    private PortSnapshot snapshot() {
        List<PortSnapshot> ports = kernels.ownersKernel().snapshot().ports();
        assertThat(ports).hasSize(1);
        return ports.get(0);
    }

    @Test
    void noMessageIsLostDoubledOrReorderedWhenTheOwnerStopsAndStarts() throws Exception {
        declare();
        RemoteMessagePort remote = connect();
        for (int run = 0; run < 5; run++) {
            for (int id = 0; id < 10; id++) {
                remote.send(10 * run + id, bytes("sent"), LONG);
            }
            stopOwner();
            for (int id = 100; id < 105; id++) {
                remote.send(id + 10 * run, bytes("queued"), LONG);
            }
            Attempt request = Attempt.of(
                    () -> text(remote.request(200, bytes("question"), LONG).data()));
            await().until(() -> snapshot().depth() >= 6);
            Declaration again = declare();
            assertThat(again.port().isValid()).isTrue();
            assertThat(request.result()).isEqualTo("re question");
        }
        StringBuilder expected = new StringBuilder();
        for (int run = 0; run < 5; run++) {
            for (int id = 0; id < 10; id++) {
                expected.append(10 * run + id).append(" sent,");
            }
            for (int id = 100; id < 105; id++) {
                expected.append(id + 10 * run).append(" queued,");
            }
            expected.append("200 question,");
        }
        assertThat(String.join(",", handled) + ",").isEqualTo(expected.toString());
        assertThat(remote.isValid()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void aSenderToAFullQueueWaitsForTheNextStart() throws Exception {
        kernels.owner().declare(NAME, LocalPortOptions.named(NAME, this::handle).withQueueLimit(2));
        RemoteMessagePort remote = connect();
        stopOwner();
        remote.send(1, bytes("a"), LONG);
        remote.send(2, bytes("b"), LONG);
        Attempt third = Attempt.of(() -> {
            remote.send(3, bytes("c"), LONG);
            return "taken";
        });
        await().until(() -> snapshot().blocked() == 1);
        assertThat(snapshot().state()).isEqualTo("declared");
        assertThat(third.isOver()).isFalse();
        kernels.owner().declare(NAME, LocalPortOptions.unnamed(this::handle).withQueueLimit(3));
        assertThat(third.result()).isEqualTo("taken");
        await().until(() -> handled.size() == 3);
        assertThat(handled).containsExactly("1 a", "2 b", "3 c");
        assertThat(snapshot().limit()).isEqualTo(3);
        assertThat(snapshot().state()).isIn("listening", "busy");
        assertThat(told).isEmpty();
    }

    /** While its bundle is stopping a handler is given nothing any more; no gate is closed. */
    @Test
    void aHandlerIsGivenNoMessageWhileItsOwnerIsStopping() throws Exception {
        Declaration declaration = declare();
        RemoteMessagePort remote = connect();
        kernels.ownersKernel().space("owner").closeGate();
        remote.send(1, bytes("kept"), LONG);
        assertThat(declaration.port().queueDepth()).isEqualTo(1);
        assertThat(snapshot().state()).isEqualTo("closing");
        stopOwner();
        assertThat(handled).isEmpty();
        assertThat(declaration.port().isValid()).isFalse();
        assertThat(declaration.isValid()).isTrue();
        declare();
        await().until(() -> handled.size() == 1);
    }

    @Test
    void aRequestWhoseHandlerIsCutOffFailsAndItsPortLives() throws Exception {
        CountDownLatch entered = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        AtomicReference<Responder> taken = new AtomicReference<>();
        kernels.owner().declare(NAME, message -> {
            if (message.id() == 1) {
                taken.set(message.responder());
                entered.countDown();
                return null;
            }
            entered.countDown();
            never.await();
            return bytes("late");
        });
        RemoteMessagePort remote = connect();
        Attempt deferred = Attempt.of(() -> remote.request(1, null, LONG));
        await().until(() -> taken.get() != null);
        Attempt running = Attempt.of(() -> remote.request(2, null, LONG));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        stopOwner();
        for (Attempt cut : List.of(deferred, running)) {
            TransportException end = cut.failure(TransportException.class);
            assertThat(end.outcomeCause()).isEqualTo(Cause.REPLY_DROPPED);
            assertThat(end).hasMessageContaining("owner").hasMessageContaining("stopped");
        }
        assertThat(taken.get().reply(bytes("too late"))).isFalse();
        assertThat(remote.isValid()).isTrue();
        declare();
        assertThat(text(remote.request(3, bytes("anew"), LONG).data())).isEqualTo("re anew");
        assertThat(told).isEmpty();
    }

    @Test
    void aHandlerThatEndsWithinTheGraceStillReplies() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Declaration declaration = kernels.owner().declare(NAME, message -> {
            entered.countDown();
            goOn.await();
            return bytes("just in time");
        });
        RemoteMessagePort remote = connect();
        Attempt request = Attempt.of(() -> text(remote.request(1, null, LONG).data()));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        Attempt stop = Attempt.of(() -> {
            stopOwner();
            return null;
        });
        await().until(() -> !declaration.port().isValid());
        goOn.countDown();
        assertThat(request.result()).isEqualTo("just in time");
        stop.result();
    }

    @Test
    void theEndOfTheServingPortIsNotTheEndOfTheName() throws Exception {
        Declaration first = declare();
        RemoteMessagePort remote = connect();
        BlockingQueue<Invalidation.Reason> ownersTold = new LinkedBlockingQueue<>();
        first.port().onInvalidated((port, why) -> ownersTold.add(why.reason()), Runnable::run);
        assertThatThrownBy(this::declare)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(NAME.value());
        first.port().invalidate();
        assertThat(ownersTold.poll(5, TimeUnit.SECONDS)).isEqualTo(Invalidation.Reason.EXPLICIT);
        assertThat(first.port().isValid()).isFalse();
        assertThat(first.isValid()).isTrue();
        remote.send(1, bytes("between"), LONG);
        Declaration second = declare();
        await().until(() -> handled.size() == 1);
        assertThat(second.port()).isNotSameAs(first.port());
        assertThat(second.name()).isEqualTo(NAME);
        assertThat(second.port().name()).contains(NAME);
        assertThat(remote.isValid()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void aDeclaredNameIsNobodyElsesWhetherItIsServedOrNot() throws Exception {
        declare();
        for (int i = 0; i < 2; i++) {
            for (PortRegistry others :
                    List.of(kernels.client(), kernels.ownersKernel().registry("other"))) {
                assertThatThrownBy(() -> others.createLocal(NAME, this::handle))
                        .isInstanceOfSatisfying(
                                NameInUseException.class,
                                e -> assertThat(e.owner().orElseThrow().label()).isEqualTo("owner"));
                assertThatThrownBy(() -> others.declare(NAME, this::handle)).isInstanceOf(NameInUseException.class);
            }
            assertThatThrownBy(() -> kernels.owner().createLocal(NAME, this::handle))
                    .isInstanceOf(NameInUseException.class);
            stopOwner();
        }
        assertThat(snapshot().state()).isEqualTo("declared");
        assertThat(snapshot().owner()).isEqualTo("owner");
    }

    @Test
    void aNameThatNobodyServesIsFoundAndItsClientsMessagesWait() throws Exception {
        declare();
        stopOwner();
        RemoteMessagePort remote = connect();
        assertThat(remote.owner().label()).isEqualTo("owner");
        remote.send(1, bytes("early"), LONG);
        assertThat(snapshot().depth()).isEqualTo(1);
        declare();
        await().until(() -> handled.size() == 1);
        assertThat(text(kernels.client()
                        .connect(NAME, Duration.ofSeconds(5))
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS)
                        .request(2, bytes("late"), LONG)
                        .data()))
                .isEqualTo("re late");
    }

    @Test
    void aWithdrawnNameEndsForEverybodyAndIsFree() throws Exception {
        Declaration declaration = kernels.owner()
                .declare(NAME, LocalPortOptions.named(NAME, this::handle).withDispatch(Dispatch.none()));
        RemoteMessagePort remote = connect();
        Attempt request = Attempt.of(() -> remote.request(1, null, LONG));
        await().until(() -> snapshot().depth() == 1);
        declaration.withdraw();
        assertEnd(request, remote, Cause.INVALIDATED, Invalidation.Reason.EXPLICIT, "withdrawn by owner");
        assertThat(declaration.isValid()).isFalse();
        assertThat(declaration.port().isValid()).isFalse();
        assertGone();
        declaration.withdraw();
        kernels.client().createLocal(NAME, this::handle);
    }

    /** Also if nobody serves it at that moment. */
    @Test
    void aNameDoesNotOutliveAnOwnerThatIsGoneForGood() throws Exception {
        declare();
        RemoteMessagePort remote = connect();
        stopOwner();
        Attempt request = Attempt.of(() -> remote.request(1, null, LONG));
        await().until(() -> snapshot().depth() == 1);
        kernels.ownersKernel().ownerGone("another", "another was uninstalled");
        assertThat(remote.isValid()).isTrue();
        kernels.ownersKernel().ownerGone("owner", "owner was uninstalled");
        assertEnd(request, remote, Cause.OWNER_STOPPED, Invalidation.Reason.OWNER_STOPPED, "owner was uninstalled");
        assertGone();
    }

    @Test
    void aNameDoesNotOutliveItsKernel() throws Exception {
        Declaration declaration = declare();
        RemoteMessagePort remote = connect();
        stopOwner();
        remote.send(1, null, LONG);
        kernels.ownersKernel().close();
        Invalidation end = told.poll(5, TimeUnit.SECONDS);
        assertThat(end.reason()).isEqualTo(Invalidation.Reason.SERVICE_STOPPED);
        assertThat(end.detail()).contains("Roadstead").contains("stopped");
        assertThat(declaration.isValid()).isFalse();
        assertThat(handled).isEmpty();
    }

    /** The stop of the kernel ends the name first, and the handler, which does not listen, when its grace is over. */
    @Test
    void aRequestDoesNotWaitForAHandlerThatIsGivenUp() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        kernels.owner().declare(NAME, message -> {
            entered.countDown();
            while (goOn.getCount() > 0) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    // it does not listen
                }
            }
            return null;
        });
        RemoteMessagePort remote = connect();
        Attempt request = Attempt.of(() -> remote.request(1, null, LONG));
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        kernels.ownersKernel().close();
        request.failure(PortBecameInvalidException.class);
        assertThat(request.took()).isLessThan(Duration.ofSeconds(10));
        goOn.countDown();
    }

    @Test
    void whatCannotBeTheSameNameIsRefused() {
        declare();
        stopOwner();
        assertThatThrownBy(() -> kernels.owner()
                        .declare(
                                NAME, LocalPortOptions.named(NAME, this::handle).withScope(PortScope.KERNEL)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("USER");
        assertThatThrownBy(() -> kernels.owner().declare(NAME, LocalPortOptions.named("test.other", this::handle)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test.other");
        declare();
    }

    /** Of two calls at once one serves the name; the other is told so, and spoils nothing. */
    @Test
    void twoThatDeclareAtOnceDoNotBothServeTheName() throws Exception {
        for (int round = 0; round < 100; round++) {
            PortName name = PortName.of("test.round" + round);
            PortRegistry owner = kernels.owner();
            CountDownLatch go = new CountDownLatch(2);
            MessageHandler echo = IncomingMessage::data;
            Attempt first = Attempt.of(() -> {
                go.countDown();
                go.await();
                return tryDeclare(owner, name, echo);
            });
            go.countDown();
            go.await();
            Object mine = tryDeclare(owner, name, echo);
            Object firsts = first.result();
            assertThat(mine instanceof Declaration).isNotEqualTo(firsts instanceof Declaration);
            Declaration won = (Declaration) (mine instanceof Declaration ? mine : firsts);
            RemoteMessagePort remote = kernels.client().connect(name);
            assertThat(text(remote.request(1, bytes("one"), LONG).data())).isEqualTo("one");
            won.withdraw();
        }
    }

    private static Object tryDeclare(PortRegistry owner, PortName name, MessageHandler handler) {
        try {
            return owner.declare(name, handler);
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    /** A look-up against an end of the name finds the port, or that there is none, and no handle stays valid after the end. */
    @Test
    void noHandleThatIsGotWhileTheNameEndsStaysValid() throws Exception {
        for (int round = 0; round < 100; round++) {
            Declaration declaration = declare();
            CountDownLatch go = new CountDownLatch(2);
            Attempt looking = Attempt.of(() -> {
                go.countDown();
                go.await();
                try {
                    return kernels.client().connect(NAME);
                } catch (NoSuchPortException e) {
                    return null;
                }
            });
            go.countDown();
            go.await();
            declaration.withdraw();
            if (looking.result() instanceof RemoteMessagePort remote) {
                await().until(() -> !remote.isValid());
            }
        }
    }

    private void assertEnd(
            Attempt request, RemoteMessagePort remote, Cause cause, Invalidation.Reason reason, String detail)
            throws Exception {
        PortBecameInvalidException end = request.failure(PortBecameInvalidException.class);
        assertThat(end.outcomeCause()).isEqualTo(cause);
        assertThat(end).hasMessageContaining(detail);
        Invalidation why = told.poll(5, TimeUnit.SECONDS);
        assertThat(why.reason()).isEqualTo(reason);
        assertThat(why.detail()).contains(detail);
        assertThat(remote.isValid()).isFalse();
        assertThat(told).isEmpty();
    }

    private void assertGone() {
        assertThatThrownBy(() -> kernels.client().connect(NAME)).isInstanceOf(NoSuchPortException.class);
        assertThat(kernels.ownersKernel().snapshot().ports()).isEmpty();
        assertThat(kernels.ownersKernel().services()).isEmpty();
        assertThat(handled).isEmpty();
    }

    /** A port that serves a name is found by it, and not by what the options were made with. */
    @Test
    void aPortThatServesANameIsAPortLikeAnother() throws Exception {
        Object context = new Object();
        LocalMessagePort port = kernels.owner()
                .declare(
                        NAME,
                        LocalPortOptions.unnamed(this::handle)
                                .withContext(context)
                                .withDispatch(Dispatch.direct())
                                .withQueueLimit(7))
                .port();
        assertThat(port.name()).contains(NAME);
        assertThat(port.context()).containsSame(context);
        assertThat(port.queueLimit()).isEqualTo(7);
        assertThat(text(connect().request(1, bytes("direct"), LONG).data())).isEqualTo("re direct");
        stopOwner();
        assertThat(port.context()).isEmpty();
        assertThat(port.queueDepth()).isZero();
    }
}
