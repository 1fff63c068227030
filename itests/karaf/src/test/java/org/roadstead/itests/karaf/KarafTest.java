package org.roadstead.itests.karaf;

import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.logLevel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.karaf.options.LogLevelOption.LogLevel;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/**
 * A test inside Apache Karaf: one Karaf for each class, in a JVM of its own and with a name directory of its own. The only class
 * that knows the test container.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class KarafTest {
    private static final String MAVEN = "etc/org.ops4j.pax.url.mvn.cfg";
    private static final String LOCAL_REPOSITORY = "org.ops4j.pax.url.mvn.localRepository";

    @Inject
    BundleContext context;

    @Inject
    SessionFactory sessions;

    Shell shell;

    /** The archive to unpack and start. */
    abstract File archive();

    /** A Maven repository that Karaf looks into beside its own, as ",URL", or the empty string. */
    abstract String repository();

    /** Sees to it that Roadstead is there. */
    abstract void install() throws Exception;

    /** Runs outside of Karaf, before it starts. */
    @Configuration
    public Option[] configuration() throws IOException {
        List<Option> options = new ArrayList<>();
        options.add(karafDistributionConfiguration()
                .frameworkUrl(archive().toURI().toString())
                .karafVersion(System.getProperty("karaf.version"))
                .name("Apache Karaf")
                .unpackDirectory(new File(target(), "exam"))
                .useDeployFolder(false));
        options.add(configureConsole().ignoreLocalConsole().ignoreRemoteShell());
        options.add(logLevel(LogLevel.WARN));
        // for what Pax Exam itself brings
        options.add(editConfigurationFilePut(MAVEN, LOCAL_REPOSITORY, System.getProperty(LOCAL_REPOSITORY)));
        options.add(editConfigurationFilePut(
                MAVEN,
                "org.ops4j.pax.url.mvn.defaultRepositories",
                "file:${karaf.home}/${karaf.default.repository}@id=system@snapshots" + repository()));
        for (File bundle : new File(target(), "test-bundles").listFiles()) {
            options.add(CoreOptions.bundle(bundle.toURI().toString()));
        }
        options.add(systemProperty("roadstead.directory").value(newDirectory().toString()));
        for (String property : new String[] {"roadstead.version", "exam.directory"}) {
            options.add(systemProperty(property).value(System.getProperty(property)));
        }
        return options.toArray(Option[]::new);
    }

    private static Path newDirectory() throws IOException {
        Path directory = Files.createTempDirectory("rsk"); // mode 0700
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
    public final void openShell() throws Exception {
        shell = new Shell(sessions);
        install();
    }

    @After
    public final void closeShell() {
        shell.close();
    }

    /** The directory of what the build has made. */
    static File target() {
        return new File(System.getProperty("exam.directory"));
    }
}
