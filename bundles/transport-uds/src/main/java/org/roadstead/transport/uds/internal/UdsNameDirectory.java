package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.roadstead.transport.Endpoint;
import org.roadstead.transport.NameClaim;
import org.roadstead.transport.NameDirectory;
import org.roadstead.transport.NameTakenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of this user as hard links to the sockets of their owners. Making a link is atomic and fails if the name is
 * there, so of all that claim a free name one gets it, without a lock. Any thread.
 *
 * <p>The directory itself is opened at the first use, not by the constructor.
 */
final class UdsNameDirectory implements NameDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(UdsNameDirectory.class);

    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);

    /** Whoever gives names free is stopping, and has no time for a lock that others keep; it may try again. */
    private static final Duration RELEASE_PATIENCE = Duration.ofMillis(250);

    /** How often an entry may change under our eyes before we give up. */
    private static final int TRIES = 32;

    private final Path wanted;
    private final int namesPerSocket;
    private final Duration lockPatience;
    private final Set<UdsNameClaim> claims = new HashSet<>(); // this and all below under the monitor
    private Entries opened;
    private NodeSockets sockets;
    private boolean closed;

    /** Names in the given directory, or in the default one if it is null. */
    UdsNameDirectory(Path wanted) {
        this(wanted, NodeSockets.NAMES_PER_SOCKET, LOCK_PATIENCE);
    }

    UdsNameDirectory(Path wanted, int namesPerSocket, Duration lockPatience) {
        this.wanted = wanted;
        this.namesPerSocket = namesPerSocket;
        this.lockPatience = lockPatience;
    }

    /** The entries of the directory, which is opened if it was not yet. */
    synchronized Entries entries() throws IOException {
        if (opened == null) {
            Path path = wanted == null ? UserDirectory.choose(System::getProperty, System::getenv) : wanted;
            UserDirectory directory = UserDirectory.open(path);
            opened = new Entries(directory, new DirectoryLock(directory.path(), lockPatience));
            LOG.debug("Names and sockets are in {}", directory.path());
        }
        return opened;
    }

    /** Opens this node's socket, and later further ones as names need them. */
    void listen(NodeSockets.Opened accepting) throws IOException {
        NodeSockets ours = new NodeSockets(entries(), accepting, namesPerSocket);
        synchronized (this) {
            requireOpen();
            sockets = ours;
        }
        ours.open();
    }

    @Override
    public NameClaim claim(String name) throws IOException {
        Objects.requireNonNull(name, "name");
        Path path = entries().ofName(name);
        NodeSockets ours = listening();
        IOException refused = null;
        for (int i = 0; i < TRIES; i++) {
            NodeSockets.NodeSocket socket = ours.reserve();
            boolean linked = false;
            try {
                Files.createLink(path, socket.path());
                linked = true;
                return claimed(new UdsNameClaim(name, path, socket, this));
            } catch (FileAlreadyExistsException e) {
                requireStale(name, path);
            } catch (NoSuchFileException e) {
                throw new IOException(
                        "this node cannot be reached any more: its socket " + socket.path() + " was removed", e);
            } catch (FileSystemException e) {
                if (refused != null) {
                    throw refused; // a new socket did not help
                }
                refused = e;
                ours.fill(socket); // most likely too many links, which every system says in its own words
            } finally {
                if (!linked) {
                    ours.release(socket);
                }
            }
        }
        throw new IOException("the name " + name + " could not be claimed: its entry " + path + " changed " + TRIES
                + " times meanwhile; try again");
    }

    /** Returns if the name is free now, as far as one can see. */
    private void requireStale(String name, Path path) throws IOException {
        Optional<Entries.Entry> entry = Entries.find(path);
        if (entry.isEmpty()) {
            return;
        }
        switch (ask(entry.get())) {
            case LIVE -> throw new NameTakenException(name, endpoint(entry.get()));
            case STALE -> entries().removeIfStale(entry.get());
            case GONE -> LOG.debug("The name {} was given free meanwhile", name);
        }
    }

    private NameClaim claimed(UdsNameClaim claim) throws IOException {
        synchronized (this) {
            if (!closed) {
                claims.add(claim);
                return claim;
            }
        }
        unlink(List.of(claim), null);
        throw new IOException(UdsTransport.CLOSED);
    }

    /** Gives a name free. */
    void release(UdsNameClaim claim) throws IOException {
        synchronized (this) {
            if (!claims.contains(claim)) {
                return;
            }
        }
        unlink(List.of(claim), null);
        synchronized (this) {
            claims.remove(claim);
            sockets.release(claim.socket());
        }
    }

    private void unlink(Iterable<UdsNameClaim> gone, NodeSockets closing) throws IOException {
        entries()
                .lock()
                .locked(
                        () -> {
                            for (UdsNameClaim claim : gone) {
                                Entries.removeOwn(claim.entry(), claim.socket().key());
                            }
                            if (closing != null) {
                                closing.unlink();
                            }
                            return null;
                        },
                        lockPatience.compareTo(RELEASE_PATIENCE) < 0 ? lockPatience : RELEASE_PATIENCE);
    }

    @Override
    public Optional<Endpoint> lookup(String name) throws IOException {
        Objects.requireNonNull(name, "name");
        Path path = entries().ofName(name);
        for (int i = 0; i < TRIES; i++) {
            Optional<Entries.Entry> entry = Entries.find(path);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            SocketProbe.Answer answer = ask(entry.get());
            if (answer == SocketProbe.Answer.LIVE) {
                return Optional.of(endpoint(entry.get()));
            }
            if (answer == SocketProbe.Answer.STALE && !tidied(entry.get())) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    @Override
    public List<Endpoint> nodes() throws IOException {
        List<Endpoint> nodes = new ArrayList<>();
        for (Entries.Entry entry : entries().all()) {
            if (!entry.isSocket()) {
                continue;
            }
            SocketProbe.Answer answer = ask(entry);
            if (answer == SocketProbe.Answer.LIVE) {
                nodes.add(endpoint(entry));
            } else if (answer == SocketProbe.Answer.STALE) {
                tidied(entry);
            }
        }
        return nodes;
    }

    /** Removes a stale entry. False: the lock was not free; who looks up need not fail for that. */
    private boolean tidied(Entries.Entry entry) throws IOException {
        try {
            entries().removeIfStale(entry);
            return true;
        } catch (DirectoryLockedException e) {
            LOG.warn("A stale entry stays for now: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public Optional<Endpoint> await(String name, Duration wait) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        Path directory = entries().directory().path();
        try (WatchService watch = directory.getFileSystem().newWatchService()) {
            directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            for (; ; ) {
                Optional<Endpoint> found = lookup(name);
                if (found.isPresent()) {
                    return found;
                }
                WatchKey key = watch.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (key == null) {
                    return Optional.empty();
                }
                key.pollEvents(); // whatever it was, the lookup tells what it means
                if (!key.reset()) {
                    throw new IOException("the directory " + directory + " was removed");
                }
            }
        }
    }

    /** Asks for the owner of an entry as it was found: what answers at its path may be another one's by now. */
    SocketProbe.Answer ask(Entries.Entry entry) throws IOException {
        NodeSockets ours;
        synchronized (this) {
            ours = closed ? null : sockets;
        }
        if (ours != null && ours.isOurs(entry.key())) {
            return SocketProbe.Answer.LIVE;
        }
        SocketProbe.Answer answer = SocketProbe.ask(entry.path());
        boolean unchanged = answer != SocketProbe.Answer.LIVE
                || Entries.find(entry.path()).filter(entry::equals).isPresent();
        return unchanged ? answer : SocketProbe.Answer.GONE;
    }

    private static Endpoint endpoint(Entries.Entry entry) {
        return new Endpoint(UdsTransport.NAME, entry.path().toString(), entry.key());
    }

    /** The sockets of this node. */
    synchronized NodeSockets listening() throws IOException {
        requireOpen();
        if (sockets == null) {
            throw new IllegalStateException("the transport does not listen yet");
        }
        return sockets;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException(UdsTransport.CLOSED);
        }
    }

    /** Gives all names free, removes the socket files and stops listening. A second call does nothing. */
    void close() {
        List<UdsNameClaim> gone;
        NodeSockets ours;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            gone = List.copyOf(claims);
            claims.clear();
            ours = sockets;
        }
        if (ours == null) {
            return;
        }
        ours.shut();
        try {
            unlink(gone, ours);
        } catch (IOException e) {
            LOG.warn("This node's entries stay behind, stale; the next node removes them", e);
        }
        try {
            ours.close();
        } catch (IOException e) {
            LOG.warn("A listening socket could not be closed", e);
        }
    }
}
