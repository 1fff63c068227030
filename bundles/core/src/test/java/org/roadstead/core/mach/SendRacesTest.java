package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Disposition;
import org.roadstead.mach.Item;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.Notification;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendOnceRight;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;

/** What happens to a send at the same moment: two threads meet at a barrier, many times, and only two outcomes are right. */
class SendRacesTest extends MachContract {
    private static final int ROUNDS = 3_000;
    private static final int ID = 1;
    private static final int FIRST = 2;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final CyclicBarrier start = new CyclicBarrier(2);

    private PortSpace server;
    private PortSpace client;
    private ReceiveRight port;
    private SendRight to;

    @Override
    MachSpaces spaces() {
        return new OneKernel();
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private interface Round {
        void run() throws Exception;
    }

    /** Runs rounds, each with new spaces and a port with room for one message, which is there. */
    private void rounds(Round round) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            try (PortSpace receiver = new MachSpace(new Origin("me", "here", "server", 1), MachLimits.DEFAULT);
                    PortSpace sender = new MachSpace(new Origin("me", "here", "client", 2), MachLimits.DEFAULT)) {
                server = receiver;
                client = sender;
                port = server.allocate();
                server.setBacklog(port, 1);
                to = server.insertSend(client, port);
                server.send(Message.to(port, FIRST), MsgOptions.NONE);
                round.run();
            }
        }
    }

    private <T> Future<T> meet(Callable<T> call) {
        return threads.submit(() -> {
            start.await();
            return call.call();
        });
    }

    private static <T> T end(Future<T> call) throws Exception {
        return call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private Future<SendResult> send(MsgOptions options, Item... items) {
        return meet(() -> client.send(Message.to(to, ID, items), options));
    }

    private Future<ReceiveResult> receive() {
        return meet(() -> server.receive(port, MsgOptions.POLL));
    }

    private List<Notification> told() {
        return notices(client);
    }

    @Test
    void noNoticeThatWasPromisedIsLostByTheFirstSendThatAsks() throws Exception {
        rounds(() -> {
            Future<SendResult> send = send(NOTIFY);
            Future<ReceiveResult> receive = receive();
            end(receive);
            boolean held = end(send).code() == MsgReturn.SEND_WILL_NOTIFY;
            assertThat(rest(server, port)).containsExactly(ID);
            assertThat(told())
                    .isEqualTo(held ? List.of(new Notification(Notification.Kind.MSG_ACCEPTED, to.name())) : List.of());
        });
    }

    @Test
    void aSendThatAsksForNoticeDoesNotThrowWhenItsSpaceEnds() throws Exception {
        rounds(() -> {
            Future<SendResult> send = send(NOTIFY);
            Future<Boolean> closed = meet(() -> {
                client.close();
                return true;
            });
            end(closed);
            SendResult result = end(send);
            assertThat(result.code()).isIn(MsgReturn.SEND_WILL_NOTIFY, MsgReturn.SEND_INVALID_PORT);
            assertThat(rest(server, port)).isEqualTo(result.isTaken() ? List.of(FIRST, ID) : List.of(FIRST));
        });
    }

    @Test
    void aMessageThatIsHeldDoesNotThrowOrStayWhenThePortEnds() throws Exception {
        rounds(() -> {
            Future<SendResult> send = send(NOTIFY);
            Future<?> dies = meet(() -> server.deallocate(port));
            end(dies);
            assertThat(end(send).code()).isIn(MsgReturn.SEND_WILL_NOTIFY, MsgReturn.SEND_INVALID_PORT);
            assertThat(told()).containsExactly(new Notification(Notification.Kind.PORT_DELETED, to.name()));
        });
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // the yield makes the race likelier, not right
    void anInterruptAndASlotAtOnceDoNotBothDecide() throws Exception {
        rounds(() -> {
            Thread[] sender = new Thread[1];
            CountDownLatch known = new CountDownLatch(1);
            Future<SendResult> send = threads.submit(() -> {
                sender[0] = Thread.currentThread();
                known.countDown();
                start.await();
                try {
                    return client.send(Message.to(to, ID), INTERRUPT);
                } finally {
                    Thread.interrupted();
                }
            });
            known.await();
            Future<ReceiveResult> receive = meet(() -> {
                Thread.yield();
                ReceiveResult first = server.receive(port, MsgOptions.POLL);
                sender[0].interrupt();
                return first;
            });
            end(receive);
            SendResult result = end(send);
            assertThat(result.code()).isIn(MsgReturn.SUCCESS, MsgReturn.SEND_INTERRUPTED);
            assertThat(rest(server, port)).isEqualTo(result.isTaken() ? List.of(ID) : List.of());
        });
    }

    @Test
    void theEndOfTheTimeAndASlotAtOnceDoNotBothDecide() throws Exception {
        rounds(() -> {
            Future<SendResult> send = send(sendTimeout(Duration.ofNanos(30_000)));
            Future<ReceiveResult> receive = receive();
            end(receive);
            SendResult result = end(send);
            assertThat(result.code()).isIn(MsgReturn.SUCCESS, MsgReturn.SEND_TIMED_OUT);
            assertThat(rest(server, port)).isEqualTo(result.isTaken() ? List.of(ID) : List.of());
        });
    }

    @Test
    void theEndOfTheTimeAndASlotAtOnceNeitherLoseNorDoubleANotice() throws Exception {
        rounds(() -> {
            Future<SendResult> send = send(NOTIFY.withSendTimeout(Duration.ofNanos(30_000)));
            Future<ReceiveResult> receive = receive();
            end(receive);
            SendResult result = end(send);
            assertThat(result.code()).isIn(MsgReturn.SUCCESS, MsgReturn.SEND_WILL_NOTIFY);
            assertThat(rest(server, port)).containsExactly(ID);
            assertThat(told()).hasSize(result.code() == MsgReturn.SUCCESS ? 0 : 1);
        });
    }

    @Test
    void aRightGivenUpAndASlotAtOnceDoNotBothDecide() throws Exception {
        rounds(() -> {
            Future<SendResult> send = send(MsgOptions.NONE);
            Future<?> change = meet(() -> {
                client.deallocate(to);
                return server.receive(port, MsgOptions.POLL);
            });
            end(change);
            SendResult result = end(send);
            assertThat(result.code()).isIn(MsgReturn.SUCCESS, MsgReturn.SEND_INVALID_PORT);
            assertThat(rest(server, port)).isEqualTo(result.isTaken() ? List.of(ID) : List.of());
        });
    }

    /** Exactly one message comes of a send-once right: by who received it, or since it was given up. */
    @Test
    void aSendOnceRightThatIsCarriedAndGivenUpAtOnceIsNeitherLostNorUsedTwice() throws Exception {
        rounds(() -> {
            ReceiveRight behind = client.allocate();
            SendOnceRight once = client.makeSendOnce(behind);
            Future<SendResult> send = send(MsgOptions.NONE, PortItem.sendOnce(once));
            Future<?> change = meet(() -> {
                server.receive(port, MsgOptions.POLL);
                return client.deallocate(once);
            });
            end(change);
            SendResult result = end(send);
            if (result.isTaken()) {
                PortItem item = (PortItem) next(server, port).items().get(0);
                server.send(Message.to(item.rights().get(0), 5), MsgOptions.NONE);
            } else {
                assertThat(result.code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
                assertThat(rest(server, port)).isEmpty();
            }
            assertThat(rest(client, behind)).containsExactly(result.isTaken() ? 5 : 71);
        });
    }

    @Test
    void aReceiveRightThatIsCarriedAndGivenUpAtOnceIsNotLost() throws Exception {
        rounds(() -> {
            ReceiveRight carried = client.allocate();
            SendRight known = client.insertSend(server, carried);
            Future<SendResult> send = send(MsgOptions.NONE, PortItem.moveReceive(carried));
            Future<?> change = meet(() -> {
                server.receive(port, MsgOptions.POLL);
                return client.deallocate(carried);
            });
            end(change);
            SendResult result = end(send);
            assertThat(result.code()).isIn(MsgReturn.SUCCESS, MsgReturn.SEND_INVALID_PORT);
            if (result.isTaken()) {
                next(server, port);
            }
            assertThat(server.type(known)).isEqualTo(result.isTaken() ? RightType.RECEIVE : RightType.DEAD_NAME);
            assertThat(client.type(carried)).isEqualTo(RightType.NONE);
        });
    }

    @Test
    void memoryThatIsCarriedAndReleasedAtOnceIsEitherMovedOrReleased() throws Exception {
        rounds(() -> {
            Memory memory = client.allocateMemory(8);
            Future<SendResult> send = send(MsgOptions.NONE, OutOfLine.move(memory));
            Future<?> change = meet(() -> {
                memory.close();
                return server.receive(port, MsgOptions.POLL);
            });
            end(change);
            SendResult result = end(send);
            assertThat(result.code()).isIn(MsgReturn.SUCCESS, MsgReturn.SEND_INVALID_MEMORY);
            assertThat(rest(server, port)).isEqualTo(result.isTaken() ? List.of(ID) : List.of());
            assertThat(memory.isValid()).isFalse();
        });
    }

    @Test
    void memoryThatIsReleasedWhileItIsCopiedDoesNotMakeTheSendThrow() throws Exception {
        rounds(() -> {
            server.receive(port, MsgOptions.POLL);
            Memory memory = client.allocateMemory(8);
            OutOfLine item = new OutOfLine(MsgType.BYTE, 8, 8, memory, Disposition.COPY);
            Future<SendResult> send = send(MsgOptions.NONE, item);
            Future<?> change = meet(() -> {
                memory.close();
                return null;
            });
            end(change);
            assertThat(end(send).code()).isIn(MsgReturn.SUCCESS, MsgReturn.SEND_INVALID_MEMORY);
        });
    }

    /** The space that keeps a send right is told when the port ends, and is no sender while it receives. */
    @Test
    void aReceiveRightThatTwoSendsWantToMoveAtOnceLeavesNoHolderUntold() throws Exception {
        rounds(() -> {
            ReceiveRight carried = client.allocate();
            ReceiveRight other = server.allocate();
            SendRight toOther = server.insertSend(client, other);
            Future<SendResult> fails = send(MsgOptions.POLL, PortItem.receive(carried));
            Future<SendResult> may =
                    meet(() -> client.send(Message.to(toOther, ID, PortItem.receive(carried)), MsgOptions.NONE));
            assertThat(end(fails).isTaken()).isFalse();
            if (end(may).isTaken()) {
                PortRight moved =
                        ((PortItem) next(server, other).items().get(0)).rights().get(0);
                server.deallocate(moved);
                assertThat(told()).containsExactly(new Notification(Notification.Kind.PORT_DELETED, carried.name()));
            } else {
                assertThat(client.receive(carried, MsgOptions.POLL.and(MsgOption.RCV_NO_SENDERS))
                                .code())
                        .isEqualTo(MsgReturn.RCV_ONLY_SENDER);
            }
        });
    }

    @Test
    void aRightThatIsLeavingIsNotListedAsNone() throws Exception {
        rounds(() -> {
            server.receive(port, MsgOptions.POLL);
            SendRight moved = server.insertSend(client, server.allocate());
            Future<SendResult> send = send(MsgOptions.NONE, PortItem.moveSend(moved));
            Future<List<PortRight>> listed = meet(client::rights);
            assertThat(end(listed)).doesNotContain(PortRight.NULL);
            assertThat(end(send)).isEqualTo(SendResult.SUCCESS);
        });
    }
}
