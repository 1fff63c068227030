package org.roadstead.transport.uds.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roadstead.transport.Endpoint;

@Timeout(60)
class LinkEndTest {
    @TempDir
    Path directory;

    @Test
    void closeDuringASelectTellsBothSidesOnceAfterTheLastFrame() throws Exception {
        try (Node a = new Node(directory.resolve("d"));
                Node b = new Node(directory.resolve("d"))) {
            Node.Heard there = a.connect(b);
            Node.Heard here = b.nextAccepted();
            for (int i = 0; i < 100; i++) {
                there.link.send(ByteBuffer.allocate(i));
            }
            there.link.close();
            there.link.close();
            assertThat(there.link.isOpen()).isFalse();
            assertThat(there.end()).isEqualTo("closed by this side");
            assertThat(here.end()).isEqualTo("end of stream");
            assertThat(here.framesAtEnd.get()).isEqualTo(100);
            assertThat(there.link.send(ByteBuffer.allocate(1))).isFalse();
            assertThat(there.ends).isEmpty();
        }
    }

    @Test
    void theListenerMayCloseItsLink() throws Exception {
        Node.Heard closing = new Node.Heard() {
            @Override
            public void onFrame(ByteBuffer frame) {
                super.onFrame(frame);
                link.close();
            }
        };
        try (Node a = new Node(directory.resolve("d"));
                Node b = new Node(UdsTransport.at(directory.resolve("d")), link -> closing)) {
            Node.Heard there = a.connect(b);
            for (int i = 0; i < 100; i++) {
                there.link.send(ByteBuffer.allocate(10));
            }
            assertThat(closing.end()).isEqualTo("closed by this side");
            assertThat(closing.framesAtEnd.get()).isEqualTo(1);
            assertThat(there.end()).isNotEmpty();
        }
    }

    @Test
    void closeWhileThePeerDoesNotReadLosesNothingThatTheSocketTook() throws Exception {
        try (Node a = new Node(directory.resolve("d"));
                UdsTransport deaf = UdsTransport.at(directory.resolve("d"))) {
            Node.Heard heard = new Node.Heard();
            deaf.listen(link -> heard);
            Node.Heard there = a.connect(endpoint(deaf), new Node.Heard());
            while (there.link.pendingBytes() < 100_000) {
                assertThat(there.link.send(ByteBuffer.allocate(3000))).isTrue();
            }
            there.link.close();
            assertThat(there.end()).isEqualTo("closed by this side");
            Node.pollUntil(deaf, () -> !heard.ends.isEmpty());
            assertThat(heard.end()).startsWith("end of stream");
            assertThat(heard.count.get()).isGreaterThan(10);
        }
    }

    @Test
    void descriptorsComeBack() throws Exception {
        try (Node a = new Node(directory.resolve("d"));
                Node b = new Node(directory.resolve("d"))) {
            for (int i = 0; i < 20; i++) {
                oneLink(a, b, i);
            }
            await().untilAsserted(() -> assertThat(b.accepted).isEmpty());
            long before = descriptors();
            for (int i = 0; i < 200; i++) {
                oneLink(a, b, i);
            }
            await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before));
        }
    }

    private static void oneLink(Node a, Node b, int i) throws Exception {
        Node.Heard there = a.connect(b);
        Node.Heard here = b.nextAccepted();
        there.link.send(ByteBuffer.allocate(1));
        here.nextFrame();
        (i % 2 == 0 ? there : here).link.close();
        there.end();
        here.end();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(fd -> {
                        try {
                            return Files.readSymbolicLink(fd).toString().startsWith("socket:");
                        } catch (IOException e) {
                            return false; // the descriptor of the listing itself
                        }
                    })
                    .count();
        }
    }

    @Test
    void closeOfTheTransportEndsAllAndGivesEverythingBack() throws Exception {
        long before = descriptors();
        Node a = new Node(directory.resolve("d"));
        Node b = new Node(directory.resolve("d"));
        a.transport.directory().claim("x");
        Node.Heard there = a.connect(b);
        Node.Heard here = b.nextAccepted();
        a.close();
        a.transport.close();
        assertThat(there.end()).isEqualTo("the transport was closed");
        assertThat(here.end()).isEqualTo("end of stream");
        assertThat(there.link.send(ByteBuffer.allocate(1))).isFalse();
        assertThatThrownBy(() -> a.transport.poll(0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(there.link::poll).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> a.connect(b.endpoint(), new Node.Heard())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> a.transport.directory().claim("y")).isInstanceOf(IOException.class);
        b.close();
        try (Stream<Path> left = Files.list(directory.resolve("d"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly(".lock");
        }
        assertThat(descriptors()).isLessThanOrEqualTo(before);
    }

    @Test
    void linksOfAClosedTransportAreToldByTheNextPoll() throws Exception {
        Node a = new Node(directory.resolve("d"));
        Node b = new Node(directory.resolve("d"));
        Node.Heard there = a.connect(b);
        a.stopReading();
        a.transport.close();
        assertThat(there.ends).isEmpty();
        assertThatThrownBy(() -> a.transport.poll(-1)).isInstanceOf(IOException.class);
        assertThat(there.end()).isEqualTo("the transport was closed");
        b.close();
    }

    @Test
    void pollEndsInTimeOnWakeupAndWithTheInterruptKept() throws Exception {
        try (UdsTransport transport = UdsTransport.at(directory.resolve("d"))) {
            transport.listen(link -> new Node.Heard());
            assertThat(transport.poll(0)).isZero();
            long start = System.nanoTime();
            assertThat(transport.poll(TimeUnit.MILLISECONDS.toNanos(30))).isZero();
            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(25));
            transport.wakeup();
            assertThat(transport.poll(-1)).isZero();
            Thread.currentThread().interrupt();
            assertThat(transport.poll(-1)).isZero();
            assertThat(transport.poll(-1)).isZero();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void anInterruptedThreadStillSendsAndReads() throws Exception {
        try (Node a = new Node(directory.resolve("d"));
                UdsTransport other = UdsTransport.at(directory.resolve("d"))) {
            Node.Heard heard = new Node.Heard();
            other.listen(link -> heard);
            Thread.currentThread().interrupt();
            Node.Heard there = a.connect(endpoint(other), new Node.Heard());
            assertThat(there.link.send(ByteBuffer.allocate(5))).isTrue();
            Node.pollUntil(other, () -> heard.count.get() == 1);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(there.link.isOpen()).isTrue();
        }
    }

    @Test
    void twoReadersAtOnceAreRefused() throws Exception {
        try (Node a = new Node(directory.resolve("d"));
                Node b = new Node(directory.resolve("d"))) {
            Node.Heard there = a.connect(b);
            there.link.send(ByteBuffer.allocate(1));
            b.nextAccepted().nextFrame();
            List<Throwable> refused = new ArrayList<>();
            await().until(
                            () -> { // the reader is between two polls for a moment only
                                try {
                                    there.link.poll();
                                } catch (IllegalStateException e) {
                                    refused.add(e);
                                }
                                return !refused.isEmpty();
                            });
            assertThat(refused.get(0)).hasMessageContaining("reader of a test");
        }
    }

    @Test
    void oneLinkCanBeReadAloneWithoutWaiting() throws Exception {
        Node a = new Node(directory.resolve("d"));
        try (Node b = new Node(directory.resolve("d"))) {
            Node.Heard there = a.connect(b);
            there.link.send(ByteBuffer.allocate(1));
            Node.Heard here = b.nextAccepted();
            a.stopReading();
            assertThat(there.link.poll()).isZero();
            here.link.send(ByteBuffer.allocate(1));
            here.link.send(ByteBuffer.allocate(2));
            int[] frames = {0};
            await().until(() -> (frames[0] += there.link.poll()) == 2);
            here.link.close();
            await().until(() -> {
                there.link.poll();
                return !there.ends.isEmpty();
            });
        }
        a.close();
    }

    @Test
    void aBusyLinkDoesNotStarveTheOthers() throws Exception {
        try (Node a = new Node(directory.resolve("d"));
                Node b = new Node(directory.resolve("d"))) {
            Node.Heard flood = a.connect(b);
            Node.Heard flooded = b.nextAccepted();
            Node.Heard calm = a.connect(b);
            Node.Heard calmHere = b.nextAccepted();
            Thread flooding = new Thread(() -> {
                while (flood.link.isOpen()) {
                    if (flood.link.pendingBytes() < 1_000_000) {
                        flood.link.send(ByteBuffer.allocate(60_000));
                    } else {
                        Thread.onSpinWait();
                    }
                    flooded.frames.clear();
                }
            });
            flooding.start();
            for (int i = 0; i < 100; i++) {
                long start = System.nanoTime();
                calm.link.send(ByteBuffer.allocate(1));
                calmHere.nextFrame();
                assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
            }
            flood.link.close();
            flooding.join();
        }
    }

    @Test
    void connectToNobodyIsStaleAndToAStrangeAddressRefused() throws Exception {
        try (Node a = new Node(directory.resolve("d"))) {
            Path other = a.names().entries().freshSocket();
            Endpoint gone = new Endpoint("uds", other.toString(), "k");
            assertThatThrownBy(() -> a.connect(gone, new Node.Heard())).isInstanceOf(ConnectException.class);
            Endpoint another = new Endpoint("uds", a.endpoint().address(), "the key of one that was here before");
            assertThatThrownBy(() -> a.connect(another, new Node.Heard()))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("is gone");
            for (String strange : new String[] {"/run/other.sock", "relative", other + "x", "a\0b", ""}) {
                assertThatThrownBy(() -> a.connect(new Endpoint("uds", strange, "k"), new Node.Heard()))
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(ConnectException.class)
                        .hasMessageContaining("is not the address of a node");
            }
        }
    }

    /** With no deadline and no word to anybody it would hang; with a stale verdict a live peer would be robbed. */
    @Test
    void connectToAPeerThatNeverAcceptsFailsAtTheDeadlineAndIsNotStale() throws Exception {
        try (Node a = new Node(directory.resolve("d"));
                FullBacklog full = new FullBacklog(a.names().entries().freshSocket())) {
            Endpoint endpoint = full.endpoint();
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
            assertThatThrownBy(() -> a.transport.connect(endpoint, new Node.Heard(), deadline))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(ConnectException.class)
                    .hasMessageContaining("does not accept");
            assertThat(System.nanoTime() - deadline).isBetween(0L, TimeUnit.SECONDS.toNanos(2));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> a.transport.connect(endpoint, new Node.Heard(), Node.in(10)))
                    .isInstanceOf(java.io.InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static Endpoint endpoint(UdsTransport transport) throws IOException {
        Path path =
                ((UdsNameDirectory) transport.directory()).listening().paths().get(0);
        return new Endpoint(
                "uds", path.toString(), Entries.find(path).orElseThrow().key());
    }
}
