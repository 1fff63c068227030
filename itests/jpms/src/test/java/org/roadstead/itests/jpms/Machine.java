package org.roadstead.itests.jpms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.roadstead.standalone.Roadstead;
import org.roadstead.standalone.RoadsteadOptions;

/**
 * One user's machine for one test, or for a whole class if the field is static: a name directory of its own, a kernel of the
 * test, and the processes that are started in it. All of them are ended, however the test ended.
 */
public final class Machine
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterTestExecutionCallback,
                AfterEachCallback,
                AfterAllCallback {
    private static final String DIRECTORY = "roadstead.directory";
    /** For the case that the tests themselves are ended by a signal. */
    private static final Set<PeerProcess> ALL = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALL.forEach(PeerProcess::kill)));
    }

    private final List<PeerProcess> processes = new ArrayList<>();
    private boolean ofClass;
    private Path root;
    private Path names;
    private Roadstead kernel;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        ofClass = true;
        open();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        if (!ofClass) {
            open();
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        explain(context);
    }

    private void explain(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            processes.forEach(process -> System.err.println(process.lastWords()));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (!ofClass) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        explain(context); // what did not even start
        close();
    }

    private void open() throws IOException {
        root = Files.createTempDirectory("rsj");
        names = Files.createTempDirectory(root, "n"); // mode 0700
        assertThat(names.toString()).hasSizeLessThan(70);
        System.setProperty(DIRECTORY, names.toString());
        RoadsteadOptions options = RoadsteadOptions.discover("test", Machine.class.getClassLoader());
        assertThat(options.transports())
                .as("transports found on the class path")
                .isNotEmpty();
        kernel = Roadstead.open(options);
    }

    private void close() throws IOException, InterruptedException {
        try {
            for (PeerProcess process : processes) {
                process.end();
                ALL.remove(process);
            }
        } finally {
            processes.clear();
            System.clearProperty(DIRECTORY);
            if (kernel != null) {
                kernel.close();
            }
            delete(root);
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** The kernel of the test's own process. */
    public Roadstead kernel() {
        return kernel;
    }

    /** A new empty directory for a process to write in. It is removed at the end. */
    public Path scratch() throws IOException {
        return Files.createTempDirectory(root, "s");
    }

    /**
     * Starts a process and does not wait for it.
     *
     * @param port the name of the port that it will serve, see PeerPort
     * @param command what to start, with this machine's name directory in its environment
     */
    public PeerProcess start(String port, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("ROADSTEAD_DIR", names.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeAll(List.of("JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        PeerProcess process = new PeerProcess(port, builder, Files.createTempFile(root, "out", ""), kernel);
        processes.add(process);
        ALL.add(process);
        return process;
    }

    /** The beginning of a command line: this test's own Java, with what makes a small process start quickly. */
    public static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    }
}
