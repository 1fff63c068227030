package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.roadstead.standalone.Roadstead;
import org.roadstead.standalone.RoadsteadOptions;

/**
 * One user's machine for one test: a name directory of its own, and the kernels and processes that the test starts in it. All
 * of them are ended after the test, however it ended.
 */
final class Machine implements BeforeEachCallback, AfterEachCallback {
    private static final String DIRECTORY = "roadstead.directory";
    private static final Path HOME = Path.of(System.getProperty("roadstead.home", "roadstead.home is not set"));
    /** For the case that the tests themselves are ended by a signal. */
    private static final Set<Child> ALL = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> ALL.forEach(child -> {
                    child.process().descendants().forEach(ProcessHandle::destroyForcibly);
                    child.process().destroyForcibly();
                })));
    }

    private final List<Child> children = new ArrayList<>();
    private final List<Roadstead> kernels = new ArrayList<>();
    private Path directory;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("rsp"); // mode 0700
        assertThat(directory.toString()).hasSizeLessThan(70);
        System.setProperty(DIRECTORY, directory.toString());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (context.getExecutionException().isPresent()) {
            children.forEach(child -> System.err.println(child.lastWords()));
        }
        System.clearProperty(DIRECTORY);
        try {
            for (Child child : children) {
                child.end();
                ALL.remove(child);
            }
        } finally {
            kernels.forEach(Roadstead::close);
            delete(directory);
        }
        Awaitility.await("the threads of closed kernels end")
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("port-")));
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    Path directory() {
        return directory;
    }

    /** The names of all files in the name directory. */
    List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** A kernel in the test's own process. */
    Roadstead kernel(String label) {
        Roadstead kernel = Roadstead.open(RoadsteadOptions.discover(label, Machine.class.getClassLoader()));
        kernels.add(kernel);
        return kernel;
    }

    /** A small process with a kernel of its own, which is up when this returns. */
    Peer peer(String label) throws IOException, InterruptedException {
        return startPeer(label).ready();
    }

    /** Starts a small process and does not wait for it; {@link Peer#ready()} does. */
    Peer startPeer(String label) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Peer peer = new Peer(
                label,
                environment(new ProcessBuilder(
                        java.toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        classPath(PeerProgram.class),
                        PeerProgram.class.getName(),
                        label)));
        return remember(peer);
    }

    /** A process that speaks the node protocol in Python, which is up when this returns. */
    Peer python(String label) throws IOException, InterruptedException {
        return remember(new Peer(label, environment(new ProcessBuilder(Python.command(label)))))
                .ready();
    }

    /** Starts a program of the tests, with a variable in its environment, and does not wait for it. */
    Child program(Class<?> main, String variable, String value) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = environment(new ProcessBuilder(
                java.toString(), "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", classPath(main), main.getName()));
        builder.environment().put(variable, value);
        return remember(new Child(main.getSimpleName(), builder));
    }

    /** Starts a program of the machine's own. */
    Child start(String what, String... command) throws IOException {
        return remember(new Child(what, new ProcessBuilder(command)));
    }

    /** Only what a plain program needs: the four jars of Roadstead, a logger and the program itself. */
    private static String classPath(Class<?> main) {
        return Stream.of(
                        "org.roadstead.port.PortRegistry",
                        "org.roadstead.core.port.Kernel",
                        "org.roadstead.transport.uds.internal.UdsTransport",
                        "org.roadstead.standalone.Roadstead",
                        "org.slf4j.Logger",
                        "org.slf4j.simple.SimpleLogger",
                        main.getName())
                .map(Machine::whereIs)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String whereIs(String type) {
        try {
            return Path.of(Class.forName(type)
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(type + " is not on the class path", e);
        }
    }

    /** Starts {@code bin/roadstead}. */
    Child roadstead(String... words) throws IOException {
        return roadstead(null, words);
    }

    /** Starts {@code bin/roadstead} with a file as its standard input. */
    Child roadstead(Path input, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(words));
        command.add(0, HOME.resolve("bin").resolve("roadstead").toString());
        ProcessBuilder builder = environment(new ProcessBuilder(command));
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        return remember(new Child("roadstead " + String.join(" ", words), builder));
    }

    /** Starts {@code bin/roadstead serve} and waits until the port is there. */
    Child serve(String name, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("serve", name));
        all.addAll(List.of(words));
        Child server = roadstead(all.toArray(String[]::new));
        server.awaitError("serving " + name);
        return server;
    }

    private ProcessBuilder environment(ProcessBuilder builder) {
        builder.environment().put("ROADSTEAD_DIR", directory.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeAll(List.of("JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        return builder;
    }

    private <C extends Child> C remember(C child) {
        children.add(child);
        ALL.add(child);
        return child;
    }
}
