package org.roadstead.command.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.runtime.PortRuntime;

/**
 * The face {@code port:VERB} of the shell, for Gogo in any container. Results are strings, so {@code port:list | grep}
 * works. Without Gogo's annotation package the component works too, and only {@code help port:list} tells less.
 */
@Component(
        service = PortCommands.class,
        property = {
            "osgi.command.scope=port",
            "osgi.command.function=list",
            "osgi.command.function=info",
            "osgi.command.function=top",
            "osgi.command.function=tail",
            "osgi.command.function=loops",
            "osgi.command.function=links",
            "osgi.command.function=request",
            "osgi.command.function=send",
            "osgi.command.function=serve",
            "osgi.command.function=ping"
        })
public final class PortCommands {
    private final PortRegistry registry;
    private final PortRuntime runtime;
    private final long bundle;

    /**
     * Makes the commands.
     *
     * @param registry this bundle's registry: what the shell serves belongs to this bundle
     * @param runtime the kernel's runtime
     * @param context this bundle's context
     */
    @Activate
    public PortCommands(@Reference PortRegistry registry, @Reference PortRuntime runtime, BundleContext context) {
        this(registry, runtime, context.getBundle().getBundleId());
    }

    PortCommands(PortRegistry registry, PortRuntime runtime, long bundle) {
        this.registry = registry;
        this.runtime = runtime;
        this.bundle = bundle;
    }

    /**
     * Prints the ports.
     *
     * @param words the arguments
     * @return the table
     * @throws Exception what Gogo shows
     */
    @Descriptor("print all ports of this user on this machine")
    public String list(@Descriptor("[--json] [--timeout TIME]") String... words) throws Exception {
        return run(new ListVerb(), words);
    }

    /**
     * Prints one port.
     *
     * @param words the arguments
     * @return the text
     * @throws Exception what Gogo shows
     */
    @Descriptor("print all that is known of a port, its owner and its process")
    public String info(@Descriptor("NAME [--json] [--timeout TIME]") String... words) throws Exception {
        return run(new InfoVerb(), words);
    }

    /**
     * Prints the ports by how much waits for them.
     *
     * @param words the arguments
     * @return the table
     * @throws Exception what Gogo shows
     */
    @Descriptor("print the ports by how much waits for them, and what they handle in a second")
    public String top(@Descriptor("[--interval TIME] [--count N] [--json]") String... words) throws Exception {
        return run(new TopVerb(), words);
    }

    /**
     * Prints what happens, as it happens.
     *
     * @param words the arguments
     * @return null: it is printed at once
     * @throws Exception what Gogo shows
     */
    @Descriptor("print what happens to ports and their messages, as it happens")
    public String tail(@Descriptor("[NAME] [--payload] [--count N] [--for TIME] [--json]") String... words)
            throws Exception {
        return run(new TailVerb(), words);
    }

    /**
     * Prints the run loops.
     *
     * @param words the arguments
     * @return the table
     * @throws Exception what Gogo shows
     */
    @Descriptor("print the run loops, what they do and for how long")
    public String loops(@Descriptor("[--json] [--timeout TIME]") String... words) throws Exception {
        return run(new LoopsVerb(), words);
    }

    /**
     * Prints the links.
     *
     * @param words the arguments
     * @return the table
     * @throws Exception what Gogo shows
     */
    @Descriptor("print the links between processes, as each end sees them")
    public String links(@Descriptor("[--json] [--timeout TIME]") String... words) throws Exception {
        return run(new LinksVerb(), words);
    }

    /**
     * Sends a message and waits for its reply.
     *
     * @param words the arguments
     * @return the reply as text
     * @throws Exception what Gogo shows
     */
    @Descriptor("send a message, wait for its reply and print the reply")
    public String request(@Descriptor("NAME TEXT|--file FILE [--id N] [--timeout TIME]") String... words)
            throws Exception {
        return run(new RequestVerb(), words);
    }

    /**
     * Sends a message that wants no reply.
     *
     * @param words the arguments
     * @return null: there is no result
     * @throws Exception what Gogo shows
     */
    @Descriptor("send a message that wants no reply, and wait until the port's queue has it")
    public String send(@Descriptor("NAME TEXT|--file FILE [--id N] [--timeout TIME]") String... words)
            throws Exception {
        return run(new SendVerb(), words);
    }

    /**
     * Serves a port until this bundle stops.
     *
     * @param words the arguments
     * @return null: there is no result
     * @throws Exception what Gogo shows
     */
    @Descriptor("own a port and answer its messages until this bundle stops")
    public String serve(@Descriptor("NAME (--echo | --reply TEXT | --exec COMMAND)") String... words) throws Exception {
        return run(new ServeVerb(), words);
    }

    /**
     * Asks a port's home for a sign of life.
     *
     * @param words the arguments
     * @return the round trip
     * @throws Exception what Gogo shows
     */
    @Descriptor("ask the process that owns a port for a sign of life, past its handler")
    public String ping(@Descriptor("NAME [--timeout TIME]") String... words) throws Exception {
        return run(new PingVerb(), words);
    }

    private String run(Verb verb, String... words) throws IOException, InterruptedException {
        Arguments arguments;
        try {
            arguments = Arguments.parse(verb.syntax(), Arrays.asList(words));
        } catch (UsageException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
        if (arguments.has(Syntax.HELP)) {
            // Printed and not returned: Karaf's `help port:list` shows what `port:list --help` prints.
            System.out.print(verb.syntax().usage("port:"));
            return null;
        }
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        OutputStream out = verb instanceof TailVerb ? System.out : result; // what goes on for ever has no result
        // Gogo gives each session its own System.err; a reply is shown after the line on it, so they never share one.
        Streams streams = new Streams(new NoInput(), out, System.err, false);
        Call call = new Call(arguments, registry, runtime, streams, this::tellHowItEnds);
        try {
            verb.run(call);
        } catch (RuntimeException e) {
            String port = arguments.operand(0).orElse("");
            String line = e instanceof UsageException ? e.getMessage() : Lines.failure(e, call.elapsed(), port);
            throw new CommandFailedException(line, e);
        }
        return result.size() == 0 ? null : text(result.toByteArray());
    }

    private void tellHowItEnds(PortName name, LocalMessagePort port, Streams streams) throws IOException {
        streams.print("serving " + name + " until this bundle stops: stop " + bundle);
    }

    private static String text(byte[] bytes) {
        String text = Lines.text(ByteBuffer.wrap(bytes));
        return text == null
                ? bytes.length + " bytes that are not text; bin/roadstead request prints them as they are"
                : text.stripTrailing();
    }

    /** What the shell shows in place of a result. */
    static final class CommandFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CommandFailedException(String message, RuntimeException why) {
            super(message, why);
        }
    }

    /** The shell's own input is its keyboard: a message is not read from there. */
    private static final class NoInput extends InputStream {
        @Override
        public int read(byte[] bytes, int from, int length) {
            return read();
        }

        @Override
        public int read() {
            throw new UsageException("in the shell a message is TEXT or --file FILE; \"-\" is for bin/roadstead");
        }
    }
}
