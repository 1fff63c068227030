package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.testkit.Attempt;

/** Nonsense on a live node's socket closes the connection that it came by and harms nobody else. */
@Timeout(60)
class BadInputIT {
    private static final PortName NAME = PortName.of("test.good");
    private static final Duration SOON = Duration.ofSeconds(1);
    /** A connection that never says who it is may stay for as long as a handshake may take. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(4);

    @RegisterExtension
    final Machine machine = new Machine();

    private final AtomicBoolean enough = new AtomicBoolean();
    private Peer owner;
    private Path socket;
    private RemoteMessagePort good;
    private Attempt traffic;

    @BeforeEach
    void goodTraffic() throws Exception {
        owner = machine.peer("owner");
        owner.ask("local test.good");
        socket = onlySocket();
        good = machine.kernel("good").registry("good").connect(NAME);
        traffic = Attempt.of(() -> {
            int answered = 0;
            while (!enough.get()) {
                String question = "good " + answered;
                assertThat(text(good.request(PeerProgram.ECHO, bytes(question)).data()))
                        .isEqualTo(question);
                answered++;
            }
            return answered;
        });
    }

    private Path onlySocket() throws IOException {
        try (DirectoryStream<Path> sockets = Files.newDirectoryStream(machine.directory(), "s-*")) {
            return sockets.iterator().next();
        }
    }

    @AfterEach
    void nobodyElseIsHarmed() throws Exception {
        enough.set(true);
        assertThat((Integer) traffic.result()).isPositive();
        assertThat(good.isValid()).isTrue();
        // The owner still takes new links.
        Peer another = machine.peer("another");
        assertThat(another.ask("echoes test.good 10")).isEqualTo("10");
        assertThat(owner.process().isAlive()).isTrue();
    }

    @Test
    void garbage() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the garbage: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            byte[] noise = new byte[1 + random.nextInt(10_000)];
            random.nextBytes(noise);
            noise[0] |= 0x40; // a length that is never legal, so that the node need not wait for the rest
            assertClosedAfter(noise);
        }
        assertClosedAfter("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void halfAFrame() throws Exception {
        try (RawLink link = new RawLink(socket)) {
            link.send(ByteBuffer.allocate(20).putInt(100).put((byte) 1).array());
            link.endOfInput();
            assertThat(link.isClosedWithin(SOON)).isTrue();
        }
        try (RawLink link = new RawLink(socket)) {
            link.send(new byte[] {0, 0});
            link.endOfInput();
            assertThat(link.isClosedWithin(SOON)).isTrue();
        }
    }

    @Test
    void lengthsThatAreTooLargeOrNegative() throws Exception {
        for (int length : new int[] {Integer.MAX_VALUE, 1 << 30, 64 << 20, -1, Integer.MIN_VALUE}) {
            assertClosedAfter(ByteBuffer.allocate(4).putInt(length).array());
        }
    }

    /** Before its handshake nobody makes a node hold a frame as large as a message. */
    @Test
    void aLargeFrameBeforeTheHandshake() throws Exception {
        assertClosedAfter(ByteBuffer.allocate(4).putInt(1 << 20).array());
    }

    @Test
    void framesThatAreNotOfTheHandshake() throws Exception {
        byte[][] frames = {
            {},
            {1},
            {1, 0, 0, 0},
            {0, 0, 0, 0, 1, 2, 3, 4},
            {13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0},
            {99, 0, 0, 0}
        };
        for (byte[] frame : frames) {
            try (RawLink link = new RawLink(socket)) {
                link.frame(frame);
                assertThat(link.isClosedWithin(SOON))
                        .as("after a frame of %d bytes", frame.length)
                        .isTrue();
            }
        }
    }

    @Test
    void garbageAfterAHandshakeThatIsRight() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the garbage after a handshake: " + seed);
        Random random = new Random(seed);
        for (int type = -1; type < 30; type++) {
            try (RawLink link = new RawLink(socket)) {
                link.handshake(random.nextLong());
                byte[] frame =
                        new byte[4 + random.nextInt(4)]; // too short for any type: each has a field of 32 bits or more
                random.nextBytes(frame);
                frame[0] = (byte) type;
                link.frame(frame);
                assertThat(link.isClosedWithin(SOON)).as("after type %d", type).isTrue();
            }
        }
        for (int i = 0; i < 20; i++) {
            try (RawLink link = new RawLink(socket)) {
                link.handshake(random.nextLong());
                for (int j = 0; j < 100; j++) {
                    byte[] frame = new byte[random.nextInt(200)];
                    random.nextBytes(frame);
                    try {
                        link.frame(frame);
                    } catch (IOException e) {
                        break; // closed by now
                    }
                }
                link.endOfInput();
                assertThat(link.isClosedWithin(SOON)).isTrue();
            }
        }
    }

    @Test
    void aHundredConnectionsThatNeverGreet() throws Exception {
        List<RawLink> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                silent.add(new RawLink(socket));
            }
            long began = System.nanoTime();
            for (RawLink link : silent) {
                Duration left = HANDSHAKE.minusNanos(System.nanoTime() - began);
                assertThat(link.isClosedWithin(left)).isTrue();
            }
        } finally {
            for (RawLink link : silent) {
                link.close();
            }
        }
    }

    private void assertClosedAfter(byte[] bytes) throws IOException {
        try (RawLink link = new RawLink(socket)) {
            try {
                link.send(bytes);
            } catch (IOException e) {
                return; // closed before it had read all
            }
            assertThat(link.isClosedWithin(SOON)).isTrue();
        }
    }
}
