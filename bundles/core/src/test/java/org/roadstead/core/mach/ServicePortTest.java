package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.testkit.Utf8.bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;

/** The receive right of a declared name is in one place at any time, and comes back from wherever it was. */
@SuppressWarnings({"AssignmentExpression", "ThreadPriorityCheck"}) // loops that race threads
@Timeout(60)
class ServicePortTest {
    private static final Failure WITHDRAWN = new Failure(Failure.Kind.INVALIDATED, "withdrawn");

    private final AtomicInteger spaces = new AtomicInteger();
    private final ServicePort service = new ServicePort(5, 1 << 20);
    private final MachSpace client = space();
    private final SendRight send = (SendRight) Handover.give(service.port(), client);

    private MachSpace space() {
        return new MachSpace(new Origin("user", "node", "space", spaces.incrementAndGet()), MachLimits.DEFAULT);
    }

    private MsgReturn trySend(int id) {
        return client.send(Message.to(send, id, Inline.bytes(bytes("x"))), MsgOptions.POLL)
                .code();
    }

    private static int receive(MachSpace space, PortRight from) {
        ReceiveResult result = space.receive(from, MsgOptions.POLL);
        return result.isSuccess() ? result.message().id() : result.code().code();
    }

    @Test
    void theRightComesBackWhenItIsGivenUpAndWhenItsSpaceEndsWithAllMessages() {
        trySend(1);
        trySend(2);
        MachSpace first = space();
        PortRight right = service.checkIn(first);
        assertThat(right).isInstanceOf(ReceiveRight.class);
        assertThat(service.checkIn(space())).isNull();
        assertThat(receive(first, right)).isEqualTo(1);
        first.close();

        assertThat(service.isKept()).isTrue();
        trySend(3);
        MachSpace second = space();
        right = service.checkIn(second);
        assertThat(receive(second, right)).isEqualTo(2);
        second.deallocate(right);

        assertThat(service.isKept()).isTrue();
        MachSpace third = space();
        right = service.checkIn(third);
        assertThat(receive(third, right)).isEqualTo(3);
        assertThat(trySend(4)).isEqualTo(MsgReturn.SUCCESS);
        assertThat(receive(third, right)).isEqualTo(4);
    }

    /** The backup goes where the right goes, and also comes back from a message that nobody has read. */
    @Test
    void theRightIsNotLostWithAMessageThatCarriesIt() {
        MachSpace server = space();
        MachSpace heir = space();
        PortRight right = service.checkIn(server);
        ReceiveRight mailbox = heir.allocate();
        server.send(Message.to(heir.insertSend(server, mailbox), 1, PortItem.moveReceive(right)), MsgOptions.POLL);
        server.close();
        assertThat(service.isKept()).isFalse();
        assertThat(trySend(1)).isEqualTo(MsgReturn.SUCCESS);
        heir.close();
        assertThat(service.isKept()).isTrue();
        MachSpace last = space();
        assertThat(receive(last, service.checkIn(last))).isEqualTo(1);
    }

    /** A server that takes the backup away has the port for itself, and it ends with it. */
    @Test
    void theBackupThatAServerTakesAwayLetsNobodyForgeAReturn() {
        MachSpace server = space();
        PortRight right = service.checkIn(server);
        PortRight backup = server.setBackup(right, PortRight.NULL).previous();
        Message nothing = new Message(Notification.Kind.PORT_DESTROYED.id(), 0, backup, PortRight.NULL, List.of());
        assertThat(server.send(nothing, MsgOptions.POLL).code()).isEqualTo(MsgReturn.SUCCESS);
        ReceiveRight stranger = server.allocate();
        server.send(
                new Message(
                        Notification.Kind.PORT_DESTROYED.id(),
                        0,
                        backup,
                        PortRight.NULL,
                        List.of(PortItem.receive(stranger))),
                MsgOptions.POLL);
        assertThat(service.isKept()).isFalse();
        assertThat(server.type(stranger)).isEqualTo(RightType.DEAD_NAME);
        server.setBackup(stranger = server.allocate(), backup);
        server.deallocate(stranger);
        assertThat(service.isKept()).isFalse();
        assertThat(trySend(1)).isEqualTo(MsgReturn.SUCCESS);

        server.close();
        assertThat(service.isKept()).isFalse();
        assertThat(service.port().death()).isNotNull();
        assertThat(trySend(1)).isEqualTo(MsgReturn.SEND_INVALID_PORT);
    }

    @Test
    void aRightThatIsGivenToASpaceThatHasEndedComesBack() {
        MachSpace ended = space();
        ended.close();
        assertThat(service.checkIn(ended)).isEqualTo(PortRight.NULL);
        assertThat(service.isKept()).isTrue();
        service.kill(WITHDRAWN);
        assertThat(service.checkIn(space())).isInstanceOf(DeadName.class);
    }

    /** Whoever has stopped serving takes no message any more, so none is handled by a server that has gone. */
    @Test
    void aReceiverThatHasGivenBackTakesNothing() {
        Served first = new Served();
        assertThat(service.serve(first, 5)).isTrue();
        assertThat(service.serve(new Served(), 5)).isFalse();
        assertThat(service.checkIn(space())).isNull();
        trySend(1);
        assertThat(first.told).hasValue(1);
        service.giveBack();
        assertThat(service.port().take(first)).isNull();

        Served second = new Served();
        assertThat(service.serve(second, 5)).isTrue();
        assertThat(second.told).hasValue(1);
        assertThat(service.port().take(first)).isNull();
        assertThat(service.port().take(second).id()).isEqualTo(1);
    }

    @Test
    void twoThatCheckInAtOnceDoNotBothGetTheRight() throws Exception {
        int rounds = 20_000;
        MachSpace one = space();
        MachSpace two = space();
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger got = new AtomicInteger();
        Attempt first = Attempt.of(() -> {
            checkInAgainAndAgain(one, rounds, arrived, got);
            return null;
        });
        checkInAgainAndAgain(two, rounds, arrived, got);
        first.result();
        assertThat(got).hasValue(rounds);
    }

    /** Checks in at the same moment as another thread in each round; who has got the right gives it back before the next one. */
    private void checkInAgainAndAgain(MachSpace space, int rounds, AtomicInteger arrived, AtomicInteger got) {
        for (int round = 0; round < rounds; round++) {
            meet(arrived, 4 * round + 2);
            PortRight right = service.checkIn(space);
            meet(arrived, 4 * round + 4);
            if (right != null) {
                got.incrementAndGet();
                space.deallocate(right);
            }
        }
    }

    private static void meet(AtomicInteger arrived, int all) {
        arrived.incrementAndGet();
        while (arrived.get() < all) {
            Thread.onSpinWait();
            if (arrived.get() < all) {
                Thread.yield();
            }
        }
    }

    /** Servers come and go while a client sends: each message is received once, in order. */
    @Test
    void noMessageIsLostOrDoubledWhenServersEndWhileAClientSends() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        ConcurrentLinkedQueue<Integer> received = new ConcurrentLinkedQueue<>();
        Attempt sender = Attempt.of(() -> {
            int sent = 0;
            while (!enough.get()) {
                assertThat(client.send(Message.to(send, sent++), MsgOptions.NONE)
                                .code())
                        .isEqualTo(MsgReturn.SUCCESS);
            }
            return sent;
        });
        for (int round = 0; round < 300; round++) {
            serveUntil(received.size() + 20, received);
        }
        enough.set(true);
        int extra = trySend(-1) == MsgReturn.SUCCESS ? 1 : 0; // else the queue is full
        serveUntil(received.size() + 1, received);
        int sent = (Integer) sender.result();
        serveUntil(sent + extra, received);
        List<Integer> all = new ArrayList<>(received);
        all.removeIf(id -> id < 0);
        assertThat(all)
                .containsExactlyElementsOf(IntStream.range(0, sent).boxed().toList());
    }

    /** Lets a server receive until so many messages have come in all, and ends it while it receives. */
    private void serveUntil(int count, Queue<Integer> received) throws Exception {
        MachSpace server = space();
        PortRight right = service.checkIn(server);
        assertThat(right).isInstanceOf(ReceiveRight.class);
        Attempt receiver = Attempt.of(() -> {
            ReceiveResult result = server.receive(right, MsgOptions.NONE);
            while (result.isSuccess()) {
                received.add(result.message().id());
                result = server.receive(right, MsgOptions.NONE);
            }
            return result.code();
        });
        while (received.size() < count) {
            Thread.yield();
        }
        server.close();
        assertThat(receiver.result()).isEqualTo(MsgReturn.RCV_INVALID_PORT);
    }

    /** An end of the name against a look-up and a send: either is whole or has not happened, and none waits for ever. */
    @Test
    void nothingWaitsForANameThatEndsMeanwhile() throws Exception {
        for (int round = 0; round < 1_000; round++) {
            ServicePort mortal = new ServicePort(1, 1024);
            MachSpace space = space();
            MachSpace server = space();
            CountDownLatch go = new CountDownLatch(2);
            Attempt sender = Attempt.of(() -> {
                go.countDown();
                go.await();
                PortRight right = Handover.give(mortal.port(), space);
                if (right instanceof SendRight) {
                    MsgReturn code = MsgReturn.SUCCESS;
                    while (code == MsgReturn.SUCCESS) {
                        code = space.send(Message.to(right, 1), MsgOptions.NONE).code();
                    }
                    return code;
                }
                return right;
            });
            PortRight served = round % 2 == 0 ? mortal.checkIn(server) : null;
            go.countDown();
            go.await();
            mortal.kill(WITHDRAWN);
            assertThat(sender.result()).isIn(MsgReturn.SEND_INVALID_PORT, new DeadName(DeadName.IN_TRANSIT));
            assertThat(served == null || server.type(served) == RightType.DEAD_NAME)
                    .isTrue();
        }
    }

    private static final class Served implements Receiver {
        final AtomicInteger told = new AtomicInteger();

        @Override
        public void messageArrived() {
            told.incrementAndGet();
        }

        @Override
        public boolean isServedByThisThread() {
            return false;
        }
    }
}
