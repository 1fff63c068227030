package org.roadstead.command.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessageHandler;
import org.roadstead.port.PortName;

/** Owns a port whose messages are echoed, answered with a text, or handed to a command. */
final class ServeVerb implements Verb {
    private static final Syntax.Option ECHO = new Syntax.Option("--echo", "", "reply with what came");
    private static final Syntax.Option REPLY = new Syntax.Option("--reply", "TEXT", "reply with TEXT");
    private static final Syntax.Option EXEC =
            new Syntax.Option("--exec", "COMMAND", "run /bin/sh -c COMMAND: message on its input, reply is its output");

    private static final Syntax SYNTAX = new Syntax(
            "serve",
            "NAME (--echo | --reply TEXT | --exec COMMAND)",
            "own a port and answer its messages until interrupted",
            1,
            1,
            List.of(ECHO, REPLY, EXEC));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public void run(Call call) throws IOException, InterruptedException {
        PortName name = call.arguments().portName();
        MessageHandler handler = handler(call.arguments());
        call.startClock();
        LocalMessagePort port = call.registry()
                .createLocal(LocalPortOptions.named(name, handler)
                        .withRequirePublished(true)); // served for others, or not at all
        call.face().keep(name, port, call.streams());
    }

    private static MessageHandler handler(Arguments arguments) {
        long chosen = SYNTAX.options().stream().filter(arguments::has).count();
        if (chosen != 1) {
            throw new UsageException("say what to reply: exactly one of --echo, --reply TEXT and --exec COMMAND");
        }
        if (arguments.has(ECHO)) {
            return IncomingMessage::data;
        }
        if (arguments.value(EXEC).isPresent()) {
            return new ChildProcess(arguments.value(EXEC).get());
        }
        byte[] reply = arguments.value(REPLY).orElseThrow().getBytes(StandardCharsets.UTF_8);
        return message -> ByteBuffer.wrap(reply);
    }
}
