package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.Dispatch;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.ReplyTimeoutException;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendTimeoutException;
import org.roadstead.port.TransportException;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.ShownIn;
import org.roadstead.testkit.Utf8;

/** A request ends though nobody can answer it, nobody wants it, or its time is up. */
@ShownIn(Place.VM)
@Timeout(60)
class RequestEndsTest {
    private static final PortName NAME = PortName.of("life");

    private final Kernel kernel = new Kernel("life");
    private final PortRegistry server = kernel.registry("server");
    private final PortRegistry client = kernel.registry("client");

    @AfterEach
    void close() {
        kernel.close();
    }

    @Test
    void aResponderThatNobodyCanReachFailsItsRequestLongBeforeItsTimeout() throws Exception {
        server.createLocal(NAME, message -> {
            message.responder();
            return null;
        });
        CompletableFuture<Reply> request =
                client.connect(NAME).requestAsync(1, null, SendOptions.DEFAULT).toCompletableFuture();
        await().until(() -> {
            System.gc();
            return request.isDone();
        });
        assertThatThrownBy(request::get)
                .hasCauseInstanceOf(TransportException.class)
                .hasMessageContaining("its responder was dropped");
    }

    @Test
    void aResponderThatIsHeldIsNotTakenForDroppedAndMayReplyAfterAnExplicitEnd() throws Exception {
        CompletableFuture<IncomingMessage> held = new CompletableFuture<>();
        LocalMessagePort port = server.createLocal(NAME, message -> {
            message.responder();
            held.complete(message);
            return null;
        });
        CompletableFuture<Reply> request =
                client.connect(NAME).requestAsync(1, null, SendOptions.DEFAULT).toCompletableFuture();
        IncomingMessage message = held.get();
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        port.invalidate();
        assertThat(request).isNotDone();
        assertThat(message.responder().reply(Utf8.bytes("late"))).isTrue();
        assertThat(Utf8.text(request.get().data())).isEqualTo("late");
    }

    @Test
    void aCancelledRequestIsTakenOutOfTheQueueOfSendersAndItsReplyIsLate() throws Exception {
        CompletableFuture<IncomingMessage> held = new CompletableFuture<>();
        LocalMessagePort port = server.createLocal(LocalPortOptions.named(NAME, message -> {
                    if (message.wantsReply()) {
                        message.responder();
                        held.complete(message);
                    }
                    return null;
                })
                .withQueueLimit(1)
                .withDispatch(Dispatch.none()));
        RemoteMessagePort remote = client.connect(NAME);
        CompletableFuture<Reply> queued =
                remote.requestAsync(1, null, SendOptions.DEFAULT).toCompletableFuture();
        CompletableFuture<Reply> waits =
                remote.requestAsync(2, null, SendOptions.DEFAULT).toCompletableFuture();
        await().until(() -> kernel.snapshot().ports().get(0).blocked() == 1);
        waits.cancel(true);
        await().until(() -> kernel.snapshot().ports().get(0).blocked() == 0);
        queued.cancel(false);
        port.dispatchOn(Runnable::run);
        assertThat(held.get().responder().reply(null)).isTrue();
        assertThat(kernel.snapshot().lateReplies()).isEqualTo(1);
        assertThat(kernel.snapshot().ports().get(0).handled()).isEqualTo(1);
    }

    @Test
    void oneDeadlineHoldsForTheWholeCallWhicheverPartTakesHowMuchOfIt() throws Exception {
        LocalMessagePort port = server.createLocal(LocalPortOptions.named(NAME, message -> {
                    if (message.wantsReply()) {
                        message.responder();
                    }
                    return null;
                })
                .withQueueLimit(1)
                .withDispatch(Dispatch.none()));
        RemoteMessagePort remote = client.connect(NAME);
        remote.send(1, null);
        SendOptions within = SendOptions.within(Duration.ofMillis(300));
        Attempt full = Attempt.of(() -> remote.request(2, null, within));
        full.failure(SendTimeoutException.class);
        assertThat(full.took()).isBetween(Duration.ofMillis(299), Duration.ofMillis(1_500));
        SendOptions parts =
                new SendOptions(Duration.ofSeconds(20), Duration.ofSeconds(20)).withTotal(Duration.ofMillis(600));
        long began = System.nanoTime();
        Attempt request = Attempt.of(() -> remote.request(3, null, parts));
        await().until(() -> kernel.snapshot().ports().get(0).blocked() == 1);
        port.dispatchOn(Runnable::run);
        assertThat(request.failure(ReplyTimeoutException.class)).hasMessageContaining("600 ms for the whole call");
        assertThat(request.endedAfter(began)).isBetween(Duration.ofMillis(599), Duration.ofMillis(2_000));
        assertThat(SendOptions.DEFAULT.total()).isEqualTo(SendOptions.FOREVER);
    }
}
