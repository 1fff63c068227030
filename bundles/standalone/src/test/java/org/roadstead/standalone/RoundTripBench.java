package org.roadstead.standalone;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.roadstead.port.Dispatch;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;

/**
 * A request and its reply between two processes, beside a raw blocking Unix socket of the JDK in the same run. Prints the median
 * of the ratios of interleaved pairs; it is no test and pins nothing.
 *
 * <p>Run it on one core: {@code taskset -c 0 java -cp ... org.roadstead.standalone.RoundTripBench [bytes] [pairs]}.
 */
public final class RoundTripBench {
    private static final long WARM_NANOS = 4_000_000_000L;
    private static final long SAMPLE_NANOS = 400_000_000L;

    private RoundTripBench() {}

    private interface RoundTrip {
        void once() throws Exception;
    }

    /** Starts the server process and measures, or is the server. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("server")) {
            serve(Path.of(args[1]));
            return;
        }
        int bytes = args.length > 0 ? Integer.parseInt(args[0]) : 64;
        int pairs = args.length > 1 ? Integer.parseInt(args[1]) : 9;
        Path directory = Files.createTempDirectory(
                "rsb", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        System.setProperty("roadstead.directory", directory.toString());
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Droadstead.directory=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        RoundTripBench.class.getName(),
                        "server",
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            if (!"READY".equals(out.readLine())) {
                throw new IOException("the server did not start");
            }
            measure(directory, bytes, pairs);
        } finally {
            server.destroyForcibly();
        }
    }

    private static void measure(Path directory, int bytes, int pairs) throws Exception {
        try (Roadstead roadstead =
                        Roadstead.open(RoadsteadOptions.discover("bench", RoundTripBench.class.getClassLoader()));
                SocketChannel floor = SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("floor")))) {
            PortRegistry registry = roadstead.registry("bench");
            Map<String, RoundTrip> designs = new TreeMap<>();
            designs.put("loop", port(registry.connect(PortName.of("bench.loop")), bytes));
            designs.put("direct", port(registry.connect(PortName.of("bench.direct")), bytes));
            RoundTrip raw = raw(floor, bytes);
            for (RoundTrip each : designs.values()) {
                sample(each, WARM_NANOS);
            }
            sample(raw, WARM_NANOS);
            for (Map.Entry<String, RoundTrip> design : designs.entrySet()) {
                List<Double> ratios = new ArrayList<>();
                List<Double> tails = new ArrayList<>();
                double[] last = null;
                for (int i = 0; i < pairs; i++) {
                    double[] under = sample(raw, SAMPLE_NANOS);
                    last = sample(design.getValue(), SAMPLE_NANOS);
                    ratios.add(last[0] / under[0]);
                    tails.add(last[1] / under[1]);
                }
                ratios.sort(null);
                tails.sort(null);
                System.out.printf(
                        Locale.ROOT,
                        "%-7s %d B  p50 %.1f us  ratio to the raw socket: p50 %.2f, p99 %.2f%n",
                        design.getKey(),
                        bytes,
                        last[0],
                        ratios.get(pairs / 2),
                        tails.get(pairs / 2));
            }
        }
    }

    private static RoundTrip port(RemoteMessagePort port, int bytes) {
        ByteBuffer data = ByteBuffer.allocateDirect(bytes);
        return () -> port.request(1, data);
    }

    private static RoundTrip raw(SocketChannel channel, int bytes) {
        ByteBuffer data = ByteBuffer.allocateDirect(8 + bytes);
        return () -> {
            data.clear().putLong(0, bytes);
            full(channel, data, true);
            data.clear();
            full(channel, data, false);
        };
    }

    private static void full(SocketChannel channel, ByteBuffer data, boolean write) throws IOException {
        while (data.hasRemaining()) {
            if ((write ? channel.write(data) : channel.read(data)) < 0) {
                throw new EOFException();
            }
        }
    }

    /** Returns p50 and p99 in microseconds. */
    private static double[] sample(RoundTrip each, long nanos) throws Exception {
        long[] times = new long[1 << 20];
        int count = 0;
        long now = System.nanoTime();
        long end = now + nanos;
        while (now < end && count < times.length) {
            each.once();
            long then = System.nanoTime();
            times[count++] = then - now;
            now = then;
        }
        Arrays.sort(times, 0, count);
        return new double[] {times[count / 2] / 1e3, times[(int) (count * 0.99)] / 1e3};
    }

    private static void serve(Path directory) throws Exception {
        Roadstead roadstead =
                Roadstead.open(RoadsteadOptions.discover("server", RoundTripBench.class.getClassLoader()));
        PortRegistry registry = roadstead.registry("bench");
        registry.createLocal(PortName.of("bench.loop"), message -> message.data());
        registry.createLocal(LocalPortOptions.named("bench.direct", message -> message.data())
                .withDispatch(Dispatch.direct()));
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(directory.resolve("floor")));
            System.out.println("READY");
            SocketChannel channel = listener.accept();
            ByteBuffer head = ByteBuffer.allocateDirect(1 << 16);
            while (true) {
                head.clear().limit(8);
                full(channel, head, false);
                head.limit(8 + (int) head.getLong(0));
                full(channel, head, false);
                head.flip();
                full(channel, head, true);
            }
        } catch (EOFException e) {
            roadstead.close(); // the client has measured enough
        }
    }
}
