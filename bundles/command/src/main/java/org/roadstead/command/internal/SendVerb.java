package org.roadstead.command.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;

/** Sends a message that wants no reply. */
final class SendVerb implements Verb {
    private static final Syntax SYNTAX = new Syntax(
            "send",
            "NAME TEXT|-|--file FILE [--id N] [--timeout TIME]",
            "send a message that wants no reply, and wait until the port's queue has it",
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
        SendOptions options = SendOptions.timeout(arguments.timeout(SendOptions.DEFAULT.sendTimeout()));
        ByteBuffer data = Payload.of(arguments, call.streams().in());
        call.startClock();
        try (RemoteMessagePort port = call.registry().connect(name)) {
            call.startClock();
            port.send(id, data, options);
            call.streams()
                    .err()
                    .println(Lines.of("sent", call.elapsed(), "to " + name + " (" + Lines.owner(port) + ")"));
        }
    }
}
