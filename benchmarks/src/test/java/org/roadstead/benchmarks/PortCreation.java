package org.roadstead.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.roadstead.mach.PortSpace;
import org.roadstead.standalone.Roadstead;
import org.roadstead.standalone.RoadsteadOptions;

/** 100,000 ports, each with its receive right and its name, beside as many entries of a map; in ns for each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgs = {"-Xms2g", "-Xmx2g", "-XX:+UseParallelGC"})
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class PortCreation {
    private static final int MANY = 100_000;

    private final String[] names = new String[MANY];
    private Roadstead kernel;
    private PortSpace space;
    private Map<String, Object> map;
    private int spaces;

    /** Starts a kernel without transports. */
    @Setup(Level.Trial)
    public void open() {
        kernel = Roadstead.open(new RoadsteadOptions("benchmark", List.of()));
        for (int i = 0; i < MANY; i++) {
            names[i] = "port-" + i;
        }
    }

    /** Makes an empty space and an empty map. */
    @Setup(Level.Invocation)
    public void empty() {
        space = kernel.registry("owner " + spaces++).space();
        map = new ConcurrentHashMap<>();
    }

    /** Ends the space. */
    @TearDown(Level.Invocation)
    public void clear() {
        space.close();
    }

    /** Ends the kernel. */
    @TearDown(Level.Trial)
    public void close() {
        kernel.close();
    }

    /** What is measured. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public Object ports() {
        Object last = null;
        for (int i = 0; i < MANY; i++) {
            last = space.allocate();
        }
        return last;
    }

    /** The floor. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public Object entriesOfAMap() {
        for (int i = 0; i < MANY; i++) {
            map.put(new String(names[i]), new Object());
        }
        return map;
    }
}
