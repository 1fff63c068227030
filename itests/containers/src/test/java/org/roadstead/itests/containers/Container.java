package org.roadstead.itests.containers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.roadstead.itests.jpms.Machine;
import org.roadstead.itests.jpms.Mode;
import org.roadstead.itests.jpms.PeerProcess;

/**
 * What a program with ports may run in. Each is one process with a PeerPort. The tests go through all values, so a further
 * container is one value more: how it is started, with the bundle {@link #BUNDLE} and two words in its environment, and what
 * its node and its owner are called.
 */
enum Container {
    FELIX("Apache Felix") {
        @Override
        PeerProcess start(Machine machine) throws IOException {
            return startFramework(machine, "felix");
        }
    },
    EQUINOX("Eclipse Equinox") {
        @Override
        PeerProcess start(Machine machine) throws IOException {
            return startFramework(machine, "equinox");
        }
    },
    KARAF("Apache Karaf") {
        @Override
        PeerProcess start(Machine machine) throws IOException, InterruptedException {
            return Karaf.start(machine, port(), file("containers.karaf"), BUNDLE);
        }

        @Override
        boolean runsHere() {
            return Runtime.version().feature() < 22; // as in pom.xml
        }
    },
    MODULE_PATH {
        @Override
        PeerProcess start(Machine machine) throws IOException {
            return Mode.MODULE_PATH.start(machine, port());
        }
    },
    CLASS_PATH {
        @Override
        PeerProcess start(Machine machine) throws IOException {
            return Mode.CLASS_PATH.start(machine, port());
        }
    };

    /** The bundle with the PeerPort. It takes the name of its port from the property {@code roadstead.itests.port}. */
    static final Path BUNDLE = file("containers.bundle");

    private final String node;
    private final String owner;

    /** A framework. */
    Container(String node) {
        this.node = node;
        this.owner = "org\\.roadstead\\.itests\\.containers \\(\\d+\\)";
    }

    /** A plain program: node and owner are called as its port. */
    Container() {
        this.node = port();
        this.owner = port().replace(".", "\\.");
    }

    /** Starts it and does not wait for it. */
    abstract PeerProcess start(Machine machine) throws IOException, InterruptedException;

    /** Whether it can run on this Java. */
    boolean runsHere() {
        return true;
    }

    /** All that can run on this Java. */
    static List<Container> here() {
        return Stream.of(values()).filter(Container::runsHere).toList();
    }

    /** The port that it serves. */
    final String port() {
        return "peer." + name().toLowerCase(Locale.ROOT);
    }

    /** What the node is called. */
    final String node() {
        return node;
    }

    /** What the owner of the port is called: a regular expression. */
    final String owner() {
        return owner;
    }

    final List<Container> others() {
        return here().stream().filter(other -> other != this).toList();
    }

    final PeerProcess startFramework(Machine machine, String framework) throws IOException {
        List<String> command = new ArrayList<>(Machine.java());
        command.add("-Droadstead.itests.port=" + port());
        command.add("-cp");
        command.add(Stream.of(
                        file("containers.frameworks").resolve(framework + ".jar"),
                        file("containers.program"),
                        file("peer.modules").resolve("slf4j-api.jar"),
                        file("peer.modules").resolve("slf4j-simple.jar"))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(FrameworkProgram.class.getName());
        command.add(machine.scratch().toString());
        command.add(file("containers.bundles").toString());
        command.add(BUNDLE.toString());
        return machine.start(port(), command);
    }

    static Path file(String property) {
        return Path.of(System.getProperty(property, property + " is not set"));
    }
}
