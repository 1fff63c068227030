package org.roadstead.command.internal;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.roadstead.runtime.NodeSnapshot;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.runtime.PortSnapshot;

/**
 * A port and the node that is its home.
 *
 * @param node the home
 * @param port the port
 */
record PortLine(NodeSnapshot node, PortSnapshot port) {
    private static final int BAR = 4;

    /** Returns the ports of all nodes of this user: named ones by name, then those without one. */
    static List<PortLine> all(PortRuntime runtime, Duration timeout) throws InterruptedException {
        return runtime.nodes(timeout).stream()
                .flatMap(node -> node.ports().stream().map(port -> new PortLine(node, port)))
                .sorted(Comparator.comparing((PortLine line) -> line.port.name().isEmpty())
                        .thenComparing(line -> line.port.name()))
                .toList();
    }

    String name() {
        return port.name().isEmpty() ? "-" : port.name();
    }

    String transports() {
        return String.join(" ", port.transports());
    }

    /** Returns the queue's fill as a bar of four and as numbers; one message already shows. */
    String queue() {
        int filled = port.limit() <= 0 ? 0 : (int) Math.min(BAR, Math.ceil((double) BAR * port.depth() / port.limit()));
        return "#".repeat(filled) + ".".repeat(BAR - filled) + String.format("%3d/%d", port.depth(), port.limit());
    }

    String state() {
        boolean hidden = !port.published() && !port.name().isEmpty();
        return hidden ? port.state() + " (unpublished)" : port.state();
    }
}
