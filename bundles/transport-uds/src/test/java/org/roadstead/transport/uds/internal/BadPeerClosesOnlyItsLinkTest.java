package org.roadstead.transport.uds.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roadstead.transport.Link;

@Timeout(30)
class BadPeerClosesOnlyItsLinkTest {
    @TempDir
    Path directory;

    private Node node;
    private Node good;
    private Node.Heard goodThere;
    private Node.Heard goodHere;

    @BeforeEach
    void openAGoodLink() throws Exception {
        good = new Node(directory.resolve("d"));
        node = new Node(directory.resolve("d")); // the later one, as a start probes the nodes that are there
        goodThere = good.connect(node);
        goodHere = node.nextAccepted();
    }

    @AfterEach
    void theGoodLinkGoesOn() throws Exception {
        goodThere.link.send(ByteBuffer.wrap(new byte[] {7}));
        assertThat(goodHere.nextFrame()).containsExactly(7);
        assertThat(goodHere.ends).isEmpty();
        good.close();
        node.close();
    }

    @Test
    void tooLong() throws Exception {
        try (SocketChannel peer = raw()) {
            Node.Heard bad = node.nextAccepted();
            bad.link.limitFrames(1000);
            write(peer, 1000, new byte[1000]);
            write(peer, 1001, new byte[0]);
            assertThat(bad.end()).contains("1001 bytes was announced").contains("0 to 1000 are allowed");
            assertThat(bad.framesAtEnd.get()).isEqualTo(1);
            assertThat(bad.link.isOpen()).isFalse();
            assertThat(bad.link.send(ByteBuffer.allocate(1))).isFalse();
            assertThat(peer.read(ByteBuffer.allocate(1)))
                    .as("the peer sees the end")
                    .isEqualTo(-1);
        }
    }

    @Test
    void negative() throws Exception {
        try (SocketChannel peer = raw()) {
            write(peer, -1, new byte[0]);
            assertThat(node.nextAccepted().end()).contains("-1 bytes was announced");
        }
    }

    @Test
    void beforeTheLimitIsRaisedOnlySmallFramesPass() throws Exception {
        try (UdsTransport strict = UdsTransport.at(directory.resolve("d"))) {
            Node.Heard heard = new Node.Heard();
            strict.listen(link -> heard);
            Path path =
                    ((UdsNameDirectory) strict.directory()).listening().paths().get(0);
            try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                write(peer, Link.INITIAL_FRAME_LIMIT, new byte[Link.INITIAL_FRAME_LIMIT]);
                write(peer, Link.INITIAL_FRAME_LIMIT + 1, new byte[0]);
                Node.pollUntil(strict, () -> !heard.ends.isEmpty());
                assertThat(heard.end()).contains("0 to 4096 are allowed");
                assertThat(heard.count.get()).isEqualTo(1);
            }
        }
    }

    @Test
    void garbage() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            try (SocketChannel peer = raw()) {
                byte[] noise = new byte[1 + random.nextInt(300)];
                random.nextBytes(noise);
                peer.write(ByteBuffer.wrap(noise));
                peer.shutdownOutput();
                assertThat(node.nextAccepted().end()).as("seed %d", seed).isNotEmpty();
            }
        }
    }

    @Test
    void halfALengthThenTheEnd() throws Exception {
        try (SocketChannel peer = raw()) {
            peer.write(ByteBuffer.allocate(3));
        }
        assertThat(node.nextAccepted().end()).isEqualTo("end of stream in the middle of a frame");
    }

    @Test
    void halfAFrameThenTheEnd() throws Exception {
        try (SocketChannel peer = raw()) {
            write(peer, 5, new byte[5]);
            write(peer, 5, new byte[4]);
        }
        Node.Heard bad = node.nextAccepted();
        assertThat(bad.end()).isEqualTo("end of stream in the middle of a frame");
        assertThat(bad.framesAtEnd.get()).isEqualTo(1);
    }

    @Test
    void aFrameByteByByteIsOneFrame() throws Exception {
        try (SocketChannel peer = raw()) {
            ByteBuffer all = ByteBuffer.allocate(4 + 40).putInt(40);
            all.put(43, (byte) 9).rewind();
            while (all.hasRemaining()) {
                peer.write(all.slice(all.position(), 1));
                all.get();
            }
            assertThat(node.nextAccepted().nextFrame()).hasSize(40).endsWith(9);
        }
    }

    @Test
    void resetAfterTheLastFrame() throws Exception {
        try (SocketChannel peer = raw()) {
            Node.Heard bad = node.nextAccepted();
            bad.link.send(ByteBuffer.allocate(100)); // never read by the peer, so its close is a reset
            write(peer, 1, new byte[] {1});
            write(peer, 1, new byte[] {2});
            await().until(() -> bad.count.get() == 2);
            peer.close();
            assertThat(bad.end()).containsAnyOf("connection lost", "end of stream");
            assertThat(bad.framesAtEnd.get()).isEqualTo(2);
            assertNoSecondEnd(bad);
        }
    }

    /** A failed write may not swallow what the peer said before it went. */
    @Test
    void framesOfADeadPeerAreReadThoughAWriteFailedFirst() throws Exception {
        node.stopReading();
        SocketChannel peer = raw();
        int[] polled = {0};
        Node.pollUntil(node.transport, () -> polled[0]++ > 0 && !node.accepted.isEmpty());
        Node.Heard bad = node.nextAccepted();
        for (int i = 0; i < 3; i++) { // more than one read takes
            write(peer, 60_000, new byte[60_000]);
        }
        peer.close();
        assertThat(bad.link.send(ByteBuffer.allocate(1))).as("the write fails").isFalse();
        assertThat(bad.link.isOpen()).isFalse();
        assertThat(bad.ends).isEmpty();
        Node.pollUntil(node.transport, () -> !bad.ends.isEmpty());
        assertThat(bad.framesAtEnd.get()).isEqualTo(3);
        assertThat(bad.end()).startsWith("connection lost");
        Thread reader = new Thread(() -> {
            try {
                node.transport.poll(TimeUnit.SECONDS.toNanos(5));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        reader.start(); // reads the good link's frame of the check that follows
    }

    @Test
    void aListenerThatFailsOnAFrame() throws Exception {
        failing(heard -> new Node.Heard() {
            @Override
            public void onFrame(ByteBuffer frame) {
                throw new StackOverflowError("on purpose");
            }
        });
    }

    @Test
    void aListenerThatFailsAtTheEnd() throws Exception {
        failing(heard -> new Node.Heard() {
            @Override
            public void onClosed(String why) {
                super.onClosed(why);
                throw new IllegalStateException("on purpose");
            }
        });
    }

    private void failing(java.util.function.Function<Link, Node.Heard> listeners) throws Exception {
        try (Node careless = new Node(UdsTransport.at(directory.resolve("d")), listeners)) {
            Node.Heard there = good.connect(careless);
            Node.Heard bad = careless.nextAccepted();
            Node.Heard other = good.connect(careless);
            there.link.send(ByteBuffer.allocate(1));
            await().until(() -> bad.count.get() + bad.ends.size() > 0);
            there.link.close(); // one of the two fails before, the other now
            assertThat(bad.end()).isNotEmpty();
            assertNoSecondEnd(bad);
            assertThat(there.end()).isNotEmpty();
            assertThat(other.link.isOpen()).isTrue();
            assertThat(careless.nextAccepted().link.isOpen()).isTrue();
        }
    }

    /** Such as a name lookup makes: it must not even be worth a word. */
    @Test
    void aProbeIsJustAnEnd() throws Exception {
        assertThat(SocketProbe.ask(Path.of(node.endpoint().address()))).isEqualTo(SocketProbe.Answer.LIVE);
        Node.Heard probe = node.nextAccepted();
        assertThat(probe.end()).isEqualTo("end of stream");
        assertThat(probe.framesAtEnd.get()).isZero();
    }

    private void assertNoSecondEnd(Node.Heard heard) throws Exception {
        goodThere.link.send(ByteBuffer.allocate(1));
        goodHere.nextFrame();
        assertThat(heard.ends).as("a second end").isEmpty();
    }

    private SocketChannel raw() throws Exception {
        return SocketChannel.open(UnixDomainSocketAddress.of(node.endpoint().address()));
    }

    private static void write(SocketChannel peer, int length, byte[] body) throws Exception {
        ByteBuffer all =
                ByteBuffer.allocate(4 + body.length).putInt(length).put(body).flip();
        while (all.hasRemaining()) {
            peer.write(all);
        }
    }
}
