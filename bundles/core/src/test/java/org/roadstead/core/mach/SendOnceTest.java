package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SendOnceTest {
    @Test
    void aReplyAndAFailureAtOnceReachTheRequesterExactlyOnce() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            AtomicInteger told = new AtomicInteger();
            SendOnce right = new SendOnce() {
                @Override
                protected void replied(ByteBuffer data) {
                    told.incrementAndGet();
                }

                @Override
                protected void failed(Failure why) {
                    told.incrementAndGet();
                }
            };
            AtomicInteger won = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(2);
            Thread other = new Thread(() -> {
                await(start);
                won.addAndGet(right.fail(new Failure(Failure.Kind.DROPPED, "")) ? 1 : 0);
            });
            other.start();
            await(start);
            won.addAndGet(right.reply(ByteBuffer.allocate(0)) ? 1 : 0);
            other.join();
            assertThat(told).hasValue(1);
            assertThat(won).hasValue(1);
            assertThat(right.isUsed()).isTrue();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
