package org.roadstead.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of leak is found, named, and no more once it is mended. */
class LeakCheckTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(30);

    @TempDir
    Path directory;

    private static void finds(LeakCheck leaks, String what) {
        assertThatThrownBy(() -> leaks.verify(SHORT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(what);
    }

    @Test
    void aThreadIsNotOverlooked() throws Exception {
        LeakCheck leaks = new LeakCheck();
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "left-over");
        thread.start();
        finds(leaks, "thread left-over at ");
        end.countDown();
        leaks.verify(LONG);
    }

    @Test
    void aSocketASelectorAndAFileAreNotOverlooked() throws Exception {
        new LeakCheck().verify(LONG);
        Selector.open().close(); // what the JDK keeps of its first ones
        SocketChannel.open().close();
        LeakCheck leaks = new LeakCheck();
        Path file = directory.resolve("open");
        try (var channel = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            finds(leaks, "1 more of " + file);
        }
        try (SocketChannel channel = SocketChannel.open()) {
            finds(leaks, "1 more of socket");
        }
        try (Selector selector = Selector.open()) {
            finds(leaks, "1 more of anon_inode:[eventpoll]");
        }
        leaks.verify(LONG);
    }

    @Test
    void anObjectThatIsHeldAndACountThatHasGrownAreNotOverlooked() throws Exception {
        AtomicLong services = new AtomicLong(3);
        LeakCheck leaks = new LeakCheck().counting("services", services::get);
        Object[] held = {new Object()};
        leaks.mustBecomeCollectable("the loader", held[0]);
        services.addAndGet(2);
        finds(leaks, "2 more services");
        finds(leaks, "the loader is still reachable");
        services.addAndGet(-4);
        held[0] = null;
        leaks.verify(LONG);
    }
}
