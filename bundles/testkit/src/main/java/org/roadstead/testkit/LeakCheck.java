package org.roadstead.testkit;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Finds what bundles leave behind: threads, sockets, selectors and files, whatever else a test counts, and objects that must become
 * collectable, such as class loaders. It remembers what there is when it is made; when what was started since has ended, {@link #verify}
 * tells what there is more.
 *
 * <pre>{@code
 * LeakCheck leaks = new LeakCheck().counting("services", () -> numberOfServices(context));
 * leaks.mustBecomeCollectable("the bundle's class loader", bundle.adapt(BundleWiring.class).getClassLoader());
 * bundle.uninstall();
 * leaks.verify(Duration.ofSeconds(5));
 * }</pre>
 *
 * <p>Needs no framework. Descriptors are looked at on Linux only; open jars are not, since the loader of the test itself opens them
 * when it likes. For one thread.
 */
public final class LeakCheck {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final Map<String, Integer> threads = threads();
    private final Map<String, Integer> descriptors = descriptors();
    private final Map<String, LongSupplier> counters = new LinkedHashMap<>();
    private final Map<String, Long> counted = new HashMap<>();
    private final Map<WeakReference<Object>, String> collectable = new LinkedHashMap<>();

    /** Remembers the threads and descriptors that there are now. */
    public LeakCheck() {}

    /**
     * Counts something else too, such as services or ports; now, and when it is verified.
     *
     * @param what its name in the report
     * @param now counts it
     * @return this
     */
    public LeakCheck counting(String what, LongSupplier now) {
        counters.put(what, now);
        counted.put(what, now.getAsLong());
        return this;
    }

    /**
     * Watches an object without holding it.
     *
     * @param what its name in the report
     * @param object what the garbage collector must be able to take away when it is verified; the caller lets go of it
     */
    public void mustBecomeCollectable(String what, Object object) {
        collectable.put(new WeakReference<>(object), what);
    }

    /**
     * Waits until nothing more is there than at the start, and everything watched has been collected. Asks for garbage collections
     * meanwhile.
     *
     * @param patience how long to wait
     * @throws AssertionError if something is left then; the message names each thing, threads with what they do
     * @throws InterruptedException if the thread is interrupted
     */
    public void verify(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        for (List<String> left = left(); !left.isEmpty(); left = left()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("left behind:\n  " + String.join("\n  ", left));
            }
            System.gc();
            var unused = never.await(20, TimeUnit.MILLISECONDS);
        }
    }

    private List<String> left() {
        List<String> left = new ArrayList<>();
        Map<String, Integer> unmatched = new HashMap<>(threads);
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            boolean isNew = unmatched.merge(thread.getName(), -1, Integer::sum) < 0;
            if (isNew && stack.length > 0) { // else it has ended
                left.add("thread " + thread.getName() + " at " + stack[0]);
            }
        });
        descriptors().forEach((what, count) -> {
            int before = descriptors.getOrDefault(what, 0);
            if (count > before) {
                left.add(count - before + " more of " + what);
            }
        });
        counters.forEach((what, counter) -> {
            long more = counter.getAsLong() - counted.get(what);
            if (more > 0) {
                left.add(more + " more " + what);
            }
        });
        collectable.keySet().removeIf(reference -> reference.get() == null);
        collectable.values().forEach(what -> left.add(what + " is still reachable"));
        return left;
    }

    /** How many threads there are of each name: one that has taken the place of another is not one more. */
    private static Map<String, Integer> threads() {
        Map<String, Integer> found = new HashMap<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> found.merge(thread.getName(), 1, Integer::sum));
        return found;
    }

    /** How many descriptors there are of each kind, or of each file. */
    private static Map<String, Integer> descriptors() {
        Map<String, Integer> found = new HashMap<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return found;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : all) {
                String target = target(descriptor);
                if (!target.endsWith(".jar") && !target.contains("/proc/")) {
                    found.merge(target.replaceAll(":\\[\\d+]$", ""), 1, Integer::sum);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + DESCRIPTORS, e);
        }
        return found;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "/proc/ (closed meanwhile)";
        }
    }
}
