package org.roadstead.command.internal;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.felix.utils.json.JSONWriter;
import org.roadstead.port.PortName;
import org.roadstead.runtime.EventOptions;
import org.roadstead.runtime.EventStream;
import org.roadstead.runtime.PortEvent;

/** Prints what happens, as it happens: ports, links, and messages without their bytes unless these are asked for. */
final class TailVerb implements Verb {
    private static final Duration BREATH = Duration.ofSeconds(1);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final Syntax.Option PAYLOAD =
            new Syntax.Option("--payload", "", "also the first bytes of each message");
    private static final Syntax.Option FOR = new Syntax.Option("--for", "TIME", "how long to go on (forever)");
    private static final Syntax.Option COUNT = new Syntax.Option("--count", "N", "end after so many events");
    private static final Syntax SYNTAX = new Syntax(
            "tail",
            "[NAME] [--payload] [--count N] [--for TIME] [--json]",
            "print what happens to ports and their messages, as it happens",
            0,
            1,
            List.of(PAYLOAD, COUNT, FOR, Syntax.JSON, ListVerb.TIMEOUT));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public void run(Call call) throws IOException, InterruptedException {
        Arguments arguments = call.arguments();
        Optional<PortName> only = arguments.operand(0).map(name -> arguments.portName());
        boolean payload = arguments.has(PAYLOAD);
        long left = arguments.count(COUNT, Integer.MAX_VALUE);
        Duration time = arguments.value(FOR).map(Timeouts::parse).orElse(null);
        long began = System.nanoTime();
        long missed = 0;
        try (EventStream events = call.runtime()
                .events(
                        payload ? EventOptions.PAYLOAD : EventOptions.MESSAGES,
                        arguments.timeout(ListVerb.DEFAULT_TIMEOUT))) {
            while (left > 0 && (time == null || System.nanoTime() - began < time.toNanos())) {
                Optional<PortEvent> event = events.next(rest(time, began));
                if (events.missed() > missed) {
                    missed = events.missed();
                    call.streams().err().println(missed + " events missed: they came faster than they were printed");
                }
                if (event.isPresent() && isOf(event.get(), only)) {
                    call.streams()
                            .print(
                                    arguments.has(Syntax.JSON)
                                            ? json(event.get(), payload)
                                            : line(event.get(), payload));
                    left--;
                }
            }
        }
    }

    private static Duration rest(Duration time, long began) {
        if (time == null) {
            return BREATH;
        }
        Duration rest = time.minusNanos(System.nanoTime() - began);
        return rest.compareTo(BREATH) < 0 ? rest : BREATH;
    }

    private static boolean isOf(PortEvent event, Optional<PortName> only) {
        return only.isEmpty() || event.port().equals(only.get().value());
    }

    private static String line(PortEvent event, boolean payload) {
        StringBuilder line = new StringBuilder(TIME.format(event.at()))
                .append("  ")
                .append(kind(event))
                .append("  ");
        if (!event.owner().isEmpty()) {
            line.append(event.port().isEmpty() ? "-" : event.port())
                    .append(" of ")
                    .append(event.owner())
                    .append(": ");
        }
        if (event.kind() == PortEvent.Kind.MESSAGE) {
            line.append("id ")
                    .append(event.id())
                    .append(", ")
                    .append(event.bytes())
                    .append(" bytes, ");
        }
        line.append(event.detail());
        if (payload && event.payload().hasRemaining()) {
            line.append("\n    ").append(shown(event.payload()));
        }
        return line.append('\n').toString();
    }

    private static String kind(PortEvent event) {
        return event.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The bytes as text in one line, without what could steer a terminal; or in hexadecimal if they are no text. */
    private static String shown(ByteBuffer bytes) {
        String text = Lines.text(bytes);
        if (text != null) {
            return text.replaceAll("\\p{Cntrl}", "?");
        }
        StringBuilder hex = new StringBuilder();
        while (bytes.hasRemaining()) {
            hex.append(String.format("%02x ", bytes.get()));
        }
        return hex.toString().strip();
    }

    private static String json(PortEvent event, boolean payload) throws IOException {
        StringWriter text = new StringWriter();
        JSONWriter json = new JSONWriter(text);
        json.object();
        json.key("number").value(event.number());
        json.key("at").value(event.at().toString());
        json.key("kind").value(event.kind().name());
        json.key("node").value(event.node());
        json.key("port").value(event.port());
        json.key("owner").value(event.owner());
        json.key("detail").value(event.detail());
        if (event.kind() == PortEvent.Kind.MESSAGE) {
            json.key("id").value(event.id());
            json.key("bytes").value(event.bytes());
            if (payload) {
                json.key("payload").value(shown(event.payload()));
            }
        }
        json.endObject();
        json.flush();
        return text + "\n";
    }
}
