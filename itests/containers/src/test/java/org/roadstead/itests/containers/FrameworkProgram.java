package org.roadstead.itests.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The one OSGi framework of its class path, with bundles. The end of its standard input ends it. */
public final class FrameworkProgram {
    private FrameworkProgram() {}

    /**
     * Runs until standard input ends.
     *
     * @param args where the framework may write, then the directories with bundles and single bundles
     */
    public static void main(String[] args) {
        try {
            start(args);
            while (System.in.read() >= 0) {
                // Nobody writes.
            }
        } catch (BundleException | IOException | RuntimeException e) {
            e.printStackTrace(System.err);
        }
        Runtime.getRuntime().halt(0); // a framework has threads that would go on
    }

    private static void start(String[] args) throws BundleException, IOException {
        List<FrameworkFactory> factories = ServiceLoader.load(FrameworkFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        if (factories.size() != 1) {
            throw new IllegalStateException("exactly one framework must be on the class path: " + factories);
        }
        Framework framework = factories
                .get(0)
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        args[0],
                        // the logger of the class path, as in bin/roadstead
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "org.slf4j;version=2.0.0"));
        framework.start();
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars(List.of(args).subList(1, args.length))) {
            bundles.add(framework.getBundleContext().installBundle("reference:" + jar.toUri()));
        }
        for (Bundle bundle : bundles) {
            bundle.start();
        }
    }

    private static List<Path> jars(List<String> places) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String place : places) {
            Path path = Path.of(place);
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    files.sorted().forEach(jars::add);
                }
            } else {
                jars.add(path);
            }
        }
        return jars;
    }
}
