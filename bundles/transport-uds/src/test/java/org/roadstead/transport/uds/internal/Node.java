package org.roadstead.transport.uds.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.roadstead.transport.Endpoint;
import org.roadstead.transport.Link;
import org.roadstead.transport.LinkListener;
import org.roadstead.transport.Transport;

/** A transport with a thread that holds the reader role all the time, and what its links heard. */
final class Node implements AutoCloseable {
    static final int LARGEST = 16 * 1024 * 1024;

    final UdsTransport transport;
    final BlockingQueue<Heard> accepted = new LinkedBlockingQueue<>();
    final List<Throwable> escaped = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private volatile boolean stopped;
    private volatile boolean closing;

    /** A node that listens and reads. */
    Node(Path directory) throws IOException {
        this(UdsTransport.at(directory), link -> new Heard());
    }

    Node(UdsTransport transport, Function<Link, Heard> listeners) throws IOException {
        this.transport = transport;
        transport.listen(link -> {
            link.limitFrames(LARGEST);
            Heard heard = listeners.apply(link);
            heard.link = link;
            accepted.add(heard);
            return heard;
        });
        reader = new Thread(this::read, "reader of a test");
        reader.start();
    }

    private void read() {
        while (!stopped) {
            try {
                transport.poll(-1);
            } catch (Throwable e) {
                if (!closing) {
                    escaped.add(e);
                }
                return;
            }
        }
    }

    /** Where this node listens, without a probe. */
    Endpoint endpoint() throws IOException {
        Path path = names().listening().paths().get(0);
        return new Endpoint(
                "uds", path.toString(), Entries.find(path).orElseThrow().key());
    }

    UdsNameDirectory names() {
        return (UdsNameDirectory) transport.directory();
    }

    /** Opens a link to another node. */
    Heard connect(Node peer) throws IOException {
        return connect(peer.endpoint(), new Heard());
    }

    Heard connect(Endpoint endpoint, Heard heard) throws IOException {
        heard.link = transport.connect(endpoint, heard, in(5));
        heard.link.limitFrames(LARGEST);
        return heard;
    }

    /** The listener of the next link that a peer opened. */
    Heard nextAccepted() throws InterruptedException {
        Heard heard = accepted.poll(5, TimeUnit.SECONDS);
        assertThat(heard).as("an accepted link").isNotNull();
        return heard;
    }

    static long in(int seconds) {
        return System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    }

    /** Ends the reader, not the transport. */
    void stopReading() throws InterruptedException {
        stopped = true;
        transport.wakeup();
        reader.join();
    }

    @Override
    public void close() throws Exception {
        closing = true; // the reader goes on until a poll throws, so that all links are told
        transport.close();
        reader.join(10_000);
        assertThat(reader.isAlive()).as("the reader ended").isFalse();
        assertThat(escaped).as("nothing escapes a poll").isEmpty();
    }

    /** A listener that keeps what it hears. */
    static class Heard implements LinkListener {
        final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
        final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        final AtomicInteger drained = new AtomicInteger();
        final AtomicInteger framesAtEnd = new AtomicInteger(-1);
        final AtomicInteger count = new AtomicInteger();
        volatile Link link;

        @Override
        public void onFrame(ByteBuffer frame) {
            byte[] copy = new byte[frame.remaining()];
            frame.get(copy);
            count.incrementAndGet();
            frames.add(copy);
        }

        @Override
        public void onDrained() {
            drained.incrementAndGet();
        }

        @Override
        public void onClosed(String why) {
            framesAtEnd.set(count.get());
            ends.add(why);
        }

        byte[] nextFrame() throws InterruptedException {
            byte[] frame = frames.poll(5, TimeUnit.SECONDS);
            assertThat(frame).as("a frame; the link ended: " + ends).isNotNull();
            return frame;
        }

        String end() throws InterruptedException {
            String why = ends.poll(5, TimeUnit.SECONDS);
            assertThat(why).as("the link's end").isNotNull();
            return why;
        }
    }

    /** Polls a transport on this thread until something is true. */
    static void pollUntil(Transport transport, java.util.function.BooleanSupplier done) throws IOException {
        long deadline = in(5);
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as("time left").isNegative();
            transport.poll(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
