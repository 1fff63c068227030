package org.roadstead.transport.uds.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameAssemblerTest {
    private static final int MANY = 5_000;

    private final List<byte[]> frames = new ArrayList<>();
    private final List<Boolean> direct = new ArrayList<>();

    /** All of them together announce 80 GB; what they cost is what has come. */
    @Test
    void whatIsAnnouncedIsNotAllocated() throws IOException {
        List<FrameAssembler> assemblers = new ArrayList<>();
        ByteBuffer receive = ByteBuffer.allocateDirect(64 * 1024);
        for (int i = 0; i < MANY; i++) {
            FrameAssembler assembler = new FrameAssembler(sink(Node.LARGEST));
            assembler.read(of(ByteBuffer.allocate(104).putInt(Node.LARGEST - 1).rewind(), 104), receive);
            assertThat(assembler.isInsideFrame()).isTrue();
            assemblers.add(assembler);
        }
        assertThat(assemblers).hasSize(MANY);
        assertThat(frames).isEmpty();
    }

    @Test
    void howeverTheStreamIsCutTheFramesAreTheSame() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            frames.clear();
            List<byte[]> sent = new ArrayList<>();
            ByteBuffer stream = ByteBuffer.allocate(200_000);
            while (stream.remaining() > 30_004) {
                byte[] frame = new byte[random.nextInt(4) == 0 ? random.nextInt(30_000) : random.nextInt(50)];
                random.nextBytes(frame);
                sent.add(frame);
                stream.putInt(frame.length).put(frame);
            }
            stream.flip();
            FrameAssembler assembler = new FrameAssembler(sink(30_000));
            ByteBuffer receive = ByteBuffer.allocateDirect(1 + random.nextInt(10_000));
            int most = 1 + random.nextInt(20_000);
            int handed = 0;
            while (assembler.read(of(stream, 1 + random.nextInt(most)), receive) > 0) {
                handed += assembler.handed();
            }
            assertThat(handed).as("seed %d", seed).isEqualTo(sent.size());
            for (int i = 0; i < sent.size(); i++) {
                assertThat(frames.get(i)).as("seed %d", seed).isEqualTo(sent.get(i));
            }
            assertThat(assembler.isInsideFrame()).isFalse();
        }
    }

    @Test
    void aFrameThatLiesWholeInTheBufferIsNotCopied() throws IOException {
        FrameAssembler assembler = new FrameAssembler(sink(1000));
        assembler.read(of(ByteBuffer.allocate(504).putInt(500).rewind(), 504), ByteBuffer.allocateDirect(600));
        assertThat(direct).containsExactly(true);
    }

    @Test
    void theLimitCountsFrameByFrame() throws IOException {
        int[] limit = {10};
        FrameAssembler assembler = new FrameAssembler(new FrameAssembler.Sink() {
            @Override
            public int limit() {
                return limit[0];
            }

            @Override
            public boolean frame(ByteBuffer frame) {
                limit[0] = 100;
                return true;
            }
        });
        ByteBuffer stream = ByteBuffer.allocate(300).putInt(10).position(14).putInt(100);
        stream.position(118).putInt(101).position(0);
        ReadableByteChannel channel = of(stream, 300);
        ByteBuffer receive = ByteBuffer.allocateDirect(1000);
        assertThatThrownBy(() -> assembler.read(channel, receive))
                .isInstanceOf(FrameAssembler.MalformedFrameException.class)
                .hasMessageContaining("101 bytes")
                .hasMessageContaining("0 to 100");
        assertThat(assembler.handed()).isEqualTo(2);
    }

    private FrameAssembler.Sink sink(int limit) {
        return new FrameAssembler.Sink() {
            @Override
            public int limit() {
                return limit;
            }

            @Override
            public boolean frame(ByteBuffer frame) {
                direct.add(frame.isDirect());
                byte[] copy = new byte[frame.remaining()];
                frame.get(copy);
                frames.add(copy);
                return true;
            }
        };
    }

    /** A channel that gives at most so many bytes of a stream. */
    private static ReadableByteChannel of(ByteBuffer stream, int most) {
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer to) {
                if (!stream.hasRemaining()) {
                    return -1;
                }
                int n = Math.min(Math.min(most, to.remaining()), stream.remaining());
                to.put(stream.slice(stream.position(), n));
                stream.position(stream.position() + n);
                return n;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // nothing to close
            }
        };
    }
}
