package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.roadstead.transport.Endpoint;

/** A live server that never accepts, its backlog full: as of a stopped process. */
final class FullBacklog implements AutoCloseable {
    final Path path;
    private final ServerSocketChannel server;
    private final List<SocketChannel> waiting = new ArrayList<>();

    FullBacklog(Path path) throws IOException {
        this.path = path;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path), 1);
        boolean full = false;
        while (!full) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            waiting.add(channel);
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
            } catch (ConnectException e) {
                throw e;
            } catch (SocketException e) {
                full = true;
            }
        }
    }

    Endpoint endpoint() throws IOException {
        return new Endpoint(
                "uds", path.toString(), Entries.find(path).orElseThrow().key());
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : waiting) {
            channel.close();
        }
        server.close();
    }
}
