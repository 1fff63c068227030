package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** Many messages, several threads: none lost, none doubled, in each sender's order, the oldest waiting sender first. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class MachLoadContract extends MachContract {
    private PortSpace owner;
    private PortSpace client;
    private ReceiveRight port;
    private SendRight send;

    /** How many messages go through a limit of 1024. */
    int many() {
        return 1_000_000;
    }

    /** How many messages go through a limit of 5. */
    int manyThroughFive() {
        return 100_000;
    }

    @BeforeEach
    void arrange() {
        owner = space("owner");
        client = space("client");
        port = owner.allocate();
        send = give(owner, port, client);
    }

    /** Sends messages with the numbers from 0 as ids and the sender's number as type. */
    private Thread sender(int number, int count, List<SendResult> failed) {
        return thread(() -> {
            for (int i = 0; i < count; i++) {
                SendResult result =
                        client.send(new Message(i, number, send, PortRight.NULL, List.of()), MsgOptions.NONE);
                if (!result.equals(SendResult.SUCCESS)) {
                    failed.add(result);
                    return;
                }
            }
        });
    }

    private static Thread thread(Runnable runs) {
        Thread thread = new Thread(runs, "test-load");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Lets threads send as many messages each as are received here, and checks each one. */
    private void through(int limit, int threads, int each) throws Exception {
        assertThat(owner.setBacklog(port, limit)).isEqualTo(KernReturn.SUCCESS);
        List<SendResult> failed = Collections.synchronizedList(new ArrayList<>());
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            senders.add(sender(i, each, failed));
        }
        int[] next = new int[threads];
        for (int i = 0; i < threads * each; i++) {
            ReceiveResult received = owner.receive(port, receiveTimeout(PATIENCE));
            Message message = received.message();
            if (message.id() != next[message.type()]++ || received.trailer().sequence() != i) {
                throw new AssertionError("message " + message.id() + " of sender " + message.type() + " as number "
                        + received.trailer().sequence() + ", when " + Arrays.toString(next) + " had come");
            }
        }
        for (Thread thread : senders) {
            thread.join(PATIENCE.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(failed).isEmpty();
        assertThat(next).containsOnly(each);
        assertThat(rest(owner, port)).isEmpty();
    }

    @Test
    @Scenario("M87")
    void noneOfTenThousandMessagesIsLostDoubledOrOvertaken() throws Exception {
        through(PortSpace.DEFAULT_BACKLOG, 1, 10_000);
    }

    @Test
    @Scenario("M87")
    void noMessageOfFourThreadsIsLostDoubledOrOvertakenThroughALimitOf1024() throws Exception {
        through(1024, 4, many() / 4);
    }

    @Test
    @Scenario("M87")
    void noMessageOfFourThreadsIsLostDoubledOrOvertakenThroughALimitOfFive() throws Exception {
        through(5, 4, manyThroughFive() / 4);
    }

    /** What a receiver got: sender, number with the sender, number at the port. */
    private record Seen(int sender, int id, long sequence) {}

    @Test
    @Scenario("M88")
    void nothingIsLostDoubledOrReorderedBetweenEightSendersAndFourReceivers() throws Exception {
        owner.setBacklog(port, 1);
        List<SendResult> failed = Collections.synchronizedList(new ArrayList<>());
        List<Attempt> receivers = new ArrayList<>();
        List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            receivers.add(Attempt.of(() -> receiveUntilTold(seen)));
        }
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            senders.add(sender(i, 1_000, failed));
        }
        for (Thread thread : senders) {
            thread.join(PATIENCE.toMillis());
        }
        for (int i = 0; i < receivers.size(); i++) {
            owner.send(Message.to(port, -1), MsgOptions.NONE);
        }
        for (Attempt receiver : receivers) {
            receiver.result();
        }
        assertThat(failed).isEmpty();
        seen.sort(Comparator.comparingLong(Seen::sequence));
        int[] next = new int[8];
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i).sequence()).isEqualTo(i);
            assertThat(seen.get(i).id()).isEqualTo(next[seen.get(i).sender()]++);
        }
        assertThat(next).containsOnly(1_000);
    }

    private boolean receiveUntilTold(List<Seen> seen) {
        for (; ; ) {
            ReceiveResult received = owner.receive(port, receiveTimeout(PATIENCE));
            Message message = received.message();
            if (message.id() < 0) {
                return true;
            }
            seen.add(new Seen(message.type(), message.id(), received.trailer().sequence()));
        }
    }

    @Test
    @Scenario("M90")
    void noParkedSenderIsServedBeforeOneThatCameEarlier() throws Exception {
        owner.setBacklog(port, 1);
        fill(client, send);
        List<Attempt> parked = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            MsgOptions options = i % 2 == 0 ? MsgOptions.NONE : sendTimeout(PATIENCE.multipliedBy(10));
            parked.add(sendThatWaits(client, Message.to(send, i), options));
        }
        next(owner, port);
        for (int i = 0; i < parked.size(); i++) {
            assertThat(sent(parked.get(i)).code()).isEqualTo(MsgReturn.SUCCESS);
            settle();
            for (int later = i + 1; later < parked.size(); later++) {
                assertThat(parked.get(later).isOver()).isFalse();
            }
            assertThat(next(owner, port).id()).isEqualTo(i);
        }
    }
}
