package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A connection to a node's socket that speaks bytes and not the node protocol, but for a handshake that is right. Written
 * from the description of the protocol and without its code.
 */
final class RawLink implements AutoCloseable {
    private static final int MAGIC = 0x52445354;
    private static final byte HELLO = 1;
    private static final byte WELCOME = 2;
    private static final byte READY = 3;

    private final SocketChannel channel;

    RawLink(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
    }

    /** Sends bytes as they are. */
    void send(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** Sends a frame: its length, and its bytes. */
    void frame(byte[] bytes) throws IOException {
        send(ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array());
    }

    /** Greets as a node does and waits until the link is up. */
    void handshake(long node) throws IOException {
        byte[] label = "intruder".getBytes(StandardCharsets.UTF_8);
        frame(ByteBuffer.allocate(58 + label.length)
                .put(HELLO)
                .put(new byte[3])
                .putInt(MAGIC)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(node)
                .putLong(node)
                .putLong(System.nanoTime())
                .putInt(16 << 20)
                .putLong(ProcessHandle.current().pid())
                .putLong(0)
                .putShort((short) label.length)
                .put(label)
                .array());
        ByteBuffer length = read(4);
        ByteBuffer welcome = read(length.getInt());
        assertThat(welcome.get()).isEqualTo(WELCOME);
        frame(ByteBuffer.allocate(12).put(READY).put(new byte[3]).putLong(0).array());
    }

    private ByteBuffer read(int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        ReadableByteChannel from = Channels.newChannel(Channels.newInputStream(channel));
        while (bytes.hasRemaining()) {
            if (from.read(bytes) < 0) {
                throw new IOException("the node closed the link after " + bytes.position() + " of " + size + " bytes");
            }
        }
        return bytes.flip();
    }

    /** Says that no more comes, and still reads. */
    void endOfInput() throws IOException {
        channel.shutdownOutput();
    }

    /** Waits until the node closes the connection; false if it does not in time. What it still says is dropped. */
    boolean isClosedWithin(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        ByteBuffer dropped = ByteBuffer.allocate(8192);
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            for (; ; ) {
                try {
                    if (channel.read(dropped.clear()) < 0) {
                        return true;
                    }
                } catch (IOException e) {
                    return true; // reset: closed as well
                }
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                selector.selectedKeys().clear();
                selector.select(left);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
