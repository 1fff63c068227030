package org.roadstead.command.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortName;
import org.roadstead.runtime.NodeSnapshot;
import org.roadstead.runtime.PortSnapshot;
import org.roadstead.runtime.SpaceSnapshot;

/** Prints all that is known of one port. */
final class InfoVerb implements Verb {
    private static final Syntax SYNTAX = new Syntax(
            "info",
            "NAME [--json] [--timeout TIME]",
            "print all that is known of a port, its owner and its process",
            1,
            1,
            List.of(Syntax.JSON, ListVerb.TIMEOUT));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public void run(Call call) throws IOException, InterruptedException {
        Arguments arguments = call.arguments();
        PortName name = arguments.portName();
        Duration timeout = arguments.timeout(ListVerb.DEFAULT_TIMEOUT);
        List<PortLine> found = PortLine.all(call.runtime(), timeout).stream()
                .filter(line -> line.port().name().equals(name.value()))
                .toList();
        if (found.isEmpty()) {
            throw new NoSuchPortException(
                    name, "no process of this user that answers has a port of this name; list shows those there are");
        }
        if (arguments.has(Syntax.JSON)) {
            call.streams().print(SnapshotJson.ports(found));
            return;
        }
        // More than one: a name may also be used inside single kernels, unpublished.
        StringBuilder text = new StringBuilder();
        for (PortLine line : found) {
            text.append(text.isEmpty() ? "" : "\n").append(describe(line));
        }
        call.streams().print(text.toString());
    }

    private static String describe(PortLine line) {
        PortSnapshot port = line.port();
        NodeSnapshot node = line.node();
        StringBuilder text = new StringBuilder();
        put(text, "port", line.name());
        put(text, "owner", port.owner());
        put(text, "state", line.state() + ", since " + port.since());
        if (!port.note().isEmpty()) {
            put(text, "note", port.note());
        }
        put(text, "transports", line.transports() + (port.published() ? "" : " (not published)"));
        put(text, "queue", line.queue() + ", " + port.bytes() + " bytes, " + port.blocked() + " senders blocked");
        put(text, "handled", port.handled() + " messages");
        put(text, "dispatch", port.dispatch());
        for (SpaceSnapshot space : node.spaces()) {
            if (space.owner().equals(port.owner())) {
                put(text, "run loop", loop(space));
                space.callbackStack().forEach(call -> put(text, "", "at " + call));
            }
        }
        put(text, "process", node.label() + ", process " + node.pid() + ", java " + node.java());
        put(text, "node", node.id() + ", since " + node.since());
        return text.toString();
    }

    private static String loop(SpaceSnapshot space) {
        String doing = LoopsVerb.doing(space);
        return space.loop() + ", " + doing + ", " + space.queued() + " queued";
    }

    private static void put(StringBuilder text, String key, String value) {
        text.append(String.format("  %-12s %s", key, value)).append('\n');
    }
}
