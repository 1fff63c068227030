package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A process that a test started. What it writes is read all the time, so that it never waits for the test. */
class Child {
    /** How long anything that needs no time may take before the test gives up. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String what;
    private final Process process;
    private final Output out;
    private final Output err;
    /** What this process had started when it was killed. */
    private List<ProcessHandle> orphans = List.of();

    Child(String what, ProcessBuilder builder) throws IOException {
        this.what = what;
        this.process = builder.start();
        this.out = new Output(process.getInputStream(), what + " stdout");
        this.err = new Output(process.getErrorStream(), what + " stderr");
    }

    /** What a stream has brought so far. */
    private static final class Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;
        private boolean ended;

        Output(InputStream from, String what) {
            reader = new Thread(() -> read(from), "test-reads " + what);
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream from) {
            byte[] buffer = new byte[65_536];
            try (from) {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    synchronized (this) {
                        bytes.write(buffer, 0, n);
                        notifyAll();
                    }
                }
            } catch (IOException e) {
                // The process was killed: what came is what there is.
            }
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        synchronized boolean await(Predicate<String> condition, Duration limit) throws InterruptedException {
            long deadline = System.nanoTime() + limit.toNanos();
            while (!condition.test(text())) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended || left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        }

        byte[] all() throws InterruptedException {
            reader.join(PATIENCE.toMillis());
            synchronized (this) {
                return bytes.toByteArray();
            }
        }
    }

    Process process() {
        return process;
    }

    long pid() {
        return process.pid();
    }

    /** Waits until standard error has a text. */
    void awaitError(String text) throws InterruptedException {
        if (!err.await(all -> all.contains(text), PATIENCE)) {
            fail("%s did not say \"%s\" on standard error; it said: %s", what, text, err.text());
        }
    }

    /** Waits until standard output has what matches, and returns the match. */
    Matcher awaitOutput(Pattern pattern) throws InterruptedException {
        if (!out.await(all -> pattern.matcher(all).find(), PATIENCE)) {
            fail("%s did not say %s; it said: %s", what, pattern, out.text());
        }
        Matcher match = pattern.matcher(out.text());
        assertThat(match.find()).isTrue();
        return match;
    }

    /** Tells whether standard output has what matches by now. */
    boolean hasOutput(Pattern pattern) {
        return pattern.matcher(out.text()).find();
    }

    /** Types a line into its standard input. */
    void type(String line) throws IOException {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** Waits for the line of standard output with a number, counted from zero, and returns it. */
    String awaitLine(int number, Duration limit) throws InterruptedException {
        if (!out.await(all -> all.chars().filter(c -> c == '\n').count() > number, limit)) {
            fail("%s did not answer in %s; standard error: %s", what, limit, err.text());
        }
        return out.text().lines().skip(number).findFirst().orElseThrow();
    }

    /** Waits for the end of the process and returns its exit status. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            fail("%s did not end; standard error: %s", what, err.text());
        }
        return process.exitValue();
    }

    /** What it wrote to standard output until its end. */
    byte[] out() throws InterruptedException {
        return out.all();
    }

    /** What it wrote to standard error, if it has ended. */
    String err() throws InterruptedException {
        return new String(err.all(), StandardCharsets.UTF_8);
    }

    /** The same as {@code kill -9}. Returns {@link System#nanoTime()} of the moment before. */
    long kill() {
        orphans = process.descendants().toList();
        long now = System.nanoTime();
        process.destroyForcibly();
        return now;
    }

    /** The same as {@code kill -STOP}; returns when every thread of the process has stopped. */
    void suspend() throws IOException, InterruptedException {
        signal("STOP");
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .atMost(PATIENCE)
                .until(() -> states().stream().allMatch(state -> state == 'T'));
    }

    /** The same as {@code kill -CONT}. */
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private List<Character> states() throws IOException {
        List<Character> states = new ArrayList<>();
        try (var tasks = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid()), "task"))) {
            for (Path task : tasks) {
                String stat = Files.readString(task.resolve("stat"));
                states.add(stat.charAt(stat.lastIndexOf(')') + 2));
            }
        }
        return states;
    }

    private void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).as("kill -%s %s", name, pid()).isZero();
    }

    /** Ends the process and all that it started, whatever it does; throws if it is still there then. */
    void end() throws IOException, InterruptedException {
        List<ProcessHandle> family = new ArrayList<>(orphans);
        process.descendants().forEach(family::add);
        process.destroyForcibly(); // ends a stopped process as well
        family.forEach(ProcessHandle::destroyForcibly);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(what + ", process " + pid() + ", cannot be ended");
        }
    }

    /** What it said, for the report of a failed test. */
    String lastWords() {
        return what + " (process " + pid() + ") said on standard error: " + err.text();
    }
}
