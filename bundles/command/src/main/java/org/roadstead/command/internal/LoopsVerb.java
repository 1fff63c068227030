package org.roadstead.command.internal;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.apache.felix.utils.json.JSONWriter;
import org.roadstead.runtime.NodeSnapshot;
import org.roadstead.runtime.SpaceSnapshot;

/** Prints the run loops: what they do, for how long, and where a slow callback is. */
final class LoopsVerb implements Verb {
    private static final Syntax SYNTAX = new Syntax(
            "loops",
            "[--json] [--timeout TIME]",
            "print the run loops, what they do and for how long",
            0,
            0,
            List.of(Syntax.JSON, ListVerb.TIMEOUT));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public void run(Call call) throws IOException, InterruptedException {
        Arguments arguments = call.arguments();
        List<NodeSnapshot> nodes = call.runtime().nodes(arguments.timeout(ListVerb.DEFAULT_TIMEOUT));
        call.streams().print(arguments.has(Syntax.JSON) ? json(nodes) : table(nodes));
    }

    static String table(List<NodeSnapshot> nodes) {
        Table table = new Table("LOOP OF", "DOES", "QUEUED", "PORTS", "REMOTES", "PROCESS");
        StringBuilder stacks = new StringBuilder();
        for (NodeSnapshot node : nodes) {
            for (SpaceSnapshot space : node.spaces()) {
                table.row(
                        space.owner(),
                        doing(space),
                        String.valueOf(space.queued()),
                        String.valueOf(space.localPorts()),
                        String.valueOf(space.remotePorts()),
                        node.label() + ", " + node.pid());
                if (!space.callbackStack().isEmpty()) {
                    stacks.append("\n  ").append(space.loop()).append(" is at\n");
                    space.callbackStack()
                            .forEach(call -> stacks.append("    ").append(call).append('\n'));
                }
            }
        }
        return table.toString() + stacks;
    }

    /** What a loop does, in some words. */
    static String doing(SpaceSnapshot space) {
        return !space.running()
                ? "no thread"
                : space.callbackMillis() < 0 ? "idle" : "in a callback for " + space.callbackMillis() + " ms";
    }

    private static String json(List<NodeSnapshot> nodes) throws IOException {
        StringWriter text = new StringWriter();
        JSONWriter json = new JSONWriter(text);
        json.array();
        for (NodeSnapshot node : nodes) {
            for (SpaceSnapshot space : node.spaces()) {
                json.object();
                json.key("owner").value(space.owner());
                json.key("loop").value(space.loop());
                json.key("running").value(space.running());
                json.key("queued").value(space.queued());
                json.key("callbackMillis").value(space.callbackMillis());
                json.key("callbackStack").array();
                for (String line : space.callbackStack()) {
                    json.value(line);
                }
                json.endArray();
                json.key("localPorts").value(space.localPorts());
                json.key("remotePorts").value(space.remotePorts());
                json.key("node").object();
                SnapshotJson.node(json, node);
                json.endObject();
                json.endObject();
            }
        }
        json.endArray();
        json.flush();
        return text + "\n";
    }
}
