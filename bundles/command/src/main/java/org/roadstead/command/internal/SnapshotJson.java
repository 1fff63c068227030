package org.roadstead.command.internal;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.apache.felix.utils.json.JSONWriter;
import org.roadstead.runtime.NodeSnapshot;
import org.roadstead.runtime.PortSnapshot;

/** Ports as JSON: an array with one object for each port. The keys are those of the snapshot records. */
final class SnapshotJson {
    private SnapshotJson() {}

    static String ports(List<PortLine> ports) throws IOException {
        return ports(ports, Map.of());
    }

    /** The same with how many messages a second each handles. */
    static String ports(List<PortLine> ports, Map<PortLine, Double> rates) throws IOException {
        StringWriter text = new StringWriter();
        JSONWriter json = new JSONWriter(text);
        json.array();
        for (PortLine line : ports) {
            json.object();
            port(json, line.port());
            if (rates.containsKey(line)) {
                json.key("perSecond").value(rates.get(line));
            }
            json.key("node").object();
            node(json, line.node());
            json.endObject();
            json.endObject();
        }
        json.endArray();
        json.flush();
        return text + "\n";
    }

    private static void port(JSONWriter json, PortSnapshot port) throws IOException {
        json.key("name").value(port.name());
        json.key("owner").value(port.owner());
        json.key("transports").array();
        for (String transport : port.transports()) {
            json.value(transport);
        }
        json.endArray();
        json.key("published").value(port.published());
        json.key("dispatch").value(port.dispatch());
        json.key("depth").value(port.depth());
        json.key("limit").value(port.limit());
        json.key("bytes").value(port.bytes());
        json.key("blocked").value(port.blocked());
        json.key("handled").value(port.handled());
        json.key("state").value(port.state());
        json.key("since").value(port.since().toString());
        json.key("note").value(port.note());
    }

    static void node(JSONWriter json, NodeSnapshot node) throws IOException {
        json.key("id").value(node.id());
        json.key("label").value(node.label());
        json.key("pid").value(node.pid());
        json.key("java").value(node.java());
        json.key("since").value(node.since().toString());
    }
}
