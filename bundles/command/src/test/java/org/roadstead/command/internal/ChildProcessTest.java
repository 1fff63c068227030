package org.roadstead.command.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ChildProcessTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5 << 20, 15 << 20})
    void whatGoesInComesOut(int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        assertThat(run("cat", bytes)).isEqualTo(ByteBuffer.wrap(bytes));
    }

    @Test
    void aCommandMayWriteBeforeItReads() throws Exception {
        ByteBuffer reply = run("head -c 4000000 /dev/zero; wc -c", new byte[4_000_000]);
        assertThat(reply.remaining()).isGreaterThan(4_000_000);
        assertThat(tail(reply, 8)).isEqualTo("4000000\n");
    }

    @Test
    void aCommandNeedNotReadItsInput() throws Exception {
        assertThat(text(run("echo hello", new byte[3 << 20]))).isEqualTo("hello\n");
    }

    @Test
    void muchErrorOutputIsNoReasonToWait() throws Exception {
        assertThat(text(run("head -c 3000000 /dev/zero >&2; echo done", new byte[0])))
                .isEqualTo("done\n");
    }

    @Test
    void aFailureSaysExitStatusAndTheHeadOfTheErrors() {
        assertThatThrownBy(() -> run("echo half; echo 'no such table' >&2; exit 3", new byte[0]))
                .isInstanceOf(ChildProcess.FailedException.class)
                .hasMessageContaining("exit status 3")
                .hasMessageContaining("no such table");
    }

    @Test
    void aCommandThatDoesNotExistFails() {
        assertThatThrownBy(() -> run("roadstead-no-such-command", new byte[5 << 20]))
                .isInstanceOf(ChildProcess.FailedException.class)
                .hasMessageContaining("exit status 127")
                .hasMessageContaining("roadstead-no-such-command");
    }

    @Test
    void aReplyThatIsTooLargeFailsAndItsWriterIsKilled(@TempDir Path directory) throws Exception {
        Path pid = directory.resolve("pid");
        assertThatThrownBy(() -> run("echo $$ > " + pid + "; exec cat /dev/zero", new byte[0]))
                .isInstanceOf(ChildProcess.FailedException.class)
                .hasMessageContaining("16777216 bytes");
        assertDead(pid);
    }

    @Test
    void anInterruptKillsTheCommandAndWhatItStarted(@TempDir Path directory) throws Exception {
        Path parent = directory.resolve("parent");
        Path child = directory.resolve("child");
        String command = "sleep 100 & echo $! > " + child + "; echo $$ > " + parent + "; wait";
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread handler = new Thread(() -> {
            try {
                run(command, new byte[0]);
                end.complete(null);
            } catch (Throwable e) {
                end.complete(e);
            }
        });
        handler.start();
        await().until(() -> Files.exists(parent) && !Files.readString(parent).isBlank());
        handler.interrupt();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertDead(parent);
        assertDead(child);
    }

    @Test
    void noThreadIsLeft() throws Exception {
        run("cat", "x".getBytes(StandardCharsets.UTF_8));
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("port-exec")));
    }

    private static void assertDead(Path pid) throws Exception {
        long number = Long.parseLong(Files.readString(pid).strip());
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        ProcessHandle.of(number).filter(ProcessHandle::isAlive).isEmpty());
    }

    private static ByteBuffer run(String command, byte[] data) throws Exception {
        ByteBuffer readOnly = ByteBuffer.wrap(data).asReadOnlyBuffer();
        return new ChildProcess(command).handle(new InMemoryMessage(null, 0, readOnly, true));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static String tail(ByteBuffer bytes, int size) {
        return text(bytes.slice(bytes.limit() - size, size));
    }
}
