package org.roadstead.command.internal;

import java.util.Optional;
import org.roadstead.port.InvalidationListener;

/** What neither end of a port needs here. */
abstract class InMemoryEnd {
    public Optional<Object> context() {
        return Optional.empty();
    }

    public void setInvalidationListener(InvalidationListener listener) {
        throw new UnsupportedOperationException();
    }

    public Optional<InvalidationListener> invalidationListener() {
        return Optional.empty();
    }
}
