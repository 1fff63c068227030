package org.roadstead.command.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Prints the ports where most waits, with how many messages they handle in a second: from two snapshots. */
final class TopVerb implements Verb {
    private static final Syntax.Option INTERVAL =
            new Syntax.Option("--interval", "TIME", "from one snapshot to the next (1s)");
    private static final Syntax.Option COUNT = new Syntax.Option("--count", "N", "how many tables to print (1)");
    private static final Syntax SYNTAX = new Syntax(
            "top",
            "[--interval TIME] [--count N] [--json]",
            "print the ports by how much waits for them, and what they handle in a second",
            0,
            0,
            List.of(INTERVAL, COUNT, Syntax.JSON, ListVerb.TIMEOUT));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public void run(Call call) throws IOException, InterruptedException {
        Arguments arguments = call.arguments();
        Duration timeout = arguments.timeout(ListVerb.DEFAULT_TIMEOUT);
        Duration interval = arguments.value(INTERVAL).map(Timeouts::parse).orElse(Duration.ofSeconds(1));
        int count = arguments.count(COUNT, 1);
        List<PortLine> before = PortLine.all(call.runtime(), timeout);
        long at = System.nanoTime();
        for (int i = 0; i < count; i++) {
            var unused =
                    new CountDownLatch(1).await(interval.toNanos(), TimeUnit.NANOSECONDS); // ends on interrupt only
            List<PortLine> now = PortLine.all(call.runtime(), timeout);
            double seconds = Math.max(1e-3, (System.nanoTime() - at) / 1e9);
            at = System.nanoTime();
            Map<PortLine, Double> rates = rates(before, now, seconds);
            List<PortLine> sorted = now.stream()
                    .sorted(Comparator.comparing((PortLine line) -> -line.port().blocked())
                            .thenComparing(line -> -line.port().depth())
                            .thenComparing(line -> -rates.get(line))
                            .thenComparing(PortLine::name))
                    .toList();
            call.streams()
                    .print(
                            arguments.has(Syntax.JSON)
                                    ? SnapshotJson.ports(sorted, rates)
                                    : (i > 0 ? "\n" : "") + table(sorted, rates));
            before = now;
        }
    }

    private static Map<PortLine, Double> rates(List<PortLine> before, List<PortLine> now, double seconds) {
        Map<String, Long> handled = new HashMap<>();
        before.forEach(line -> handled.put(key(line), line.port().handled()));
        Map<PortLine, Double> rates = new HashMap<>();
        for (PortLine line : now) {
            long since = line.port().handled() - handled.getOrDefault(key(line), 0L);
            rates.put(line, Math.max(0, since) / seconds);
        }
        return rates;
    }

    private static String key(PortLine line) {
        return line.node().id() + " " + line.port().name() + " " + line.port().owner() + " "
                + line.port().since();
    }

    static String table(List<PortLine> ports, Map<PortLine, Double> rates) {
        Table table = new Table("PORT", "OWNER", "QUEUE", "WAITING", "IN/S", "STATE", "LOOP");
        for (PortLine line : ports) {
            table.row(
                    line.name(),
                    line.port().owner(),
                    line.queue(),
                    String.valueOf(line.port().blocked()),
                    String.format(Locale.ROOT, "%.1f", rates.get(line)),
                    line.state(),
                    loop(line));
        }
        return table.toString();
    }

    private static String loop(PortLine line) {
        return line.node().spaces().stream()
                .filter(space -> space.owner().equals(line.port().owner()))
                .findFirst()
                .map(LoopsVerb::doing)
                .orElse("");
    }
}
