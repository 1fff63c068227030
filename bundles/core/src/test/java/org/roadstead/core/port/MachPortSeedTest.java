package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendRight;
import org.roadstead.port.ContextHooks;
import org.roadstead.port.Dispatch;
import org.roadstead.port.Invalidation;
import org.roadstead.port.MachPort;
import org.roadstead.port.MachPortInvalidationListener;
import org.roadstead.port.MachPortLease;
import org.roadstead.port.MachPortOptions;
import org.roadstead.port.PortRegistry;
import org.roadstead.runloop.PortSource;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.runloop.RunResult;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** What the CFMachPort seed says, one method for each function and callback. */
@ShownIn(Place.VM)
@Timeout(20)
class MachPortSeedTest {
    private static final MsgOptions POLL = MsgOptions.POLL;

    private final Kernel kernel = new Kernel("machports");
    private final PortRegistry owner = kernel.registry("owner");
    private final PortRegistry other = kernel.registry("other");
    private final PortSpace space = owner.space();
    private final BlockingQueue<ReceiveResult> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Invalidation> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        kernel.close();
    }

    private void take(MachPort port, ReceiveResult message, Object info) {
        received.add(message);
    }

    private void send(PortSpace from, SendRight to, int id) {
        assertThat(from.send(Message.to(to, id), POLL).code()).isEqualTo(MsgReturn.SUCCESS);
    }

    private void tellsNothingMore() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        owner.runLoop().execute(later::countDown);
        later.await();
        assertThat(received).isEmpty();
    }

    @Test
    @Scenario("CF95")
    void aNewPortTellsRightValidityAndContextAndHasNoCallback() throws Exception {
        CompletableFuture<Object> info = new CompletableFuture<>();
        MachPort port = owner.createMachPort(MachPortOptions.onNewPort((from, message, context) -> {
                    received.add(message);
                    info.complete(context);
                })
                .withContext("info"));
        assertThat(port.isValid()).isTrue();
        assertThat(space.type(port.right())).isEqualTo(RightType.RECEIVE);
        assertThat(port.context()).hasValue("info");
        assertThat(port.invalidationListener()).isEmpty();
        SendRight right = space.insertSend(other.space(), port.right());
        send(other.space(), right, 7);
        ReceiveResult message = received.take();
        assertThat(message.message().id()).isEqualTo(7);
        assertThat(message.size()).isEqualTo(Message.HEADER_SIZE);
        assertThat(message.trailer()).isNotNull();
        assertThat(info.get()).isEqualTo("info");
    }

    @Test
    @Scenario({"CF96", "CF97"})
    void theCallbackThatWasSetIsReturnedAndRunsOnceWhenThePortIsInvalidated() throws Exception {
        MachPort port =
                owner.createMachPort(MachPortOptions.onNewPort(this::take).withContext("info"));
        MachPortInvalidationListener callback = (ended, why) -> {
            if (!ended.isValid() && ended.context().isEmpty()) {
                told.add(why);
            }
        };
        port.setInvalidationListener((ended, why) -> told.add(new Invalidation(why.reason(), "replaced")));
        port.setInvalidationListener(callback);
        assertThat(port.invalidationListener()).hasValue(callback);
        port.invalidate();
        port.invalidate();
        assertThat(port.isValid()).isFalse();
        assertThat(told.take()).satisfies(why -> {
            assertThat(why.reason()).isEqualTo(Invalidation.Reason.EXPLICIT);
            assertThat(why.detail()).contains("owner invalidated it");
        });
        List<Thread> late = new ArrayList<>();
        port.onInvalidated((ended, why) -> late.add(Thread.currentThread()));
        port.setInvalidationListener((ended, why) -> late.add(Thread.currentThread()));
        assertThat(late).containsExactly(Thread.currentThread(), Thread.currentThread());
        assertThat(port.invalidationListener()).hasValue(callback);
        assertThat(told).isEmpty();
        assertThat(port.right()).isNotNull();
        assertThatThrownBy(port::runLoopSource).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Scenario({"CF98", "CF23"})
    void aPortThatIsListenedToGivesTheSameListenerAndLeavesTheSecondCallbackAlone() throws Exception {
        ReceiveRight right = space.allocate();
        MachPortLease first = owner.openMachPort(MachPortOptions.on(right, this::take));
        AtomicInteger acquired = new AtomicInteger();
        ContextHooks hooks = new ContextHooks() {
            @Override
            public Object acquire(Object info) {
                acquired.incrementAndGet();
                return info;
            }

            @Override
            public void release(Object info) {
                acquired.decrementAndGet();
            }
        };
        MachPortLease second = owner.openMachPort(MachPortOptions.on(right, (port, message, info) -> {
                    throw new AssertionError("the second listener was called");
                })
                .withContext("second", hooks));
        assertThat(first.adopted()).isTrue();
        assertThat(second.adopted()).isFalse();
        assertThat(second.port()).isSameAs(first.port());
        assertThat(acquired).hasValue(0);
        send(space, space.makeSend(right), 1);
        assertThat(received.take().message().id()).isEqualTo(1);
        first.port().invalidate();
        MachPortLease third =
                owner.openMachPort(MachPortOptions.on(right, this::take).withContext("third", hooks));
        assertThat(third.adopted()).isTrue();
        assertThat(acquired).hasValue(1);
        assertThat(third.port())
                .isNotSameAs(first.port())
                .isEqualTo(first.port())
                .hasSameHashCodeAs(first.port())
                .isNotEqualTo(owner.createMachPort(MachPortOptions.onNewPort(this::take)));
        third.port().close();
        assertThat(acquired).hasValue(0);
    }

    @Test
    @Scenario("CF100")
    void theDeathOfTheNativePortEndsTheListenerAndIsTold() throws Exception {
        ReceiveRight right = space.allocate();
        MachPort port = owner.createMachPort(MachPortOptions.on(right, this::take));
        port.onInvalidated((ended, why) -> told.add(why));
        assertThat(space.deallocate(right)).isEqualTo(KernReturn.SUCCESS);
        assertThat(told.take().detail()).contains("deallocated by owner");
        assertThat(port.isValid()).isFalse();
    }

    @Test
    void aReceiveRightThatLeavesTheSpaceEndsTheListenerAndItsNewHolderMayListen() throws Exception {
        ReceiveRight right = space.allocate();
        MachPort port = owner.createMachPort(MachPortOptions.on(right, this::take));
        port.onInvalidated((ended, why) -> told.add(why));
        assertThat(space.insertReceive(other.space(), right, 4711)).isEqualTo(KernReturn.SUCCESS);
        assertThat(told.take().detail()).contains("has left the space of owner");
        MachPort theirs = other.createMachPort(
                MachPortOptions.on((ReceiveRight) other.space().right(4711), this::take));
        send(space, space.makeSend(right), 3);
        assertThat(received.take().message().id()).isEqualTo(3);
        assertThat(theirs).isEqualTo(port);
    }

    @Test
    void theEndOfTheOwnerEndsItsListeners() throws Exception {
        MachPort port = owner.createMachPort(MachPortOptions.onNewPort(this::take));
        port.onInvalidated((ended, why) -> told.add(why), Runnable::run);
        kernel.space("owner").close(Duration.ZERO);
        assertThat(told.take().reason()).isEqualTo(Invalidation.Reason.OWNER_STOPPED);
        assertThatThrownBy(() -> owner.createMachPort(MachPortOptions.onNewPort(this::take)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Scenario("CF102")
    void aListenerOnSomebodyElsesPortLeavesItAliveAndOneWithItsOwnTakesItAlong() throws Exception {
        ReceiveRight right = space.allocate();
        owner.createMachPort(MachPortOptions.on(right, this::take)).close();
        send(space, space.makeSend(right), 5);
        assertThat(space.receive(right, POLL).message().id()).isEqualTo(5);
        MachPort own = owner.createMachPort(MachPortOptions.onNewPort(this::take));
        own.invalidate();
        send(space, space.makeSend(own.right()), 6);
        own.close();
        assertThat(space.type(own.right())).isEqualTo(RightType.NONE);
        tellsNothingMore();
    }

    @Test
    void messagesThatWaitedAreTakenByTheListenerAndWaitAgainAfterItsEnd() throws Exception {
        ReceiveRight right = space.allocate();
        SendRight to = space.makeSend(right);
        send(space, to, 1);
        send(space, to, 2);
        MachPort port = owner.createMachPort(MachPortOptions.on(right, this::take));
        assertThat(List.of(
                        received.take().message().id(),
                        received.take().message().id()))
                .containsExactly(1, 2);
        port.invalidate();
        send(space, to, 3);
        tellsNothingMore();
        assertThat(space.peek(right).code()).isEqualTo(MsgReturn.SUCCESS);
    }

    @Test
    void aListenerThatThrowsGetsTheNextMessageAllTheSame() throws Exception {
        MachPort port = owner.createMachPort(MachPortOptions.onNewPort((from, message, info) -> {
            received.add(message);
            throw new IllegalStateException("on purpose");
        }));
        SendRight to = space.makeSend(port.right());
        send(space, to, 1);
        send(space, to, 2);
        assertThat(List.of(
                        received.take().message().id(),
                        received.take().message().id()))
                .containsExactly(1, 2);
        assertThat(port.isValid()).isTrue();
    }

    @Test
    void aSourceInALoopServesThePortAndEndsWithIt() {
        MachPort port =
                owner.createMachPort(MachPortOptions.onNewPort(this::take).withDispatch(Dispatch.none()));
        PortSource source = port.runLoopSource();
        assertThat(port.runLoopSource(5)).isSameAs(source);
        assertThatThrownBy(() -> port.dispatchOn(Runnable::run)).isInstanceOf(IllegalStateException.class);
        RunLoop loop = RunLoop.current();
        RunLoopMode mode = new RunLoopMode("raw");
        send(space, space.makeSend(port.right()), 9);
        assertThat(received).isEmpty();
        loop.add(source, mode);
        assertThat(loop.run(mode, Duration.ofSeconds(5), true)).isEqualTo(RunResult.HANDLED_SOURCE);
        assertThat(received.remove().message().id()).isEqualTo(9);
        port.invalidate();
        assertThat(source.isValid()).isFalse();
        assertThat(loop.contains(source, mode)).isFalse();
        assertThat(loop.run(mode, Duration.ofSeconds(5), true)).isEqualTo(RunResult.FINISHED);
    }

    @Test
    void anExecutorServesThePortFromAttachToDetach() {
        MachPort port =
                owner.createMachPort(MachPortOptions.onNewPort(this::take).withDispatch(Dispatch.none()));
        SendRight to = space.makeSend(port.right());
        send(space, to, 1);
        port.dispatchOn(Runnable::run);
        assertThat(received.remove().message().id()).isEqualTo(1);
        port.detach();
        send(space, to, 2);
        assertThat(received).isEmpty();
        assertThat(port.dispatch().isNone()).isTrue();
    }

    @Test
    void whatIsNoReceiveRightOfTheSpaceIsRefused() {
        ReceiveRight theirs = other.space().allocate();
        assertThatThrownBy(() -> owner.createMachPort(MachPortOptions.on(theirs, this::take)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no live receive right of the space of owner");
        assertThatThrownBy(() -> MachPortOptions.on(null, this::take)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> MachPortOptions.onNewPort(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void theContextOfAListenerIsReleasedAsOftenAsItIsAcquired() throws Exception {
        AtomicInteger held = new AtomicInteger();
        AtomicInteger acquired = new AtomicInteger();
        MachPort port =
                owner.createMachPort(MachPortOptions.onNewPort(this::take).withContext("info", new ContextHooks() {
                    @Override
                    public Object acquire(Object info) {
                        held.incrementAndGet();
                        acquired.incrementAndGet();
                        return info;
                    }

                    @Override
                    public void release(Object info) {
                        held.decrementAndGet();
                    }
                }));
        SendRight to = space.makeSend(port.right());
        send(space, to, 1);
        send(space, to, 2);
        received.take();
        received.take();
        await().until(() -> held.get() == 1);
        assertThat(acquired).hasValue(3);
        port.close();
        await().until(() -> held.get() == 0);
        assertThat(acquired).hasValue(3);
        assertThat(port).asString().contains("context info").contains("ended: its owner owner invalidated it");
    }
}
