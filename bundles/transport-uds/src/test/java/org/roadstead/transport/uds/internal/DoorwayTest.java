package org.roadstead.transport.uds.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DoorwayTest {
    @TempDir
    Path directory;

    /** A peer that waits makes the socket ready all the time: without a pause this would be a hot loop. */
    @Test
    void withoutDescriptorsThereAreFewTriesAndThenThePeerIsLetIn() throws Exception {
        Path path = directory.resolve("s");
        LinkSelector selector = new LinkSelector();
        List<SocketChannel> admitted = new ArrayList<>();
        int[] tries = {0};
        try (ServerSocketChannel server =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
                SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            server.configureBlocking(false);
            assertThat(peer.isConnected()).isTrue();
            long start = System.nanoTime();
            Doorway.open(
                    selector,
                    server,
                    () -> {
                        if (++tries[0] <= 3) {
                            throw new SocketException("Too many open files");
                        }
                        return server.accept();
                    },
                    admitted::add);
            int polls = 0;
            while (admitted.isEmpty()) {
                selector.poll(-1);
                polls++;
            }
            assertThat(System.nanoTime() - start)
                    .as("pauses of 50, 100 and 200 ms")
                    .isBetween(TimeUnit.MILLISECONDS.toNanos(340), TimeUnit.SECONDS.toNanos(5));
            assertThat(tries[0]).isLessThanOrEqualTo(5);
            assertThat(polls).isLessThan(20);
        } finally {
            selector.close();
            for (SocketChannel channel : admitted) {
                channel.close();
            }
        }
    }

    @Test
    void onlyOurUserIsLetInAndTheOtherSideIsCheckedToo() throws Exception {
        Path path = directory.resolve("s");
        try (ServerSocketChannel server =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path));
                SocketChannel accepted = server.accept()) {
            UserPrincipal own = Files.getOwner(path);
            PeerCheck check = new PeerCheck(own);
            assertThat(check.check(client)).isEqualTo(own);
            assertThat(check.check(accepted)).isEqualTo(own);
            for (String stranger : new String[] {"12345", "65534"}) {
                PeerCheck other = new PeerCheck(
                        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(stranger));
                assertThatThrownBy(() -> other.check(client))
                        .isInstanceOf(PeerCheck.ForeignPeerException.class)
                        .hasMessageContaining(own.getName());
                assertThatThrownBy(() -> other.check(accepted)).isInstanceOf(PeerCheck.ForeignPeerException.class);
            }
            assertThat(PeerCheck.isNobody(own)).isFalse();
            assertThat(PeerCheck.isNobody(FileSystems.getDefault()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("65534")))
                    .isTrue();
        }
        assertThatCode(PeerCheck::requireSupport).doesNotThrowAnyException();
    }

    @Test
    void aSocketThatCannotTellItsPeerIsRefused() throws IOException {
        try (SocketChannel unconnected = SocketChannel.open(StandardProtocolFamily.INET)) {
            UserPrincipal own = Files.getOwner(directory);
            assertThatThrownBy(() -> new PeerCheck(own).check(unconnected)).isInstanceOf(IOException.class);
        }
    }
}
