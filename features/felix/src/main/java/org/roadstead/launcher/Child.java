package org.roadstead.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A {@code bin/roadstead} that the demo started. What it prints is read all the time, so that it never waits for us, and
 * the last lines are kept for when something goes wrong. Closing ends it and all that it started.
 */
final class Child implements AutoCloseable {
    private static final int KEPT_LINES = 40;

    private final Process process;
    private final String what;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread reader;
    private List<ProcessHandle> orphans = List.of();

    private Child(Process process, String what) {
        this.process = process;
        this.what = what;
        this.reader = new Thread(this::read, "roadstead-demo-reads-" + process.pid());
        reader.setDaemon(true);
    }

    static Child start(Path script, Path portDirectory, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(words));
        command.add(0, script.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ROADSTEAD_DIR", portDirectory.toString());
        Child child = new Child(builder.start(), "roadstead " + String.join(" ", words));
        child.reader.start();
        return child;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (lastLines) {
                    lastLines.addLast(line);
                    if (lastLines.size() > KEPT_LINES) {
                        lastLines.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            synchronized (lastLines) {
                lastLines.addLast("(cannot read its output: " + e.getMessage() + ")");
            }
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Types a line into the child's shell. */
    void type(String line) throws IOException {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** The same as {@code kill -9}. What the child itself had started is ended by {@link #close()}. */
    void kill() {
        orphans = process.descendants().toList();
        process.destroyForcibly();
    }

    /** Returns what the child printed last, for a report of what went wrong. */
    String lastWords() {
        synchronized (lastLines) {
            return what + " (process " + pid() + ") said last:\n    " + String.join("\n    ", lastLines);
        }
    }

    /** Ends the child: by the end of its input, then by a signal, then by force. */
    @Override
    public void close() {
        List<ProcessHandle> family = new ArrayList<>(orphans);
        process.descendants().forEach(family::add);
        try {
            process.getOutputStream().close();
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
            family.forEach(ProcessHandle::destroyForcibly);
            reader.join(5_000);
        } catch (IOException e) {
            // Its input was closed from the other side: it is gone already.
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            family.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
