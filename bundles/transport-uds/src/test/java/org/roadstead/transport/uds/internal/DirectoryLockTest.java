package org.roadstead.transport.uds.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roadstead.transport.NameClaim;

@Timeout(60)
class DirectoryLockTest {
    private static final Duration SHORT = Duration.ofMillis(150);

    @TempDir
    Path directory;

    @Test
    void anotherProcessThatHoldsItIsAnErrorOfItsOwnInTime() throws Exception {
        DirectoryLock lock = new DirectoryLock(directory, SHORT);
        lock.locked(() -> null);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.resolve(DirectoryLock.FILE).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.getInputStream().read())
                    .as("the other process has the lock")
                    .isEqualTo('!');
            long start = System.nanoTime();
            assertThatThrownBy(() -> lock.locked(() -> null))
                    .isInstanceOf(DirectoryLockedException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("another process")
                    .hasMessageContaining("fuser");
            assertThat(System.nanoTime() - start).isBetween(SHORT.toNanos(), TimeUnit.SECONDS.toNanos(5));
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(lock.locked(() -> "free again")).isEqualTo("free again");
    }

    /** Holds a file's lock until it is killed. */
    static final class Holder {
        public static void main(String[] file) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(file[0]), StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                System.out.print(lock.isValid() ? '!' : '?');
                System.out.flush();
                System.in.read();
            }
        }
    }

    @Test
    void anotherThreadThatHoldsItIsAnErrorInTimeAndNoSecondChannelIsOpened() throws Exception {
        DirectoryLock lock = new DirectoryLock(directory, SHORT);
        DirectoryLock twin = new DirectoryLock(directory, SHORT); // as of another class loader
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread holder = new Thread(() -> {
            try {
                lock.locked(() -> {
                    held.countDown();
                    try {
                        return done.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                });
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        holder.start();
        held.await();
        assertThatThrownBy(() -> twin.locked(() -> null))
                .isInstanceOf(DirectoryLockedException.class)
                .hasMessageContaining("another thread of this VM");
        done.countDown();
        holder.join();
        assertThat(twin.locked(() -> true)).isTrue();
    }

    /** Somebody who removed our gate, or is not ours, holds the file's lock in this very VM. */
    @Test
    void aChannelOfThisVmThatHoldsItIsWaitedFor() throws Exception {
        DirectoryLock lock = new DirectoryLock(directory, SHORT);
        lock.locked(() -> null);
        try (FileChannel channel = FileChannel.open(directory.resolve(DirectoryLock.FILE), StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThatThrownBy(() -> lock.locked(() -> null)).isInstanceOf(DirectoryLockedException.class);
        }
    }

    @Test
    void anInterruptIsKeptAndDoesNotEndIt() throws Exception {
        DirectoryLock lock = new DirectoryLock(directory, SHORT);
        Thread.currentThread().interrupt();
        assertThat(lock.locked(() -> true)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void theLockFileIsNeverALink() throws IOException {
        Path elsewhere = directory.resolve("elsewhere");
        Files.createSymbolicLink(directory.resolve(DirectoryLock.FILE), elsewhere);
        assertThatThrownBy(() -> new DirectoryLock(directory, SHORT).locked(() -> null))
                .isInstanceOf(IOException.class);
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void aLockFileThatWasRemovedMeanwhileIsNotTrusted() throws Exception {
        DirectoryLock lock = new DirectoryLock(directory, Duration.ofSeconds(10));
        Path file = directory.resolve(DirectoryLock.FILE);
        lock.locked(() -> null);
        Thread waiting;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            waiting = new Thread(() -> {
                try {
                    lock.locked(() -> Files.createFile(
                            directory.resolve(Files.exists(file) ? "locked what is there" : "locked what is gone")));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            waiting.start();
            org.awaitility.Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
            Files.delete(file);
        }
        waiting.join();
        assertThat(directory.resolve("locked what is there")).exists();
    }

    @Test
    void namesOfANodeThatCannotHaveTheLockAreFreedByALaterCall() throws Exception {
        UdsNameDirectory names = new UdsNameDirectory(directory.resolve("d"), 10, SHORT);
        try (UdsTransport transport = new UdsTransport(names)) {
            transport.listen(link -> new Node.Heard());
            NameClaim claim = names.claim("x");
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("d").resolve(DirectoryLock.FILE), StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                assertThat(held.isValid()).isTrue();
                assertThatThrownBy(claim::close).isInstanceOf(DirectoryLockedException.class);
                assertThat(names.lookup("x")).isPresent();
                names.claim("a free name needs no lock");
            }
            claim.close();
            assertThat(names.lookup("x")).isEmpty();
        }
    }
}
