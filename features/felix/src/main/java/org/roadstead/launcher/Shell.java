package org.roadstead.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** An OSGi framework with bundles of the distribution, until its shell ends or a signal comes. */
final class Shell {
    /** Property: name stems of the bundles to start before all others, separated by commas. */
    private static final String START_FIRST = "roadstead.start.first";
    /** Property: name stems of the bundles to start when all others run. */
    private static final String START_LAST = "roadstead.start.last";

    private final Home home;
    private final List<Path> directories;

    /** Makes a shell with all bundles of some directories. */
    Shell(Home home, List<Path> directories) {
        this.home = home;
        this.directories = directories;
    }

    /** Runs the framework until it stops. */
    int run() throws IOException, BundleException, InterruptedException {
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "no OSGi framework in " + home.directory().resolve("lib")));
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(home.frameworkProperties(), StandardCharsets.UTF_8)) {
            file.load(reader);
        }
        FrameworkStorage storage = FrameworkStorage.create(Path.of(System.getProperty("java.io.tmpdir")));
        Map<String, String> properties = properties(file, storage);
        Framework framework = factory.newFramework(properties);
        Thread atSignal = new Thread(() -> end(framework, storage), "roadstead-at-signal");
        Runtime.getRuntime().addShutdownHook(atSignal);
        framework.init();
        start(framework, properties);
        framework.waitForStop(0);
        return 0;
    }

    private void start(Framework framework, Map<String, String> properties) throws BundleException, IOException {
        List<Bundle> first = new ArrayList<>();
        List<Bundle> others = new ArrayList<>();
        List<Bundle> last = new ArrayList<>();
        for (Path jar : jars()) {
            Bundle bundle = framework.getBundleContext().installBundle("reference:" + jar.toUri());
            boolean isFirst = isNamedIn(properties.getOrDefault(START_FIRST, ""), bundle);
            boolean isLast = isNamedIn(properties.getOrDefault(START_LAST, ""), bundle);
            (isFirst ? first : isLast ? last : others).add(bundle);
        }
        framework.start();
        System.out.println("roadstead " + Home.version() + "   framework: " + name(framework) + " "
                + framework.getVersion() + "   java " + Runtime.version().feature());
        for (Bundle bundle : (Iterable<Bundle>) Stream.of(first, others, last).flatMap(List::stream)::iterator) {
            start(bundle);
        }
    }

    private static String name(Framework framework) {
        String name = framework.getSymbolicName();
        return name.equals("org.apache.felix.framework") ? "Apache Felix" : name;
    }

    /** Starts a bundle. One that cannot start leaves the others alone, as in every OSGi container. */
    private static void start(Bundle bundle) {
        try {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        } catch (BundleException e) {
            System.err.println("cannot start " + bundle.getSymbolicName() + ": " + e.getMessage());
        }
    }

    private List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path directory : directories) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(f -> f.toString().endsWith(".jar")).sorted().forEach(jars::add);
            }
        }
        return jars;
    }

    private static boolean isNamedIn(String names, Bundle bundle) {
        return Stream.of(names.split(",")).map(String::strip).anyMatch(bundle.getSymbolicName()::equals);
    }

    /** Fills in the paths; a system property wins over the file, as with Felix's own launcher. */
    private Map<String, String> properties(Properties file, FrameworkStorage storage) {
        Map<String, String> properties = new HashMap<>();
        for (String key : file.stringPropertyNames()) {
            String value = file.getProperty(key)
                    .replace("${roadstead.home}", home.directory().toString())
                    .replace("${roadstead.scratch}", storage.scratch().toString());
            properties.put(key, System.getProperty(key, value));
        }
        properties.put(Constants.FRAMEWORK_STORAGE, storage.bundles().toString());
        return properties;
    }

    private static void end(Framework framework, FrameworkStorage storage) {
        try {
            framework.stop();
            framework.waitForStop(10_000);
            storage.close();
        } catch (BundleException | IOException e) {
            System.err.println("the shell did not end in good order: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
