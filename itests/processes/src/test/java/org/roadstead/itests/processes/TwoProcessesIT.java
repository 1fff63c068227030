package org.roadstead.itests.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.roadstead.port.Cause;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Sender;
import org.roadstead.port.TransportException;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** What two processes do with a port when nothing goes wrong. */
@ShownIn(Place.UDS)
class TwoProcessesIT {
    private static final PortName A = PortName.of("test.a");

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    @Scenario("CF27")
    void aRequestIsAnsweredByTheProcessThatOwnsThePort() throws Exception {
        Peer owner = machine.peer("owner");
        owner.ask("local test.a");

        try (RemoteMessagePort remote = client().connect(A)) {
            assertThat(remote.isRemote()).isTrue();
            assertThat(remote.transport()).isEqualTo("uds");
            assertThat(remote.owner().label()).isEqualTo("owner");
            assertThat(remote.owner().node()).isEqualTo("owner");
            assertThat(remote.owner().pid()).isEqualTo(owner.pid());
            assertThat(text(remote.request(42, bytes("ship ahoy")).data())).isEqualTo("ship ahoy");
        }
        assertThat(owner.ask("received")).isEqualTo("42:ship ahoy");
    }

    @Test
    @Scenario("CF34")
    void aOneWayMessageReachesTheOtherProcessWithItsSenderAndWantsNoReply() throws Exception {
        CompletableFuture<IncomingMessage> came = new CompletableFuture<>();
        machine.kernel("test").registry("test").createLocal(A, message -> {
            came.complete(message);
            return bytes("dropped");
        });
        Peer sender = machine.peer("sender");
        sender.ask("send test.a -7 hello");

        IncomingMessage message = came.get(5, TimeUnit.SECONDS);
        assertThat(message.id()).isEqualTo(-7);
        assertThat(text(message.data())).isEqualTo("hello");
        assertThat(message.wantsReply()).isFalse();
        Sender who = message.sender();
        assertThat(who.owner()).isEqualTo("sender");
        assertThat(who.principal()).isEqualTo(sender.process().info().user().orElseThrow());
    }

    /** D12: a message of the largest size goes both ways, one byte more is refused before it is sent. */
    @Test
    @Scenario("CF37")
    void theLargestMessageArrivesWholeAndOneByteMoreIsRefused() throws Exception {
        Peer owner = machine.peer("owner");
        owner.ask("local test.a");
        byte[] payload = new byte[16 << 20];
        long seed = System.nanoTime();
        System.out.println("seed of the largest message: " + seed);
        new Random(seed).nextBytes(payload);

        RemoteMessagePort remote = client().connect(A);
        assertThat(remote.request(0, ByteBuffer.wrap(payload)).toByteArray()).isEqualTo(payload);
        TransportException refused = catchThrowableOfType(
                TransportException.class, () -> remote.request(1, ByteBuffer.allocate((16 << 20) + 1)));
        assertThat(refused.outcomeCause()).isEqualTo(Cause.TOO_LARGE);
        assertThat(remote.request(2, bytes("next")).isEmpty()).isFalse();
        assertThat(owner.ask("handled")).isEqualTo("2");
    }

    @Test
    @Scenario("CF16")
    void noSuchPortIsSaidAtOnce() {
        PortRegistry registry = client();
        long began = System.nanoTime();
        assertThatThrownBy(() -> registry.connect(A))
                .isInstanceOf(NoSuchPortException.class)
                .hasMessageContaining("test.a");
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    @Scenario({"CF5", "CF6"})
    void aTakenNameIsRefusedWithItsOwnerAndFreeWhenTheOwnerEnds() throws Exception {
        Peer owner = machine.peer("harbour");
        owner.ask("local test.a");
        PortRegistry registry = client();

        NameInUseException refused =
                catchThrowableOfType(NameInUseException.class, () -> registry.createLocal(A, message -> null));
        assertThat(refused.name()).isEqualTo(A);
        assertThat(refused.owner()).hasValueSatisfying(by -> {
            assertThat(by.label()).isEqualTo("harbour");
            assertThat(by.node()).isEqualTo("harbour");
            assertThat(by.pid()).isEqualTo(owner.pid());
        });
        assertThat(refused).hasMessageContaining("test.a").hasMessageContaining("harbour, process " + owner.pid());

        owner.ask("invalidate test.a");
        try (LocalMessagePort mine = registry.createLocal(A, IncomingMessage::data)) {
            assertThat(mine.isPublished()).isTrue();
        }
    }

    private PortRegistry client() {
        return machine.kernel("test").registry("client");
    }
}
