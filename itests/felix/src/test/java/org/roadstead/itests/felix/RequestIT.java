package org.roadstead.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.Before;
import org.junit.Test;
import org.roadstead.port.Cause;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortInvalidException;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.ReplyTimeoutException;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendStatus;
import org.roadstead.port.TransportException;
import org.roadstead.port.WouldDeadlockException;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** A port of one bundle, used by another bundle. */
@ShownIn(Place.VM)
public class RequestIT extends FrameworkTest {
    private static final PortName NAME = PortName.of("test.port");

    private TestBundle owner;
    private TestBundle client;

    @Before
    public void startBundles() throws Exception {
        owner = bundle("test.owner");
        client = bundle("test.client");
    }

    @Test
    @Scenario({"CF1", "CF27"})
    public void aRequestReachesTheOwnersHandlerOnItsLoopAndItsReplyComesBack() throws Exception {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        BlockingQueue<IncomingMessage> messages = new LinkedBlockingQueue<>();
        LocalMessagePort local = owner.registry().createLocal(NAME, message -> {
            threads.add(Thread.currentThread().getName());
            messages.add(message);
            return bytes("pong");
        });
        assertThat(local.isValid()).isTrue();
        assertThat(local.isRemote()).isFalse();
        assertThat(local.isPublished()).isTrue();
        assertThat(local.name()).hasValue(NAME);

        RemoteMessagePort remote = client.registry().connect(NAME);
        assertThat(remote.isRemote()).isTrue();
        assertThat(remote.transport()).isEqualTo("vm");
        assertThat(remote.owner().label()).isEqualTo(owner.label());
        assertThat(remote.owner().node()).isEqualTo(framework());
        assertThat(text(remote.request(42, bytes("ping")).data())).isEqualTo("pong");

        assertThat(threads).containsExactly(owner.loopName());
        IncomingMessage message = messages.remove();
        assertThat(message.id()).isEqualTo(42);
        assertThat(text(message.data())).isEqualTo("ping");
        assertThat(message.data().isReadOnly()).isTrue();
        assertThat(message.wantsReply()).isTrue();
        assertThat(message.sender().owner()).isEqualTo(client.label());
        assertThat(messages).isEmpty();
    }

    @Test
    @Scenario({"CF29", "CF30", "CF31", "CF32"})
    public void nothingIsLostOfIdsAndOfEmptyData() throws Exception {
        List<Integer> ids = new ArrayList<>();
        owner.registry().createLocal(NAME, message -> {
            ids.add(message.id());
            assertThat(message.data()).isNotNull();
            return message.id() == 0 ? null : message.data();
        });
        RemoteMessagePort remote = client.registry().connect(NAME);
        for (int id : new int[] {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE}) {
            assertThat(remote.request(id, null).isEmpty()).isTrue();
        }
        assertThat(ids).containsExactly(Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE);
    }

    @Test
    @Scenario({"CF33", "CF34", "CF41"})
    public void aOneWayMessageDoesNotWaitForTheHandlerAndSharesNoBytesWithItsSender() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        CompletableFuture<String> came = new CompletableFuture<>();
        owner.registry().createLocal(NAME, message -> {
            sent.await();
            came.complete(text(message.data()) + " " + message.wantsReply());
            return bytes("dropped");
        });
        byte[] mine = {'a', 'b'};
        client.registry().connect(NAME).send(1, ByteBuffer.wrap(mine));
        mine[0] = 'z';
        sent.countDown();
        assertThat(came.get(5, TimeUnit.SECONDS)).isEqualTo("ab false");
    }

    @Test
    @Scenario("CF16")
    public void noSuchPortIsNotAnEmptyPort() {
        assertThatThrownBy(() -> client.registry().connect(PortName.of("test.nobody")))
                .isInstanceOf(NoSuchPortException.class)
                .hasMessageContaining("test.nobody");
    }

    @Test
    @Scenario({"CF4", "CF6"})
    public void aTakenNameIsNotTakenTwiceAndItsOwnerIsNamed() throws Exception {
        LocalMessagePort first = owner.registry().createLocal(NAME, message -> bytes("first"));
        NameInUseException refused = catchThrowableOfType(
                NameInUseException.class, () -> client.registry().createLocal(NAME, message -> bytes("second")));
        assertThat(refused).hasMessageContaining("test.port").hasMessageContaining(owner.label());
        assertThat(refused.owner())
                .hasValueSatisfying(by -> assertThat(by.label()).isEqualTo(owner.label()));
        assertThat(text(client.registry().connect(NAME).request(1, null).data()))
                .isEqualTo("first");

        first.close();
        client.registry().createLocal(NAME, message -> bytes("second"));
        assertThat(text(owner.registry().connect(NAME).request(1, null).data())).isEqualTo("second");
    }

    @Test
    @Scenario("CF26")
    public void aHandlerThatThrowsNeitherKeepsItsRequesterWaitingNorEndsItsPort() throws Exception {
        owner.registry().createLocal(NAME, message -> {
            if (message.id() == 13) {
                throw new IllegalArgumentException("unlucky");
            }
            return message.data();
        });
        RemoteMessagePort remote = client.registry().connect(NAME);
        Attempt request = Attempt.of(() -> remote.request(13, null));
        TransportException failed = request.failure(TransportException.class);
        assertThat(failed.status()).isEqualTo(SendStatus.TRANSPORT_ERROR);
        assertThat(failed.outcomeCause()).isEqualTo(Cause.HANDLER_FAILED);
        assertThat(failed).hasMessageContaining("unlucky");
        assertThat(request.took()).isLessThan(Duration.ofSeconds(1));
        assertThat(text(remote.request(7, bytes("lucky")).data())).isEqualTo("lucky");
    }

    /** A reply timeout is not a death, and a reply that comes after it is dropped. */
    @Test
    @Scenario("M65")
    public void aLateReplyIsNotGivenToTheNextRequest() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        owner.registry().createLocal(NAME, message -> {
            if (message.id() == 1) {
                late.await();
            }
            return message.data();
        });
        RemoteMessagePort remote = client.registry().connect(NAME);
        long before = service(PortRuntime.class).snapshot().lateReplies();
        Duration timeout = Duration.ofMillis(150);
        Attempt slow =
                Attempt.of(() -> remote.request(1, bytes("late"), SendOptions.DEFAULT.withReplyTimeout(timeout)));
        ReplyTimeoutException none = slow.failure(ReplyTimeoutException.class);
        assertThat(none.status()).isEqualTo(SendStatus.RECEIVE_TIMEOUT);
        assertThat(slow.took()).isBetween(timeout, timeout.plusMillis(500));
        assertThat(remote.isValid()).isTrue();

        Attempt next = Attempt.of(() -> text(remote.request(2, bytes("next")).data()));
        late.countDown();
        assertThat(next.result()).isEqualTo("next");
        assertThat(service(PortRuntime.class).snapshot().lateReplies()).isEqualTo(before + 1);
    }

    /** The size is looked at before the validity, and nothing is sent. */
    @Test
    @Scenario({"CF37", "CF38", "CF42"})
    public void aMessageThatIsTooLargeIsRefusedAlsoOnAnInvalidPort() throws Exception {
        AtomicInteger came = new AtomicInteger();
        owner.registry().createLocal(NAME, message -> {
            came.incrementAndGet();
            return null;
        });
        RemoteMessagePort remote = client.registry().connect(NAME);
        ByteBuffer tooLarge = ByteBuffer.allocate((16 << 20) + 1);
        assertThat(catchThrowableOfType(TransportException.class, () -> remote.request(1, tooLarge))
                        .outcomeCause())
                .isEqualTo(Cause.TOO_LARGE);
        remote.invalidate();
        assertThat(catchThrowableOfType(TransportException.class, () -> remote.send(1, tooLarge))
                        .outcomeCause())
                .isEqualTo(Cause.TOO_LARGE);
        PortInvalidException invalid = catchThrowableOfType(PortInvalidException.class, () -> remote.request(1, null));
        assertThat(invalid.status()).isEqualTo(SendStatus.IS_INVALID);
        assertThat(came).hasValue(0);
        // Only this handle was invalidated, not the port.
        client.registry().connect(NAME).request(1, null);
        assertThat(came).hasValue(1);
    }

    @Test
    @Scenario("CF39")
    public void aReplyThatIsTooLargeIsAnErrorAndNotAnEmptyReply() throws Exception {
        owner.registry().createLocal(NAME, message -> ByteBuffer.allocate((16 << 20) + 1));
        RemoteMessagePort remote = client.registry().connect(NAME);
        assertThat(catchThrowableOfType(TransportException.class, () -> remote.request(1, null))
                        .outcomeCause())
                .isEqualTo(Cause.REPLY_TOO_LARGE);
    }

    @Test
    @Scenario("CF68")
    public void aHandlerThatAsksItsOwnPortIsToldOfTheDeadlockAndDoesNotHang() throws Exception {
        CompletableFuture<String> later = new CompletableFuture<>();
        owner.registry().createLocal(NAME, message -> {
            if (message.id() == 1) {
                RemoteMessagePort self = owner.registry().connect(NAME);
                self.requestAsync(2, bytes("later"), SendOptions.DEFAULT)
                        .thenAccept(reply -> later.complete(text(reply.data()) + " on "
                                + Thread.currentThread().getName()));
                self.request(3, null);
            }
            return message.data();
        });
        Attempt request = Attempt.of(() -> client.registry().connect(NAME).request(1, null));
        TransportException failed = request.failure(TransportException.class);
        assertThat(failed.outcomeCause()).isEqualTo(Cause.HANDLER_FAILED);
        assertThat(failed).hasMessageContaining(WouldDeadlockException.class.getName());
        assertThat(request.took()).isLessThan(Duration.ofSeconds(1));
        assertThat(later.get(5, TimeUnit.SECONDS)).isEqualTo("later on " + owner.loopName());
    }

    /** Waiting for one's own stage on the loop that completes it can never end. */
    @Test
    public void joiningAStageOnItsOwnLoopIsRefused() throws Exception {
        owner.registry().createLocal(NAME, IncomingMessage::data);
        RemoteMessagePort remote = client.registry().connect(NAME);
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        client.registry().runLoop().execute(() -> {
            try {
                remote.requestAsync(1, null, SendOptions.DEFAULT)
                        .toCompletableFuture()
                        .join();
                refused.complete(null);
            } catch (RuntimeException e) {
                refused.complete(e);
            }
        });
        assertThat(refused.get(5, TimeUnit.SECONDS)).isInstanceOf(WouldDeadlockException.class);
    }

    @Test
    @Scenario("CF45")
    public void aThousandMessagesOfOneSenderKeepTheirOrder() throws Exception {
        List<Integer> ids = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(1_000);
        owner.registry().createLocal(NAME, message -> {
            ids.add(message.id());
            all.countDown();
            return null;
        });
        RemoteMessagePort remote = client.registry().connect(NAME);
        for (int i = 0; i < 1_000; i++) {
            remote.send(i, null);
        }
        assertThat(all.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(ids).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // the yield makes an overlap likelier, not right
    public void eightThreadsGetTheirOwnRepliesAndNeverOverlapInTheHandler() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        owner.registry().createLocal(NAME, message -> {
            overlaps.addAndGet(inside.getAndIncrement());
            Thread.yield();
            inside.decrementAndGet();
            return message.data();
        });
        RemoteMessagePort remote = client.registry().connect(NAME);
        List<Attempt> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            threads.add(Attempt.of(() -> {
                for (int j = 0; j < 250; j++) {
                    String question = number + "/" + j;
                    assertThat(text(remote.request(j, bytes(question)).data())).isEqualTo(question);
                }
                return null;
            }));
        }
        for (Attempt thread : threads) {
            thread.result();
        }
        assertThat(overlaps).hasValue(0);
    }

    @Test
    @Scenario("CF81")
    public void aHandlerThatInvalidatesItsPortStillReplies() throws Exception {
        AtomicReference<LocalMessagePort> local = new AtomicReference<>();
        local.set(owner.registry().createLocal(NAME, message -> {
            local.get().invalidate();
            return bytes("last words");
        }));
        RemoteMessagePort remote = client.registry().connect(NAME);
        assertThat(text(remote.request(1, null).data())).isEqualTo("last words");
        assertThat(local.get().isValid()).isFalse();
        assertThat(catchThrowableOfType(PortInvalidException.class, () -> remote.request(2, null))
                        .outcomeCause())
                .isEqualTo(Cause.INVALIDATED);
    }

    @Test
    @Scenario("CF21")
    public void aConnectThatWaitsFindsThePortThatComes() throws Exception {
        CompletableFuture<RemoteMessagePort> coming =
                client.registry().connect(NAME, Duration.ofSeconds(10)).toCompletableFuture();
        CompletableFuture<RemoteMessagePort> never = client.registry()
                .connect(PortName.of("test.never"), Duration.ofMillis(100))
                .toCompletableFuture();
        owner.registry().createLocal(NAME, message -> bytes("here"));
        assertThat(text(coming.get(5, TimeUnit.SECONDS).request(1, null).data()))
                .isEqualTo("here");
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(never::isCompletedExceptionally);
        assertThatThrownBy(never::join).hasCauseInstanceOf(NoSuchPortException.class);
    }

    /** A reply that comes later, by its responder, counts once. */
    @Test
    public void aResponderRepliesOnceAndFromAnyThread() throws Exception {
        CompletableFuture<List<Boolean>> counted = new CompletableFuture<>();
        owner.registry().createLocal(NAME, message -> {
            var responder = message.responder();
            Attempt.of(() -> counted.complete(List.of(
                    responder.reply(bytes("first")), responder.reply(bytes("second")), responder.fail("third"))));
            return null;
        });
        Reply reply = client.registry().connect(NAME).request(1, null);
        assertThat(text(reply.data())).isEqualTo("first");
        assertThat(counted.get(5, TimeUnit.SECONDS)).containsExactly(true, false, false);
    }
}
