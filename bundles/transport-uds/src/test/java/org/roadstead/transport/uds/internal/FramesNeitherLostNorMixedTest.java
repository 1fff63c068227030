package org.roadstead.transport.uds.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class FramesNeitherLostNorMixedTest {
    private static final int[] SIZES = {0, 1, 64, 4096, 65_535, 65_536, 65_537, 1 << 20, (1 << 24) - 1, 64, 0};

    @TempDir
    Path directory;

    @Test
    void everySizeGoesBothWaysInOrder() throws Exception {
        try (Node a = new Node(directory.resolve("d"));
                Node b = new Node(directory.resolve("d"))) {
            Node.Heard there = a.connect(b);
            Node.Heard here = b.nextAccepted();
            for (int size : SIZES) {
                assertThat(there.link.send(parts(size, 1))).isTrue();
                assertThat(here.link.send(parts(size, 2))).isTrue();
            }
            for (int size : SIZES) {
                assertThat(here.nextFrame()).isEqualTo(bytes(size, 1));
                assertThat(there.nextFrame()).isEqualTo(bytes(size, 2));
            }
            await().until(() -> here.link.pendingBytes() + there.link.pendingBytes() == 0);
        }
    }

    @Test
    void partsKeepTheirPositionsAndMayBeOfAnyKind() throws Exception {
        try (Node a = new Node(directory.resolve("d"));
                Node b = new Node(directory.resolve("d"))) {
            Node.Heard there = a.connect(b);
            Node.Heard here = b.nextAccepted();
            ByteBuffer heap = ByteBuffer.allocate(200_000).position(100_000).limit(190_000);
            ByteBuffer direct = ByteBuffer.allocateDirect(70_000).position(1);
            ByteBuffer readOnly =
                    ByteBuffer.wrap(bytes(10, 3)).asReadOnlyBuffer().position(3);
            ByteBuffer[] parts = {heap, ByteBuffer.allocate(0), direct, readOnly, ByteBuffer.allocate(0)};
            assertThat(there.link.send(parts)).isTrue();
            assertThat(here.nextFrame()).hasSize(90_000 + 69_999 + 7).endsWith(bytes(10, 3)[9]);
            assertThat(heap.position()).isEqualTo(100_000);
            assertThat(direct.position()).isEqualTo(1);
            assertThat(readOnly.position()).isEqualTo(3);
        }
    }

    private static void sendAll(Node.Heard there, int sender, int count, Random random, boolean slowReader) {
        for (int i = 0; i < count; i++) {
            byte[] body = bytes(bodySize(random, slowReader), sender * 31 + i);
            ByteBuffer head = ByteBuffer.allocate(8).putInt(sender).putInt(i).flip();
            there.link.send(head, ByteBuffer.wrap(body));
        }
    }

    /** Each frame names its sender and its number, and all its other bytes follow from these. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fourSendersKeepTheirOrderWhoeverReads(boolean slowReader) throws Exception {
        long seed = System.nanoTime();
        int senders = 4;
        int each = slowReader ? 1_500 : 20_000;
        CountDownLatch gate = new CountDownLatch(slowReader ? 1 : 0);
        Node.Heard slow = new Node.Heard() {
            @Override
            public void onFrame(ByteBuffer frame) {
                try {
                    assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                super.onFrame(frame);
            }
        };
        try (Node a = new Node(directory.resolve("d"));
                Node b = new Node(UdsTransport.at(directory.resolve("d")), link -> slow)) {
            Node.Heard there = a.connect(b);
            Node.Heard here = b.nextAccepted();
            List<Thread> threads = new ArrayList<>();
            for (int s = 0; s < senders; s++) {
                int sender = s;
                Random random = new Random(seed + sender);
                Thread thread = new Thread(() -> sendAll(there, sender, each, random, slowReader));
                threads.add(thread);
                thread.start();
            }
            if (slowReader) {
                await().atMost(Duration.ofSeconds(30)).until(() -> there.link.pendingBytes() > 1_000_000);
                gate.countDown();
            }
            int[] next = new int[senders];
            Random[] randoms = new Random[senders];
            for (int s = 0; s < senders; s++) {
                randoms[s] = new Random(seed + s);
            }
            for (int n = 0; n < senders * each; n++) {
                ByteBuffer frame = ByteBuffer.wrap(here.nextFrame());
                int sender = frame.getInt();
                int i = frame.getInt();
                assertThat(i).as("next of sender %d, seed %d", sender, seed).isEqualTo(next[sender]++);
                byte[] body = new byte[frame.remaining()];
                frame.get(body);
                if (!java.util.Arrays.equals(body, bytes(bodySize(randoms[sender], slowReader), sender * 31 + i))) {
                    throw new AssertionError("frame " + i + " of sender " + sender + " is mixed up, seed " + seed);
                }
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(here.frames).isEmpty();
            await().until(() -> there.link.pendingBytes() == 0);
            if (slowReader) {
                await().untilAsserted(() -> assertThat(there.drained.get()).isPositive());
            }
        }
    }

    /** Who saw bytes pending waits for the news that they are written; it must come, also when no write was short. */
    @Test
    void whoSawPendingBytesIsToldOfTheirEnd() throws Exception {
        try (Node a = new Node(directory.resolve("d"));
                Node b = new Node(directory.resolve("d"))) {
            Node.Heard there = a.connect(b);
            Node.Heard here = b.nextAccepted();
            Thread other = new Thread(() -> {
                for (int i = 0; i < 50_000; i++) {
                    there.link.send(ByteBuffer.allocate(64));
                }
            });
            other.start();
            for (int i = 0; i < 50_000; i++) {
                int before = there.drained.get();
                there.link.send(ByteBuffer.allocate(64));
                if (there.link.pendingBytes() > 0) {
                    await().pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> there.drained.get() > before);
                }
            }
            other.join();
            await().until(() -> here.count.get() == 100_000);
        }
    }

    private static int bodySize(Random random, boolean slowReader) {
        return random.nextInt(50) == 0 ? random.nextInt(200_000) : random.nextInt(slowReader ? 3_000 : 300);
    }

    private static ByteBuffer[] parts(int size, int seed) {
        byte[] all = bytes(size, seed);
        int cut = size / 3;
        return new ByteBuffer[] {ByteBuffer.wrap(all, 0, cut), ByteBuffer.wrap(all, cut, size - cut)};
    }

    private static byte[] bytes(int size, int seed) {
        byte[] bytes = new byte[size];
        int x = seed * 0x9E3779B9 + size;
        for (int i = 0; i < size; i++) {
            x = x * 1_664_525 + 1_013_904_223;
            bytes[i] = (byte) (x >>> 24);
        }
        return bytes;
    }
}
