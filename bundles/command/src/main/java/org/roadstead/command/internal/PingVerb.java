package org.roadstead.command.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.roadstead.port.PortName;

/** Asks the home of a port for a sign of life. */
final class PingVerb implements Verb {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final Syntax SYNTAX = new Syntax(
            "ping",
            "NAME [--timeout TIME]",
            "ask the process that owns a port for a sign of life, past its handler",
            1,
            1,
            List.of(new Syntax.Option("--timeout", "TIME", "how long to wait (5s), see below")));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public void run(Call call) throws IOException, InterruptedException {
        PortName name = call.arguments().portName();
        Duration timeout = call.arguments().timeout(DEFAULT_TIMEOUT);
        call.startClock();
        Duration roundTrip = call.runtime().ping(name, timeout);
        call.streams().print(Lines.of(name.value(), roundTrip, "alive").stripTrailing() + "\n");
    }
}
