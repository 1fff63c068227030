package org.roadstead.itests.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.roadstead.port.Dispatch;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.runtime.LinkSnapshot;
import org.roadstead.runtime.PortSnapshot;
import org.roadstead.standalone.Roadstead;
import org.roadstead.standalone.RoadsteadOptions;

/**
 * The other process of a test: a plain Java program with a kernel of its own. Each line on its standard input is one order,
 * answered by one line on standard output; the end of its input ends it, so it never outlives the test.
 */
public final class PeerProgram {
    /** The id of a message that is echoed. */
    static final int ECHO = 0;
    /** The id of a message whose handler waits for the order {@code release} before it echoes. */
    static final int HANG = 1000;

    private final String label;
    private final Map<String, LocalMessagePort> ports = new HashMap<>();
    private final Map<String, RemoteMessagePort> remotes = new HashMap<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private Roadstead kernel;

    private PeerProgram(String label) {
        this.label = label;
        this.kernel = open();
    }

    /**
     * Runs until standard input ends.
     *
     * @param args the label of the node and of its one owner
     */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PeerProgram program = new PeerProgram(args[0]);
        out.println("ok ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String answer;
            try {
                answer = "ok " + program.obey(order.split(" "));
            } catch (Exception e) {
                answer = "failed " + e.getClass().getSimpleName() + " " + e.getMessage();
            }
            out.println(answer);
        }
        Runtime.getRuntime().halt(0);
    }

    private Roadstead open() {
        return Roadstead.open(RoadsteadOptions.discover(label, PeerProgram.class.getClassLoader()));
    }

    private String obey(String[] order) throws Exception {
        return switch (order[0]) {
            case "local" -> local(order[1], Dispatch.ownLoop(), limit(order));
            case "deaf" -> local(order[1], Dispatch.none(), limit(order));
            case "declare" -> {
                ports.put(
                        order[1],
                        registry().declare(PortName.of(order[1]), this::handle).port());
                yield "";
            }
            case "attach" -> {
                ports.get(order[1]).dispatchOn(executor);
                yield "";
            }
            case "depth" -> "" + ports.get(order[1]).queueDepth();
            case "waiting" -> "" + snapshot(order[1]).depth();
            case "blocked" -> "" + snapshot(order[1]).blocked();
            case "handled" -> "" + received.size();
            case "received" -> String.join(",", received);
            case "release" -> {
                released.countDown();
                yield "";
            }
            case "invalidate" -> {
                ports.remove(order[1]).invalidate();
                yield "";
            }
            case "close" -> {
                long began = System.nanoTime();
                kernel.close();
                yield "" + began;
            }
            case "reopen" -> {
                kernel.close();
                remotes.clear();
                kernel = open();
                yield kernel.runtime().snapshot().id();
            }
            case "send" -> send(order[1], Integer.parseInt(order[2]), order[3]);
            case "burst" -> burst(order[1], Integer.parseInt(order[2]), order[3]);
            case "digests" -> digests(order[1], Integer.parseInt(order[2]), Long.parseLong(order[3]));
            case "echoes" -> echoes(order[1], Integer.parseInt(order[2]));
            case "flicker" -> flicker(order[1], Integer.parseInt(order[2]));
            case "dial" -> dial(order[1], Long.parseLong(order[2]));
            case "links" ->
                String.join(
                        ",",
                        kernel.runtime().snapshot().links().stream()
                                .map(LinkSnapshot::node)
                                .toList());
            case "late" -> "" + kernel.runtime().snapshot().lateReplies();
            default -> throw new IllegalArgumentException("no such order: " + order[0]);
        };
    }

    private static int limit(String[] order) {
        return order.length > 2 ? Integer.parseInt(order[2]) : LocalPortOptions.DEFAULT_QUEUE_LIMIT;
    }

    private PortRegistry registry() {
        return kernel.registry(label);
    }

    private String local(String name, Dispatch dispatch, int limit) {
        ports.put(
                name,
                registry()
                        .createLocal(LocalPortOptions.named(name, this::handle)
                                .withDispatch(dispatch)
                                .withQueueLimit(limit)));
        return "";
    }

    private ByteBuffer handle(IncomingMessage message) throws InterruptedException {
        ByteBuffer head = message.data().limit(Math.min(40, message.data().limit()));
        received.add(message.id() + ":" + StandardCharsets.UTF_8.decode(head));
        if (message.id() == HANG) {
            released.await();
        }
        return message.data();
    }

    private PortSnapshot snapshot(String name) {
        return kernel.runtime().snapshot().ports().stream()
                .filter(port -> port.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private RemoteMessagePort remote(String name) {
        return remotes.computeIfAbsent(name, n -> registry().connect(PortName.of(n)));
    }

    private String send(String name, int id, String text) throws InterruptedException {
        remote(name).send(id, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        return "";
    }

    /** Sends messages numbered by their id, with the sender's mark as data, as fast as the port takes them. */
    private String burst(String name, int count, String mark) throws InterruptedException {
        ByteBuffer data = ByteBuffer.wrap(mark.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < count; i++) {
            remote(name).send(i, data);
        }
        return "" + count;
    }

    /** Asks a port that serves sha256sum for the digests of random payloads, and compares with Java's own. */
    private String digests(String name, int count, long seed) throws Exception {
        Random random = new Random(seed);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[random.nextInt(20_000)];
            random.nextBytes(payload);
            String expected = HexFormat.of().formatHex(sha256.digest(payload)) + "  -\n";
            String reply =
                    new String(remote(name).request(i, ByteBuffer.wrap(payload)).toByteArray(), StandardCharsets.UTF_8);
            if (!reply.equals(expected)) {
                throw new IllegalStateException("request " + i + " of seed " + seed + ": " + payload.length
                        + " bytes gave " + reply.strip() + ", not " + expected.strip());
            }
        }
        return "" + count;
    }

    private String echoes(String name, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            echo(remote(name), label + " " + i);
        }
        return "" + count;
    }

    /** Creates a port and ends it at once, again and again. */
    private String flicker(String name, int count) {
        for (int i = 0; i < count; i++) {
            registry().createLocal(PortName.of(name), IncomingMessage::data).invalidate();
        }
        return "" + count;
    }

    /** Connects at a given moment of the machine's monotonic clock, so that two processes do it at once. */
    private String dial(String name, long when) throws InterruptedException {
        while (System.nanoTime() - when < 0) {
            Thread.onSpinWait();
        }
        echo(remote(name), label + " dialled");
        return "";
    }

    private static void echo(RemoteMessagePort remote, String text) throws InterruptedException {
        byte[] reply = remote.request(
                        ECHO,
                        ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
                        SendOptions.timeout(Duration.ofSeconds(10)))
                .toByteArray();
        if (!text.equals(new String(reply, StandardCharsets.UTF_8))) {
            throw new IllegalStateException("asked for " + text + ", got " + new String(reply, StandardCharsets.UTF_8));
        }
    }
}
