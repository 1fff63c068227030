package org.roadstead.itests.jpms.program;

import java.io.IOException;
import org.roadstead.itests.jpms.peer.PeerPort;
import org.roadstead.standalone.Roadstead;
import org.roadstead.standalone.RoadsteadOptions;

/** A plain program with a {@link PeerPort}. The end of its standard input ends it, so that it never outlives the test. */
public final class PeerProgram {
    private PeerProgram() {}

    /**
     * Runs until standard input ends.
     *
     * @param args the name of the port, of the node and of its one owner
     */
    public static void main(String[] args) throws IOException {
        RoadsteadOptions options = RoadsteadOptions.discover(args[0], PeerProgram.class.getClassLoader());
        if (options.transports().isEmpty()) {
            throw new IllegalStateException("no transport was found; nobody can reach this process");
        }
        Roadstead roadstead = Roadstead.open(options);
        PeerPort.serve(roadstead.registry(args[0]), args[0], roadstead::close);
        while (System.in.read() >= 0) {
            // Nobody writes.
        }
        Runtime.getRuntime().halt(0);
    }
}
