package org.roadstead.command.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.SendOptions;

/** Sends a message and prints its reply. */
final class RequestVerb implements Verb {
    private static final Syntax SYNTAX = new Syntax(
            "request",
            "NAME TEXT|-|--file FILE [--id N] [--timeout TIME]",
            "send a message, wait for its reply and print the reply",
            1,
            2,
            List.of(Syntax.ID, Syntax.TIMEOUT, Syntax.FILE));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public void run(Call call) throws IOException, InterruptedException {
        Arguments arguments = call.arguments();
        PortName name = arguments.portName();
        int id = arguments.id();
        SendOptions options = SendOptions.timeout(arguments.timeout(SendOptions.DEFAULT.replyTimeout()));
        ByteBuffer data = Payload.of(arguments, call.streams().in());
        call.startClock();
        try (RemoteMessagePort port = call.registry().connect(name)) {
            call.startClock();
            Reply reply = port.request(id, data, options);
            Duration elapsed = call.elapsed();
            call.streams().print(reply.data());
            String rest = Lines.of(elapsed, "from " + name + " (" + Lines.owner(port) + ")");
            call.streams()
                    .err()
                    .println(Lines.gapAfter(reply.data(), call.streams().outIsTerminal()) + rest);
        }
    }
}
