package org.roadstead.command.internal;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.apache.felix.utils.json.JSONWriter;
import org.roadstead.runtime.LinkSnapshot;
import org.roadstead.runtime.NodeSnapshot;

/** Prints the links between nodes, each as both its ends see it. */
final class LinksVerb implements Verb {
    private static final Syntax SYNTAX = new Syntax(
            "links",
            "[--json] [--timeout TIME]",
            "print the links between processes, as each end sees them",
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
        Table table = new Table("PROCESS", "LINK TO", "TRANSPORT", "USER", "IN FLIGHT", "BYTES WAITING", "SINCE");
        for (NodeSnapshot node : nodes) {
            for (LinkSnapshot link : node.links()) {
                table.row(
                        node.label() + ", " + node.pid(),
                        link.label() + ", " + link.pid(),
                        link.transport(),
                        link.principal(),
                        String.valueOf(link.inFlight()),
                        String.valueOf(link.pendingBytes()),
                        link.since().toString());
            }
        }
        return table.toString();
    }

    private static String json(List<NodeSnapshot> nodes) throws IOException {
        StringWriter text = new StringWriter();
        JSONWriter json = new JSONWriter(text);
        json.array();
        for (NodeSnapshot node : nodes) {
            for (LinkSnapshot link : node.links()) {
                json.object();
                json.key("transport").value(link.transport());
                json.key("peer").value(link.node());
                json.key("label").value(link.label());
                json.key("pid").value(link.pid());
                json.key("principal").value(link.principal());
                json.key("since").value(link.since().toString());
                json.key("pendingBytes").value(link.pendingBytes());
                json.key("inFlight").value(link.inFlight());
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
