package org.roadstead.transport.uds.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roadstead.transport.Endpoint;
import org.roadstead.transport.Transport;

@Timeout(30)
class UdsTransportTest {
    @TempDir
    Path directory;

    @Test
    void isFoundByTheServiceLoaderAndDoesNothingBeforeItListens() {
        Transport transport = ServiceLoader.load(Transport.class).findFirst().orElseThrow();
        assertThat(transport).isInstanceOf(UdsTransport.class);
        assertThat(transport.name()).isEqualTo("uds");
        assertThat(transport.directory()).isSameAs(transport.directory());
        transport.wakeup();
        transport.close();
    }

    @Test
    void mustListenFirstAndOnce() throws Exception {
        try (UdsTransport transport = UdsTransport.at(directory.resolve("d"))) {
            Endpoint endpoint = new Endpoint("uds", "x", "x");
            assertThatThrownBy(() -> transport.poll(0)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> transport.directory().claim("x")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> transport.connect(endpoint, new Node.Heard(), Node.in(1)))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(transport.directory().lookup("x")).isEmpty();
            transport.listen(link -> new Node.Heard());
            assertThatThrownBy(() -> transport.listen(link -> new Node.Heard()))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anAcceptorThatFailsClosesThatLinkOnly() throws Exception {
        boolean[] fail = {true};
        try (UdsTransport transport = UdsTransport.at(directory.resolve("d"));
                Node peer = new Node(directory.resolve("d"))) {
            Node.Heard heard = new Node.Heard();
            transport.listen(link -> {
                if (fail[0]) {
                    throw new IllegalStateException("on purpose");
                }
                return heard;
            });
            Path path = ((UdsNameDirectory) transport.directory())
                    .listening()
                    .paths()
                    .get(0);
            Endpoint endpoint = new Endpoint(
                    "uds", path.toString(), Entries.find(path).orElseThrow().key());
            Node.Heard there = peer.connect(endpoint, new Node.Heard());
            Node.pollUntil(transport, () -> !there.ends.isEmpty());
            fail[0] = false;
            Node.Heard again = peer.connect(endpoint, new Node.Heard());
            again.link.send(ByteBuffer.allocate(3));
            Node.pollUntil(transport, () -> heard.count.get() == 1);
            assertThat(again.link.principal()).isEqualTo(there.link.principal());
        }
    }

    /** The caller of connect has nowhere to put the link yet, so the listener must wait for the caller. */
    @Test
    void theListenerHearsNothingBeforeTheDialerTouchesTheLink() throws Exception {
        try (Node a = new Node(directory.resolve("d"));
                Node b = new Node(UdsTransport.at(directory.resolve("d")), link -> {
                    link.send(ByteBuffer.allocate(9));
                    return new Node.Heard();
                })) {
            Node.Heard heard = new Node.Heard();
            var link = a.transport.connect(b.endpoint(), heard, Node.in(5));
            b.nextAccepted();
            Node.Heard other = a.connect(b); // the reader has turned round at least once when this is answered
            other.nextFrame();
            assertThat(heard.frames).isEmpty();
            assertThat(link.isOpen()).isTrue();
            assertThat(heard.nextFrame()).hasSize(9);
        }
    }
}
