package org.roadstead.command.internal;

import java.time.Duration;
import org.roadstead.port.PortRegistry;
import org.roadstead.runtime.PortRuntime;

/** One run of a verb: what it was given, and the clock of its message. */
final class Call {
    private final Arguments arguments;
    private final PortRegistry registry;
    private final PortRuntime runtime;
    private final Streams streams;
    private final Face face;
    private long startedAt = System.nanoTime();

    Call(Arguments arguments, PortRegistry registry, PortRuntime runtime, Streams streams, Face face) {
        this.arguments = arguments;
        this.registry = registry;
        this.runtime = runtime;
        this.streams = streams;
        this.face = face;
    }

    Arguments arguments() {
        return arguments;
    }

    PortRegistry registry() {
        return registry;
    }

    PortRuntime runtime() {
        return runtime;
    }

    Streams streams() {
        return streams;
    }

    Face face() {
        return face;
    }

    /** Starts the clock again: what follows is what people want to know the time of. */
    void startClock() {
        startedAt = System.nanoTime();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }
}
