package org.roadstead.itests.jpms;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.roadstead.itests.jpms.program.PeerProgram;

/** The two ways to start a plain Java program. In both it gets the jars of Roadstead, a logger, and itself. */
public enum Mode {
    MODULE_PATH {
        @Override
        List<String> start() {
            return List.of("-p", MODULES + File.pathSeparator + JAR, "-m", "org.roadstead.itests.jpms/" + PROGRAM);
        }
    },
    CLASS_PATH {
        @Override
        List<String> start() {
            return List.of("-cp", MODULES.resolve("*") + File.pathSeparator + JAR, PROGRAM);
        }
    };

    /** The directory with the jars of Roadstead and the logger. */
    static final Path MODULES = Path.of(System.getProperty("peer.modules", "peer.modules is not set"));
    /** The jar with the program. */
    private static final Path JAR = Path.of(System.getProperty("peer.jar", "peer.jar is not set"));

    private static final String PROGRAM = PeerProgram.class.getName();

    abstract List<String> start();

    /** Starts the program and does not wait for it. */
    public PeerProcess start(Machine machine, String port) throws IOException {
        List<String> command = new ArrayList<>(Machine.java());
        command.addAll(start());
        command.add(port);
        return machine.start(port, command);
    }
}
