package org.roadstead.itests.jpms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.roadstead.itests.jpms.peer.PeerPort;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.SendOptions;
import org.roadstead.standalone.Roadstead;

/** A process with a {@link PeerPort} in it, by which it is told what to do. */
public final class PeerProcess {
    /** How long anything that needs no time may take before the test gives up; a container may take its time to start. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String port;
    private final Process process;
    private final Path output;
    private final Roadstead kernel;

    PeerProcess(String port, ProcessBuilder builder, Path output, Roadstead kernel) throws IOException {
        this.port = port;
        this.output = output;
        this.kernel = kernel;
        this.process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** The name of the port that it serves. */
    public String port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Waits until the port is there. */
    public PeerProcess ready() {
        Awaitility.await(port)
                .pollInterval(Duration.ofMillis(10))
                .atMost(PATIENCE)
                .failFast(port + " has ended", () -> !process.isAlive())
                .ignoreException(NoSuchPortException.class)
                .untilAsserted(() -> connect().close());
        return this;
    }

    private RemoteMessagePort connect() {
        return kernel.registry("test").connect(PortName.of(port));
    }

    /** Gives an order and waits for the answer. */
    public String ask(String order) throws Exception {
        return asking(order).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Gives an order that takes its time. */
    public CompletableFuture<String> asking(String order) {
        RemoteMessagePort remote = connect();
        return remote.requestAsync(
                        PeerPort.ORDER,
                        ByteBuffer.wrap(order.getBytes(StandardCharsets.UTF_8)),
                        SendOptions.timeout(PATIENCE))
                .thenApply(Reply::toByteArray)
                .thenApply(answer -> new String(answer, StandardCharsets.UTF_8))
                .whenComplete((answer, failure) -> remote.close())
                .toCompletableFuture();
    }

    /** Has another process wait for a reply that this one never gives; returns when it does so. */
    public CompletableFuture<String> keepWaiting(PeerProcess other) throws Exception {
        int before = Integer.parseInt(ask("waited-for"));
        CompletableFuture<String> waiting = other.asking("wait " + port);
        Awaitility.await(other.port + " waits for " + port)
                .pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask("waited-for")).isEqualTo("" + (before + 1)));
        return waiting;
    }

    /**
     * The same as {@code kill -9}, for the process and for all that it has started. Returns {@link System#nanoTime()} of the
     * moment before.
     */
    public long kill() {
        List<ProcessHandle> started = process.descendants().toList();
        long now = System.nanoTime();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        return now;
    }

    /** Ends the process and all that it started, whatever it does; throws if it is still there then. */
    public void end() throws InterruptedException {
        kill();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException(port + ", process " + pid() + ", cannot be ended");
        }
    }

    /** What it said, for the report of a failed test. */
    public String lastWords() {
        try {
            return port + " (process " + pid() + ") said: " + Files.readString(output);
        } catch (IOException e) {
            return port + " (process " + pid() + "): what it said cannot be read: " + e;
        }
    }
}
