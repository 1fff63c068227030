package org.roadstead.launcher;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.osgi.framework.BundleException;
import org.roadstead.command.internal.CommandLine;
import org.roadstead.command.internal.Outcome;
import org.roadstead.command.internal.Streams;

/** What {@code bin/roadstead} starts: the shell without words, the shell with the sample, the demo, or one verb. */
public final class Main {
    private static final int INTERNAL = Outcome.INTERNAL.exitStatus();

    private Main() {}

    /**
     * Runs and ends the process.
     *
     * @param words the command line
     */
    public static void main(String[] words) {
        int status;
        try {
            status = run(List.of(words));
        } catch (IOException | BundleException e) {
            System.err.println("roadstead: cannot start: " + e);
            status = INTERNAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            System.err.println("roadstead: interrupted");
            status = INTERNAL;
        }
        System.exit(status);
    }

    private static int run(List<String> words) throws IOException, BundleException, InterruptedException {
        String first = words.isEmpty() ? "shell" : words.get(0);
        if (first.equals("--version")) {
            System.out.println("roadstead " + Home.version());
            return 0;
        }
        if (words.size() <= 1 && first.equals("shell")) {
            Home home = Home.ofLauncher();
            return new Shell(home, List.of(home.bundles())).run();
        }
        if (words.size() == 1 && first.equals("sample")) {
            Home home = Home.ofLauncher();
            return new Shell(home, List.of(home.bundles(), home.sample())).run();
        }
        if (words.size() == 1 && first.equals("demo")) {
            return new Demo(Home.ofLauncher(), stream(FileDescriptor.out)).run();
        }
        // Text is UTF-8 whatever the terminal's locale: what a script reads must not depend on who runs it.
        Streams streams = new Streams(
                System.in,
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
                stream(FileDescriptor.err),
                Boolean.getBoolean("roadstead.stdout.terminal"));
        return new CommandLine(streams, StandalonePorts::open).run(words);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
    }
}
