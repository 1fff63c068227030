package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** Queue, senders in order, death. */
@ShownIn(Place.VM)
@Timeout(60)
class PortTest {
    private static final Failure GONE = new Failure(Failure.Kind.INVALIDATED, "test");

    private static DeathWatch watch(java.util.function.Consumer<Failure> told) {
        return new DeathWatch() {
            @Override
            public void died(Failure why) {
                told.accept(why);
            }
        };
    }

    private static Port port(int limit) {
        return new Port(limit, 1 << 20);
    }

    @Test
    @Scenario("M2")
    void aTryOnAFullQueueIsRefusedAtOnceAndLeavesTheQueueAsItWas() {
        Port port = port(2);
        port.submit(TestSubmission.trying(1));
        port.submit(TestSubmission.trying(2));
        TestSubmission third = TestSubmission.trying(3);
        port.submit(third);

        assertThat(third.refusal.kind()).isEqualTo(Failure.Kind.FULL);
        assertThat(third.refusal.detail()).contains("queue 2 of 2 messages");
        assertThat(port.take(null).id()).isEqualTo(1);
        assertThat(port.take(null).id()).isEqualTo(2);
        assertThat(port.take(null)).isNull();
    }

    @Test
    void aFreedSlotGoesToTheOldestWaitingSenderAndNobodyBargesIn() {
        Port port = port(1);
        port.submit(TestSubmission.of(1));
        TestSubmission second = TestSubmission.of(2);
        TestSubmission third = TestSubmission.of(3);
        port.submit(second);
        port.submit(third);
        assertThat(second.parked).isTrue();

        assertThat(port.take(null).id()).isEqualTo(1);
        assertThat(second.isAccepted()).isTrue();
        assertThat(third.verdicts).hasValue(0);
        TestSubmission barger = TestSubmission.trying(4);
        port.submit(barger);
        assertThat(barger.refusal).isNotNull();
        assertThat(port.take(null).id()).isEqualTo(2);
        assertThat(port.take(null).id()).isEqualTo(3);
    }

    @Test
    void aCancelledSenderIsNeverDeliveredAndItsVerdictIsTheOnlyOne() {
        Port port = port(1);
        port.submit(TestSubmission.of(1));
        TestSubmission waiting = TestSubmission.of(2);
        port.submit(waiting);

        port.cancel(waiting);
        port.cancel(waiting);

        assertThat(waiting.refusal.kind()).isEqualTo(Failure.Kind.FULL);
        assertThat(waiting.verdicts).hasValue(1);
        assertThat(port.take(null).id()).isEqualTo(1);
        assertThat(port.take(null)).isNull();
    }

    @Test
    void aCancelThatComesTooLateChangesNothing() {
        Port port = port(1);
        TestSubmission taken = TestSubmission.of(1);
        port.submit(taken);
        port.cancel(taken);
        assertThat(taken.isAccepted()).isTrue();
        assertThat(port.take(null).id()).isEqualTo(1);
    }

    @Test
    void anExpiredSenderDoesNotGetTheSlotThatCameTooLate() {
        Port port = port(1);
        port.submit(TestSubmission.of(1));
        TestSubmission late = new TestSubmission(2, new byte[0], false, System.nanoTime() - 1);
        TestSubmission next = TestSubmission.of(3);
        port.submit(late);
        port.submit(next);

        port.take(null);

        assertThat(late.refusal.kind()).isEqualTo(Failure.Kind.FULL);
        assertThat(next.isAccepted()).isTrue();
        assertThat(port.take(null).id()).isEqualTo(3);
    }

    @Test
    void anEmptyQueueTakesOneMessageOfAnySizeAndBytesBoundTheRest() {
        Port port = new Port(64, 64 << 20);
        TestSubmission huge = new TestSubmission(1, new byte[33 << 20], true, Deadline.NEVER);
        TestSubmission small = new TestSubmission(2, new byte[1], true, Deadline.NEVER);
        port.submit(huge);
        port.submit(small);
        assertThat(huge.isAccepted()).isTrue();
        assertThat(small.refusal.kind()).isEqualTo(Failure.Kind.FULL);
        assertThat(port.status().bytes()).isEqualTo(33L << 20);
        port.take(null);
        assertThat(port.status().bytes()).isZero();
    }

    @Test
    @Scenario("CF41")
    void theSenderMayOverwriteItsBytesOnceTheMessageIsTaken() {
        Port port = port(1);
        byte[] bytes = {1, 2, 3};
        port.submit(new TestSubmission(1, bytes, false, Deadline.NEVER));
        bytes[0] = 9;
        assertThat(port.take(null).data().get(0)).isEqualTo((byte) 1);
    }

    @Test
    @Scenario({"M32", "M33", "M70"})
    void deathEndsWaitersThenUnreadMessagesThenTellsTheWatchesEachOnce() {
        Port port = port(1);
        List<String> order = new ArrayList<>();
        SendOnce reply = new SendOnce() {
            @Override
            protected void replied(ByteBuffer data) {
                order.add("reply");
            }

            @Override
            protected void failed(Failure why) {
                order.add("unread " + why.kind());
            }
        };
        port.submit(new TestSubmission(1, new byte[0], reply, false, Deadline.NEVER));
        TestSubmission waiting = TestSubmission.of(2);
        port.submit(waiting);
        port.watch(watch(why -> {
            order.add("watch");
            assertThat(waiting.refusal).isEqualTo(GONE);
        }));

        assertThat(port.kill(GONE)).isTrue();
        assertThat(port.kill(GONE)).isFalse();

        assertThat(order).containsExactly("unread INVALIDATED", "watch");
        assertThat(port.death()).isEqualTo(GONE);
        port.watch(watch(why -> order.add("late watch")));
        assertThat(order).last().isEqualTo("late watch");
        TestSubmission after = TestSubmission.of(3);
        port.submit(after);
        assertThat(after.refusal).isEqualTo(GONE);
    }

    @Test
    void aClosedGateKeepsWhatIsQueuedAndRefusesWhatComes() {
        Port port = port(1);
        port.submit(TestSubmission.of(1));
        TestSubmission waiting = TestSubmission.of(2);
        port.submit(waiting);
        port.closeGate(GONE);
        TestSubmission after = TestSubmission.of(3);
        port.submit(after);
        assertThat(waiting.refusal).isEqualTo(GONE);
        assertThat(after.refusal).isEqualTo(GONE);
        assertThat(port.take(null).id()).isEqualTo(1);
    }

    @Test
    @Scenario("M87")
    @SuppressWarnings("ThreadPriorityCheck") // the yield leaves the processor to the senders
    void noMessageIsLostOrDoubledAndEachSendersOrderHoldsThroughAQueueOfFive() throws Exception {
        int senders = 4;
        int each = 25_000;
        Port port = port(5);
        int[] next = new int[senders];
        AtomicInteger received = new AtomicInteger();
        WaitPoint arrived = new WaitPoint();
        Thread receiver = new Thread(() -> {
            while (received.get() < senders * each) {
                Kmsg message = port.take(null);
                if (message == null) {
                    Thread.onSpinWait();
                    Thread.yield();
                    continue;
                }
                int sender = message.data().getInt(0);
                assertThat(message.id()).isEqualTo(next[sender]++);
                received.incrementAndGet();
            }
            arrived.signal();
        });
        receiver.start();
        List<Thread> threads = new ArrayList<>();
        for (int s = 0; s < senders; s++) {
            byte[] who = ByteBuffer.allocate(4).putInt(s).array();
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    TestSubmission submission = new TestSubmission(i, who, false, Deadline.NEVER);
                    port.submit(submission);
                    try {
                        assertThat(submission.settled.park(Deadline.NEVER)).isTrue();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    assertThat(submission.isAccepted()).isTrue();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(arrived.park(System.nanoTime() + 30_000_000_000L)).isTrue();
        assertThat(next).containsOnly(each);
        assertThat(port.take(null)).isNull();
    }

    @Test
    void cancelAndTakeAtOnceGiveEachSubmissionExactlyOneVerdict() throws Exception {
        for (int round = 0; round < 5_000; round++) {
            Port port = port(1);
            port.submit(TestSubmission.of(1));
            TestSubmission waiting = TestSubmission.of(2);
            port.submit(waiting);
            Thread canceller = new Thread(() -> port.cancel(waiting));
            canceller.start();
            port.take(null);
            canceller.join();
            assertThat(waiting.verdicts).hasValue(1);
            Kmsg second = port.take(null);
            assertThat(second != null).isEqualTo(waiting.isAccepted());
        }
    }
}
