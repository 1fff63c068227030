package org.roadstead.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.roadstead.core.mach.Port;
import org.roadstead.transport.Link;
import org.roadstead.transport.Transport;

/** Forbids that a link whose handshake was given up while its last frame was being read is taken for one that is up. */
class PeerGivenUpTest {
    @Test
    void dialThatIsGivenUpWhileItsWelcomeIsReadIsNotUpAndNotRemembered() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            Node here = node("here", timer);
            Node there = node("there", timer);
            Transport transport = (Transport) Proxy.newProxyInstance(
                    Transport.class.getClassLoader(),
                    new Class<?>[] {Transport.class},
                    (self, method, arguments) -> method.getName().equals("name") ? "fake" : null);
            Peer peer = new Peer(here, new Carrier(here, transport), true);
            peer.open(link(frame -> {
                if (frame.get(0) == Frames.READY) {
                    peer.expire(); // the dialling thread's deadline passes just here
                }
            }));
            peer.onFrame(there.info().greeting(Frames.WELCOME, System.nanoTime(), System.nanoTime()));

            assertThat(peer.isUp()).isFalse();
            assertThat(here.links()).isEmpty();
            Peer later = new Peer(here, new Carrier(here, transport), false);
            later.open(link(frame -> {}));
            later.onFrame(there.info().greeting(Frames.HELLO, System.nanoTime(), 0));
            assertThat(later.state()).isEqualTo(Peer.State.CONFIRMING);
        } finally {
            timer.shutdownNow();
        }
    }

    private static Node node(String label, ScheduledExecutorService timer) {
        return new Node(label, name -> null, new Port(1, 1024), 1 << 20, timer);
    }

    private interface Sent {
        void frame(ByteBuffer first);
    }

    private static Link link(Sent sent) {
        return (Link) Proxy.newProxyInstance(
                Link.class.getClassLoader(), new Class<?>[] {Link.class}, (self, method, arguments) -> {
                    if (method.getName().equals("send")) {
                        sent.frame(((ByteBuffer[]) arguments[0])[0]);
                        return true;
                    }
                    return method.getReturnType() == long.class ? 0L : null;
                });
    }
}
