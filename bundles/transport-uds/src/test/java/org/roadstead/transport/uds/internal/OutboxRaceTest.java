package org.roadstead.transport.uds.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The outbox against a wire that takes what it likes, with senders, a reader and a close that race. */
@Timeout(60)
class OutboxRaceTest {
    private static final int SENDERS = 3;
    private static final int EACH = 40;

    @Test
    void everyFrameGoesOutOnceWhateverTheWireTakes() throws Exception {
        for (int round = 0; round < 200; round++) {
            Round run = new Round(false, false);
            run.go();
            run.requireWholeFrames(SENDERS * EACH);
            assertThat(run.outbox.pendingBytes()).isZero();
            assertThat(run.finished.get()).isZero();
        }
    }

    @Test
    void aCloseAtAnyMomentFinishesOnceAndCutsOnlyTheTail() throws Exception {
        for (int round = 0; round < 200; round++) {
            Round run = new Round(true, false);
            run.go();
            assertThat(run.finished.get()).as("round %d", round).isEqualTo(1);
            run.requireWholeFrames(-1);
        }
    }

    @Test
    void aWireThatBreaksIsReportedAndStillFinishesOnce() throws Exception {
        for (int round = 0; round < 200; round++) {
            Round run = new Round(true, true);
            run.go();
            assertThat(run.finished.get()).as("round %d", round).isEqualTo(1);
        }
    }

    private static final class Round implements Outbox.Wire {
        final Outbox outbox = new Outbox(this, new DirectBuffers());
        final AtomicInteger finished = new AtomicInteger();
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final AtomicBoolean writing = new AtomicBoolean();
        private final AtomicBoolean armed = new AtomicBoolean();
        private final Semaphore writable = new Semaphore(0);
        private final List<Throwable> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
        private final boolean close;
        private final boolean breaks;
        private volatile boolean sent;

        Round(boolean close, boolean breaks) {
            this.close = close;
            this.breaks = breaks;
        }

        void go() throws Exception {
            List<Thread> threads = new ArrayList<>();
            for (int s = 0; s < SENDERS; s++) {
                int sender = s;
                threads.add(start(() -> send(sender)));
            }
            Thread reader = start(this::read);
            if (close) {
                threads.add(start(() -> {
                    for (int i = ThreadLocalRandom.current().nextInt(2_000); i > 0; i--) {
                        Thread.onSpinWait();
                    }
                    outbox.shut();
                    outbox.shut();
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            sent = true;
            reader.join();
            assertThat(wrong).isEmpty();
        }

        private Thread start(Runnable work) {
            Thread thread = new Thread(work);
            thread.setUncaughtExceptionHandler((t, e) -> wrong.add(e));
            thread.start();
            return thread;
        }

        private void send(int sender) {
            Random random = new Random(sender);
            for (int i = 0; i < EACH; i++) {
                byte[] body = new byte[random.nextInt(20) == 0 ? 70_000 : random.nextInt(200)];
                java.util.Arrays.fill(body, (byte) i);
                ByteBuffer head =
                        ByteBuffer.allocate(2).put((byte) sender).put((byte) i).flip();
                outbox.send(new ByteBuffer[] {head, ByteBuffer.wrap(body)}, 2 + body.length);
            }
        }

        /** As the selector: told of a writable socket while the interest is there. */
        private void read() {
            do {
                try {
                    if (!writable.tryAcquire(1, TimeUnit.MILLISECONDS) && !armed.get()) {
                        continue;
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                while (armed.get() && finished.get() == 0) {
                    outbox.writable();
                    if (breaks && outbox.pendingBytes() == 0) {
                        break;
                    }
                }
            } while (!sent || (armed.get() && finished.get() == 0 && outbox.pendingBytes() > 0));
        }

        void requireWholeFrames(int count) {
            ByteBuffer stream = ByteBuffer.wrap(taken.toByteArray());
            int[] next = new int[SENDERS];
            int frames = 0;
            while (stream.remaining() >= 4 && stream.remaining() - 4 >= stream.getInt(stream.position())) {
                byte[] frame = new byte[stream.getInt()];
                stream.get(frame);
                assertThat((int) frame[1]).isEqualTo(next[frame[0]]++);
                for (int i = 2; i < frame.length; i++) {
                    if (frame[i] != frame[1]) {
                        throw new AssertionError("frames are mixed");
                    }
                }
                frames++;
            }
            if (count >= 0) {
                assertThat(stream.hasRemaining()).isFalse();
                assertThat(frames).isEqualTo(count);
            }
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (!writing.compareAndSet(false, true)) {
                throw new AssertionError("two write at once");
            }
            try {
                if (finished.get() > 0) {
                    throw new AssertionError("a write after the end");
                }
                ThreadLocalRandom random = ThreadLocalRandom.current();
                if (breaks && random.nextInt(30) == 0) {
                    throw new IOException("broken on purpose");
                }
                int n = random.nextBoolean() ? bytes.remaining() : random.nextInt(bytes.remaining() + 1);
                for (int i = 0; i < n; i++) {
                    taken.write(bytes.get());
                }
                return n;
            } finally {
                writing.set(false);
            }
        }

        @Override
        public void armWrite() {
            armed.set(true);
            writable.release();
        }

        @Override
        public void disarmWrite() {
            armed.set(false);
        }

        @Override
        public void drained() {
            // counted by the tests with sockets
        }

        @Override
        public void broken(Throwable why) {
            if (!(why instanceof IOException)) {
                wrong.add(why);
            }
        }

        @Override
        public void finished() {
            finished.incrementAndGet();
        }
    }
}
