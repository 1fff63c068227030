package org.roadstead.transport.uds.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the kernel whether a socket file still has its listener. Never blocks; any thread, also under the lock. */
final class SocketProbe {
    private static final Logger LOG = LoggerFactory.getLogger(SocketProbe.class);

    /** What is behind a socket file. */
    enum Answer {
        /** Somebody listens, or it cannot be told: never to be robbed. */
        LIVE,
        /** The connection was refused: the listener is gone for good. */
        STALE,
        /** There is no such file, or it is another one by now. */
        GONE
    }

    private SocketProbe() {}

    /**
     * Connects without waiting. Only a refused connection proves that the owner is dead: a full backlog, a lack of
     * descriptors or whatever else says nothing about it.
     */
    static Answer ask(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(socket));
            return Answer.LIVE;
        } catch (ConnectException e) {
            return Answer.STALE;
        } catch (IOException e) {
            if (Files.notExists(socket, LinkOption.NOFOLLOW_LINKS)) {
                return Answer.GONE;
            }
            LOG.debug("Taking {} for live, as it cannot be told", socket, e);
            return Answer.LIVE;
        }
    }
}
