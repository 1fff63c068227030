package org.roadstead.itests.felix;

import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * A test inside a framework: one framework for each class, with a name directory of its own. Which framework, decides the class
 * path: Apache Felix here, Eclipse Equinox in itests/equinox. The only class that knows the test container. The bundles that a
 * test makes are uninstalled after it.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class FrameworkTest {
    private static final String DEMO = "org.roadstead.demo";

    private static final String DIRECTORY = "roadstead.directory";

    private final List<TestBundle> bundles = new ArrayList<>();

    @Inject
    BundleContext context;

    /** Runs outside of the framework, before it starts. */
    @Configuration
    public Option[] configuration() throws IOException {
        List<Option> options = new ArrayList<>();
        for (File bundle : new File(System.getProperty("exam.bundles")).listFiles()) {
            if (!bundle.getName().startsWith(DEMO)) { // its ports come with the tests that are about them
                options.add(CoreOptions.bundle("reference:" + bundle.toURI()));
            }
        }
        options.add(junitBundles());
        // These the framework itself exports, from the class path of the test.
        options.add(systemPackages(
                "org.assertj.core.api",
                "org.assertj.core.api.iterable",
                "org.awaitility",
                "org.awaitility.core",
                "org.roadstead.testkit"));
        options.add(
                systemProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("ERROR"));
        options.add(systemProperty(DIRECTORY).value(newDirectory().toString()));
        options.add(cleanCaches());
        return options.toArray(Option[]::new);
    }

    private static Path newDirectory() throws IOException {
        Path directory = Files.createTempDirectory("rsf"); // mode 0700
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
        return directory;
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            System.err.println("cannot remove " + directory + ": " + e);
        }
    }

    @Before
    public final void rememberNothing() {
        bundles.clear();
    }

    @After
    public final void uninstall() throws Exception {
        for (TestBundle bundle : bundles) {
            bundle.uninstall();
        }
    }

    /** Installs and starts an empty bundle; its ports are its own. */
    final TestBundle bundle(String symbolicName) throws Exception {
        return remember(TestBundle.start(context, symbolicName));
    }

    /** Installs and starts a bundle with classes of the test in it. */
    final TestBundle bundle(String symbolicName, Class<?>... classes) throws Exception {
        return remember(TestBundle.start(context, symbolicName, classes));
    }

    private TestBundle remember(TestBundle bundle) {
        bundles.add(bundle);
        return bundle;
    }

    /** The bundle of ours with a symbolic name. */
    final Bundle installed(String symbolicName) {
        return Stream.of(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    /** Installs and starts the demo; the test stops it. */
    final Bundle startDemo() throws BundleException {
        File jar = new File(System.getProperty("exam.bundles"), DEMO + ".jar");
        Bundle demo = context.installBundle("reference:" + jar.toURI());
        demo.start();
        return demo;
    }

    final <S> S service(Class<S> type) {
        return context.getService(context.getServiceReference(type));
    }

    /** What the framework under test is called. */
    static String framework() {
        return System.getProperty("exam.framework");
    }

    /** The name directory of this framework. */
    static Path directory() {
        return Path.of(System.getProperty(DIRECTORY));
    }
}
