package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.ContextHooks;
import org.roadstead.port.Dispatch;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.Invalidation;
import org.roadstead.port.LocalPortLease;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.MessagePort;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.Reply;
import org.roadstead.port.SendResult;
import org.roadstead.runloop.PortSource;
import org.roadstead.runloop.RunLoop;
import org.roadstead.runloop.RunLoopMode;
import org.roadstead.testkit.Utf8;

/** The program of README.md that has a twin in C does what the twin does. */
@Timeout(20)
class CfTwinTest {
    private final List<String> shown = new ArrayList<>();
    private final BlockingQueue<Invalidation> ends = new LinkedBlockingQueue<>();

    private ByteBuffer greet(IncomingMessage m) {
        return Utf8.bytes(
                "hello " + Utf8.text(m.data()) + ", guest of " + m.context().orElseThrow());
    }

    private void gone(MessagePort port, Invalidation why) {
        ends.add(why);
    }

    private void show(Reply reply) {
        shown.add(Utf8.text(reply.data()));
    }

    @Test
    void theTwinOfTheReadmeGreets() throws Exception {
        ByteBuffer data = Utf8.bytes("world");
        Duration fiveSeconds = Duration.ofSeconds(5);
        List<String> held = new ArrayList<>();
        ContextHooks hooks = new ContextHooks() {
            @Override
            public Object acquire(Object info) {
                held.add("held");
                return info;
            }

            @Override
            public void release(Object info) {
                held.remove(0);
            }
        };
        try (Kernel kernel = new Kernel("twin")) {
            PortRegistry registry = kernel.registry("twin");
            LocalPortOptions options = LocalPortOptions.named("greeter", this::greet)
                    .withContext("the house", hooks)
                    .withDispatch(Dispatch.none());
            LocalPortLease lease = registry.openOrGet(options);
            assertThat(lease.adopted()).isTrue();
            PortSource source = lease.port().runLoopSource();
            RunLoop.current().add(source, RunLoopMode.DEFAULT);
            RemoteMessagePort remote = registry.connect(PortName.of("greeter"));
            remote.setInvalidationListener(this::gone);
            Optional<RunLoopMode> mode = Optional.of(RunLoopMode.DEFAULT);
            SendResult result = remote.sendRequest(1, data, fiveSeconds, fiveSeconds, mode);
            result.reply().ifPresent(this::show);
            assertThat(result.code()).isZero();
            lease.port().rename(PortName.of("host"));
            remote.close();
            assertThat(ends.take().reason()).isEqualTo(Invalidation.Reason.EXPLICIT);
            lease.port().close();
            assertThat(source.isValid()).isFalse();
        }
        assertThat(shown).containsExactly("hello world, guest of the house");
        await().until(held::isEmpty);
    }
}
