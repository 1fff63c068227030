package org.roadstead.command.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import org.roadstead.runtime.EventOptions;
import org.roadstead.runtime.EventStream;
import org.roadstead.runtime.PortEvent;

/** Events that a test has prepared. */
final class InMemoryEvents implements EventStream {
    private final Deque<PortEvent> left;
    private final EventOptions options;

    InMemoryEvents(Collection<PortEvent> events, EventOptions options) {
        this.left = new ArrayDeque<>(events);
        this.options = options;
    }

    @Override
    public Optional<PortEvent> next(Duration wait) {
        PortEvent next = left.poll();
        return next != null && next.kind() == PortEvent.Kind.MESSAGE && !options.messages()
                ? next(wait)
                : Optional.ofNullable(next);
    }

    @Override
    public long missed() {
        return 0;
    }

    @Override
    public void close() {}
}
