package org.roadstead.command.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.PortName;

/** The face {@code bin/roadstead VERB ARGUMENTS}: one verb, then an exit status. */
public final class CommandLine {
    private final Streams streams;
    private final PortSource source;

    /**
     * Makes a command line.
     *
     * @param streams the process's standard streams
     * @param source where ports come from
     */
    public CommandLine(Streams streams, PortSource source) {
        this.streams = streams;
        this.source = source;
    }

    /**
     * Runs one verb. Everything that goes wrong becomes one line on standard error.
     *
     * @param words the verb and its arguments
     * @return the exit status
     */
    public int run(List<String> words) {
        try {
            return dispatch(words).exitStatus();
        } catch (UsageException e) {
            streams.err().println("roadstead: " + e.getMessage());
            streams.err().println("roadstead --help tells what there is");
            return Outcome.USAGE.exitStatus();
        } catch (IOException e) {
            streams.err().println("roadstead: cannot read or write: " + e.getMessage());
            return Outcome.INTERNAL.exitStatus();
        } finally {
            streams.err().flush();
        }
    }

    private Outcome dispatch(List<String> words) throws IOException {
        if (words.isEmpty()) {
            throw new UsageException("say what to do");
        }
        String first = words.get(0);
        if (first.equals("--help") || first.equals("-h") || first.equals("help")) {
            streams.print(Usage.of(Verb.ALL));
            return Outcome.SUCCESS;
        }
        Verb verb = Verb.named(first).orElseThrow(() -> new UsageException("there is no verb \"" + first + "\""));
        Arguments arguments = Arguments.parse(verb.syntax(), words.subList(1, words.size()));
        if (arguments.has(Syntax.HELP)) {
            streams.print(verb.syntax().usage("roadstead "));
            return Outcome.SUCCESS;
        }
        return run(verb, arguments);
    }

    private Outcome run(Verb verb, Arguments arguments) throws IOException {
        String label = verb instanceof ServeVerb ? "roadstead serve" : "roadstead";
        long startedAt = System.nanoTime();
        Call call = null;
        try (PortSource.Ports ports = source.open(label)) {
            call = new Call(arguments, ports.registry(), ports.runtime(), streams, CommandLine::serveToTheEnd);
            verb.run(call);
            return Outcome.SUCCESS;
        } catch (UsageException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            streams.err().println("interrupted");
            return Outcome.INTERNAL;
        } catch (RuntimeException | OutOfMemoryError e) {
            Duration elapsed = call == null ? Duration.ofNanos(System.nanoTime() - startedAt) : call.elapsed();
            streams.err().println(Lines.failure(e, elapsed, arguments.operand(0).orElse("")));
            return Outcome.of(e);
        }
    }

    /** Waits for the end of the port: a signal ends the kernel and with it the port. */
    private static void serveToTheEnd(PortName name, LocalMessagePort port, Streams streams)
            throws InterruptedException {
        streams.err().println("serving " + name);
        streams.err().flush();
        CountDownLatch end = new CountDownLatch(1);
        port.onInvalidated((gone, why) -> end.countDown(), Runnable::run);
        end.await();
    }
}
