package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.roadstead.transport.NameClaim;

/** A name whose entry leads to a socket of ours. Any thread. */
final class UdsNameClaim implements NameClaim {
    private final String name;
    private final Path entry;
    private final NodeSockets.NodeSocket socket;
    private final UdsNameDirectory directory;
    private final AtomicBoolean gone = new AtomicBoolean();

    UdsNameClaim(String name, Path entry, NodeSockets.NodeSocket socket, UdsNameDirectory directory) {
        this.name = name;
        this.entry = entry;
        this.socket = socket;
        this.directory = directory;
    }

    @Override
    public String name() {
        return name;
    }

    Path entry() {
        return entry;
    }

    NodeSockets.NodeSocket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        if (!gone.compareAndSet(false, true)) {
            return;
        }
        boolean released = false;
        try {
            directory.release(this);
            released = true;
        } finally {
            gone.set(released); // if the lock was not free, a later call may try again
        }
    }

    @Override
    public String toString() {
        return name + " by " + entry;
    }
}
