package org.roadstead.command.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Prints the ports of this user on this machine. */
final class ListVerb implements Verb {
    /** How long to wait for other processes' answers: more than any healthy one needs. */
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    static final Syntax.Option TIMEOUT =
            new Syntax.Option("--timeout", "TIME", "how long to wait for other processes (2s), see below");

    private static final Syntax SYNTAX = new Syntax(
            "list",
            "[--json] [--timeout TIME]",
            "print all ports of this user on this machine",
            0,
            0,
            List.of(Syntax.JSON, TIMEOUT));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public void run(Call call) throws IOException, InterruptedException {
        Arguments arguments = call.arguments();
        List<PortLine> ports = PortLine.all(call.runtime(), arguments.timeout(DEFAULT_TIMEOUT));
        if (arguments.has(Syntax.JSON)) {
            call.streams().print(SnapshotJson.ports(ports));
            return;
        }
        call.streams().print(table(ports));
        if (ports.isEmpty()) {
            call.streams().err().println("no ports; start some with: roadstead serve NAME --echo");
        }
    }

    static String table(List<PortLine> ports) {
        Table table = new Table("PORT", "OWNER", "TRANSPORTS", "QUEUE", "STATE");
        for (PortLine line : ports) {
            table.row(line.name(), line.port().owner(), line.transports(), line.queue(), line.state());
        }
        return table.toString();
    }
}
