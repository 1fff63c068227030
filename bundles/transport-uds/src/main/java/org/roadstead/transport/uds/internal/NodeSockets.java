package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The listening sockets of this node. One serves until it has as many names as its inode takes links; then another is
 * opened beside it. Any thread.
 */
final class NodeSockets {
    /** A file system takes 65,000 links to an inode at least where this runs (ext4); half of it is far enough away. */
    static final int NAMES_PER_SOCKET = 30_000;

    private static final int BACKLOG = 256;

    /** Makes a new socket accept. */
    @FunctionalInterface
    interface Opened {
        void accept(ServerSocketChannel server) throws IOException;
    }

    /** One listening socket. Its counts are guarded by the monitor of the sockets. */
    static final class NodeSocket {
        private final Path path;
        private final String key;
        private final ServerSocketChannel server;
        private final AtomicBoolean accepting = new AtomicBoolean();
        private int names;
        private boolean full;

        NodeSocket(Path path, String key, ServerSocketChannel server, int names) {
            this.path = path;
            this.key = key;
            this.server = server;
            this.names = names;
        }

        Path path() {
            return path;
        }

        String key() {
            return key;
        }
    }

    private final Entries entries;
    private final Opened opened;
    private final int namesPerSocket;
    private final List<NodeSocket> sockets = new CopyOnWriteArrayList<>(); // written under the monitor
    private boolean closed;

    NodeSockets(Entries entries, Opened opened, int namesPerSocket) {
        this.entries = entries;
        this.opened = opened;
        this.namesPerSocket = namesPerSocket;
    }

    /** Opens the first socket, after removing what dead nodes left. */
    void open() throws IOException {
        NodeSocket socket = entries.lock().locked(() -> {
            entries.sweep();
            return bind(0);
        });
        accept(socket);
    }

    private void accept(NodeSocket socket) throws IOException {
        if (socket.accepting.compareAndSet(false, true)) {
            opened.accept(socket.server);
        }
    }

    /** The socket that a name shall be linked to; counts the name. */
    NodeSocket reserve() throws IOException {
        NodeSocket socket = reserveOnOpen();
        if (socket != null) {
            return socket;
        }
        NodeSocket another = entries.lock().locked(() -> {
            NodeSocket free = reserveOnOpen(); // somebody may have opened one while we waited for the lock
            return free == null ? bind(1) : free;
        });
        accept(another);
        return another;
    }

    private synchronized NodeSocket reserveOnOpen() throws IOException {
        requireOpen();
        for (NodeSocket socket : sockets) {
            if (!socket.full && socket.names < namesPerSocket) {
                socket.names++;
                return socket;
            }
        }
        return null;
    }

    /** A name is gone, or was not linked after all. */
    synchronized void release(NodeSocket socket) {
        socket.names--;
    }

    /** The file system takes no more links to a socket: it gets no more names. */
    synchronized void fill(NodeSocket socket) {
        socket.full = true;
    }

    boolean isOurs(String key) {
        for (NodeSocket socket : sockets) {
            if (socket.key.equals(key)) {
                return true;
            }
        }
        return false;
    }

    /** Where the sockets listen. */
    List<Path> paths() {
        return sockets.stream().map(NodeSocket::path).toList();
    }

    /**
     * Binds a socket. Under the directory lock: between bind and listen a socket refuses connections like a stale one.
     */
    private NodeSocket bind(int names) throws IOException {
        Path path = entries.freshSocket();
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.configureBlocking(false);
            server.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            String key = Entries.find(path)
                    .orElseThrow(() -> new IOException("the socket " + path + " was removed while it was made"))
                    .key();
            NodeSocket socket = new NodeSocket(path, key, server, names);
            synchronized (this) {
                requireOpen();
                sockets.add(socket);
            }
            return socket;
        } catch (IOException | RuntimeException e) {
            server.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private synchronized void requireOpen() throws IOException {
        if (closed) {
            throw new IOException(UdsTransport.CLOSED);
        }
    }

    /** No more sockets and names. Comes before {@link #unlink}. */
    synchronized void shut() {
        closed = true;
    }

    /** Removes the socket files. Under the directory lock. */
    void unlink() throws IOException {
        for (NodeSocket socket : sockets) {
            Entries.removeOwn(socket.path, socket.key);
        }
    }

    /** Stops listening. */
    void close() throws IOException {
        for (NodeSocket socket : sockets) {
            socket.server.close();
        }
    }
}
