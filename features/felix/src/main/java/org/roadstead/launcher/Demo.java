package org.roadstead.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.roadstead.command.internal.CommandLine;
import org.roadstead.command.internal.PortSource;
import org.roadstead.command.internal.Streams;
import org.roadstead.port.Invalidation;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.port.SendStatus;
import org.roadstead.runtime.PortRuntime;
import org.roadstead.runtime.PortSnapshot;

/** A tour with real processes: a request answered, an owner stopped, an owner killed. */
final class Demo {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration NEWS_LIMIT = Duration.ofSeconds(5);
    private static final int WARM_REQUESTS = 3_000;
    private static final int TIMED_REQUESTS = 1_000;
    private static final Pattern BUNDLE_ID = Pattern.compile("\\((\\d+)\\)$");

    private final Home home;
    private final PrintStream out;
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final List<Child> children = new ArrayList<>();
    private boolean closed;
    private PortDirectory directory;
    private StandalonePorts ports;

    Demo(Home home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /** Shows all steps. Whatever happens, no process and no file is left. */
    int run() throws IOException, InterruptedException {
        Thread atSignal = new Thread(this::closeAll, "roadstead-demo-at-signal");
        Runtime.getRuntime().addShutdownHook(atSignal);
        try {
            directory = keep(PortDirectory.create());
            System.setProperty("roadstead.directory", directory.path().toString());
            tour();
            return 0;
        } catch (DemoFailedException | RuntimeException e) {
            tellFailure(e);
            return 1;
        } finally {
            closeAll();
        }
    }

    private void tellFailure(Exception failure) {
        synchronized (toClose) {
            if (closed) {
                // A signal ended it, and what was under way failed for that reason alone.
                out.println("\nThe demo was interrupted.");
                return;
            }
        }
        out.println("\nThe demo failed: " + (failure instanceof DemoFailedException ? failure.getMessage() : failure));
        children.forEach(child -> out.println(child.lastWords()));
    }

    private void tour() throws IOException, InterruptedException, DemoFailedException {
        out.println("Message ports between processes: a tour in four steps\n");
        Child shell = start();
        ports = keep(StandalonePorts.open("roadstead demo"));
        RemoteMessagePort echo = connect("demo.echo", shell);
        RemoteMessagePort slow = connect("demo.slow", shell);
        out.println("1  The ports of this user. A framework with two is running as process " + shell.pid() + ":\n");
        table();
        out.println("\n2  Process " + ProcessHandle.current().pid() + " (this one) sends requests to demo.echo:\n");
        showRequests(echo);
        Matcher id = BUNDLE_ID.matcher(slow.owner().label());
        if (!id.find()) {
            throw new DemoFailedException("no bundle id in the owner of demo.slow: " + slow.owner());
        }
        String stop = "stop " + id.group(1);
        out.println("\n3  A request waits for demo.slow. \"" + stop + "\" is typed into the shell of its owner:\n");
        DeathWatch stopped = watch(slow, "demo.slow", shell);
        stopped.startClock();
        shell.type(stop);
        showDeath(stopped, "after the line was typed");
        Child victim = start("serve", "demo.victim", "--exec", "sleep 30");
        RemoteMessagePort served = connect("demo.victim", victim);
        out.println("\n4  A request waits for demo.victim. Its owner, process " + victim.pid() + ", gets kill -9:\n");
        DeathWatch killed = watch(served, "demo.victim", victim);
        killed.startClock();
        victim.kill();
        showDeath(killed, "after the kill");
        String script = home.script().toString();
        String typed = script.contains(" ") ? "'" + script + "'" : script;
        out.println("\nNow you. In one terminal:\n     " + typed);
        out.println("In a second one:\n     " + typed + " request demo.echo \"hello\"");
    }

    private Child start(String... words) throws IOException {
        Child child = keep(Child.start(home.script(), directory.path(), words));
        children.add(child);
        return child;
    }

    private void showRequests(RemoteMessagePort echo) throws InterruptedException, DemoFailedException {
        long first = roundTrip(echo);
        for (int i = 0; i < WARM_REQUESTS; i++) {
            roundTrip(echo);
        }
        long[] times = new long[TIMED_REQUESTS];
        for (int i = 0; i < times.length; i++) {
            times[i] = roundTrip(echo);
        }
        Arrays.sort(times);
        line("first", Duration.ofNanos(first), "from demo.echo");
        line("typical", Duration.ofNanos(times[times.length / 2]), "median of " + times.length + ", when warm");
    }

    private static long roundTrip(RemoteMessagePort echo) throws InterruptedException, DemoFailedException {
        ByteBuffer hello = ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8));
        long start = System.nanoTime();
        ByteBuffer reply = echo.request(1, hello).data();
        long elapsed = System.nanoTime() - start;
        if (!reply.equals(hello)) {
            throw new DemoFailedException("demo.echo replied with something else than it was sent");
        }
        return elapsed;
    }

    /** Sends a request and waits until its owner's handler has been given it. */
    private DeathWatch watch(RemoteMessagePort port, String name, Child owner)
            throws InterruptedException, DemoFailedException {
        DeathWatch watch = new DeathWatch(port, SendOptions.DEFAULT);
        long deadline = System.nanoTime() + NEWS_LIMIT.toNanos();
        while (handled(name) == 0) {
            if (watch.hasEnded() || !owner.isAlive() || System.nanoTime() > deadline) {
                throw new DemoFailedException("the request to " + name + " did not reach its handler");
            }
            LockSupport.parkNanos(10_000_000);
        }
        return watch;
    }

    private void showDeath(DeathWatch watch, String after) throws InterruptedException, DemoFailedException {
        MessagePortException outcome = watch.outcome(NEWS_LIMIT);
        if (outcome.status() != SendStatus.BECAME_INVALID) {
            throw new DemoFailedException("the request was to become invalid, but: " + outcome.getMessage());
        }
        Invalidation notice = watch.notice(NEWS_LIMIT);
        line("became invalid", watch.outcomeAfter(), after);
        line("death notice", watch.noticeAfter(), after + ": " + notice.detail());
        out.println("     the caller is told:");
        out.println("       " + outcome.getMessage());
    }

    /** Connects as soon as the port is there, or fails as soon as its process is gone. */
    private RemoteMessagePort connect(String name, Child owner) throws InterruptedException, DemoFailedException {
        CompletableFuture<RemoteMessagePort> connected =
                ports.registry().connect(PortName.of(name), START_LIMIT).toCompletableFuture();
        try {
            CompletableFuture.anyOf(connected, owner.onExit()).get(START_LIMIT.toSeconds() + 5, TimeUnit.SECONDS);
            if (connected.isDone()) {
                return connected.get();
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new DemoFailedException("the process that was to own " + name + " did not: " + e.getMessage());
        }
        throw new DemoFailedException("the process that was to own " + name + " ended");
    }

    private void table() {
        Streams streams = new Streams(InputStream.nullInputStream(), out, out, true);
        new CommandLine(streams, label -> new PortSource.Ports() {
                    @Override
                    public PortRegistry registry() {
                        return ports.registry();
                    }

                    @Override
                    public PortRuntime runtime() {
                        return ports.runtime();
                    }

                    @Override
                    public void close() {
                        // The demo goes on with these ports.
                    }
                })
                .run(List.of("list"));
    }

    /** Returns how many messages the handler of a port was given, as the port's own process says. */
    private long handled(String name) throws InterruptedException {
        return ports.runtime().nodes(NEWS_LIMIT).stream()
                .flatMap(node -> node.ports().stream())
                .filter(port -> port.name().equals(name))
                .mapToLong(PortSnapshot::handled)
                .sum();
    }

    private void line(String what, Duration elapsed, String rest) {
        out.printf(Locale.ROOT, "     %-16s %8.2f ms   %s%n", what, elapsed.toNanos() / 1e6, rest);
    }

    private <T extends AutoCloseable> T keep(T resource) {
        synchronized (toClose) {
            if (!closed) {
                toClose.push(resource);
                return resource;
            }
        }
        close(resource);
        throw new IllegalStateException("the demo is over");
    }

    private void closeAll() {
        List<AutoCloseable> all;
        synchronized (toClose) {
            closed = true;
            all = List.copyOf(toClose);
            toClose.clear();
        }
        all.forEach(this::close);
    }

    private void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            out.println("cannot clean up: " + e.getMessage());
        }
    }
}
