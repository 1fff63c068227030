package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.port.Dispatch;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.PortName;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** A rename changes the name of a port and nothing else, whatever lies between the port and its clients. */
@Timeout(60)
abstract class RenameContract {
    private static final PortName OLD = PortName.of("old");
    private static final PortName NEW = PortName.of("new");

    private final BlockingQueue<Integer> handled = new LinkedBlockingQueue<>();
    private Arrangement arrangement;

    abstract Arrangement arrange() throws Exception;

    @BeforeEach
    void open() throws Exception {
        arrangement = arrange();
    }

    @AfterEach
    void close() throws Exception {
        arrangement.close();
    }

    private LocalMessagePort port(PortName name, Dispatch dispatch) {
        return arrangement
                .owner()
                .createLocal(LocalPortOptions.named(name, message -> {
                            handled.add(message.id());
                            return null;
                        })
                        .withDispatch(dispatch));
    }

    private void leadsNowhere(PortName name) {
        assertThatThrownBy(() -> arrangement.client().connect(name)).isInstanceOf(NoSuchPortException.class);
    }

    @Test
    @Scenario("CF14")
    void aRenameLosesNeitherRemotesNorQueuedMessagesNorTheName() throws Exception {
        LocalMessagePort port = port(OLD, Dispatch.none());
        RemoteMessagePort remote = arrangement.client().connect(OLD);
        remote.send(1, null);
        Attempt waiting = Attempt.of(() -> remote.request(2, null));
        await().until(() -> port.queueDepth() == 2);
        port.rename(NEW);
        assertThat(port.name()).hasValue(NEW);
        assertThat(remote.isValid()).isTrue();
        leadsNowhere(OLD);
        RemoteMessagePort second = arrangement.client().connect(NEW);
        second.send(3, null);
        remote.send(4, null);
        port.dispatchOn(Runnable::run);
        waiting.result();
        await().until(() -> handled.size() == 4);
        assertThat(handled).containsExactly(1, 2, 3, 4);
        assertThat(remote.name()).hasValue(OLD);
        try (LocalMessagePort next = arrangement.client().createLocal(OLD, IncomingMessage::data)) {
            assertThat(arrangement.owner().connect(OLD).request(1, null).isEmpty())
                    .isTrue();
            assertThat(next.isValid()).isTrue();
        }
    }

    @Test
    @Scenario("CF15")
    void aPortThatALoopServesIsServedOnAfterARename() throws Exception {
        LocalMessagePort port = port(OLD, Dispatch.ownLoop());
        RemoteMessagePort remote = arrangement.client().connect(OLD);
        port.rename(NEW);
        remote.request(1, null);
        arrangement.client().connect(NEW).request(2, null);
        assertThat(handled).containsExactly(1, 2);
    }

    @Test
    @Scenario("CF3")
    void anUnnamedPortIsFoundByTheNameThatItIsGivenLater() throws Exception {
        LocalMessagePort port = arrangement
                .owner()
                .createLocal(LocalPortOptions.unnamed(IncomingMessage::data).withDispatch(Dispatch.none()));
        port.rename(NEW);
        assertThat(port.name()).hasValue(NEW);
        port.dispatchOn(Runnable::run);
        assertThat(arrangement.client().connect(NEW).request(1, null).isEmpty()).isTrue();
        port.invalidate();
        leadsNowhere(NEW);
    }

    @Test
    @Scenario("CF11")
    void aTakenNameIsRefusedAndBothPortsKeepTheirs() throws Exception {
        LocalMessagePort one = port(OLD, Dispatch.ownLoop());
        try (LocalMessagePort other = arrangement.client().createLocal(NEW, IncomingMessage::data)) {
            assertThatThrownBy(() -> one.rename(NEW))
                    .isInstanceOf(NameInUseException.class)
                    .hasMessageContaining("the name new is in use by client");
            assertThat(List.of(one.name(), other.name()))
                    .extracting(name -> name.orElseThrow())
                    .containsExactly(OLD, NEW);
            arrangement.client().connect(OLD).request(1, null);
            assertThat(handled).containsExactly(1);
            assertThat(arrangement.owner().connect(NEW).request(2, null).isEmpty())
                    .isTrue();
        }
        one.rename(NEW);
        arrangement.client().connect(NEW).request(3, null);
        assertThat(handled).containsExactly(1, 3);
    }

    @Test
    @Scenario("CF12")
    void aRenameToTheSameNameChangesNothing() throws Exception {
        LocalMessagePort port = port(OLD, Dispatch.ownLoop());
        RemoteMessagePort remote = arrangement.client().connect(OLD);
        port.rename(OLD);
        assertThat(port.name()).hasValue(OLD);
        remote.request(1, null);
        arrangement.client().connect(OLD).request(2, null);
        assertThat(handled).containsExactly(1, 2);
    }

    @Test
    @Scenario({"CF7", "CF9", "CF13"})
    void noNameABadNameAndARemoteAreRefused() {
        LocalMessagePort port = port(OLD, Dispatch.ownLoop());
        assertThatThrownBy(() -> port.rename(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("a port name must not be null");
        assertThatThrownBy(() -> port.rename(PortName.of("a\0b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("U+0000");
        assertThat(RemoteMessagePort.class.getMethods())
                .extracting(Method::getName)
                .doesNotContain("rename");
        assertThat(port.name()).hasValue(OLD);
    }

    @Test
    void anEndedPortAndADeclaredNameAreNotRenamed() {
        LocalMessagePort port = port(OLD, Dispatch.ownLoop());
        port.invalidate();
        assertThatThrownBy(() -> port.rename(NEW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is invalid");
        assertThatThrownBy(() -> arrangement
                        .owner()
                        .declare(OLD, IncomingMessage::data)
                        .port()
                        .rename(NEW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("withdraw the declaration first");
        leadsNowhere(NEW);
    }

    @Test
    void aRenameThatCrossesTheEndOfItsPortLeavesNoNameTaken() throws Exception {
        for (int round = 0; round < 100; round++) {
            LocalMessagePort port = port(OLD, Dispatch.ownLoop());
            Attempt ending = Attempt.of(() -> {
                port.invalidate();
                return null;
            });
            try {
                port.rename(NEW);
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("is invalid");
            }
            ending.result();
            arrangement.client().createLocal(OLD, IncomingMessage::data).close();
            arrangement.client().createLocal(NEW, IncomingMessage::data).close();
        }
    }

    @Test
    void renamesAtOnceLeaveOneNameAndGiveTheOthersFree() throws Exception {
        LocalMessagePort port = port(OLD, Dispatch.ownLoop());
        List<Attempt> renames = List.of("x", "y", "z").stream()
                .map(name -> Attempt.of(() -> {
                    port.rename(PortName.of(name));
                    return null;
                }))
                .toList();
        for (Attempt rename : renames) {
            rename.result();
        }
        PortName last = port.name().orElseThrow();
        arrangement.client().connect(last).request(7, null);
        assertThat(handled.poll(5, TimeUnit.SECONDS)).isEqualTo(7);
        for (String name : List.of("old", "x", "y", "z")) {
            if (!last.value().equals(name)) {
                leadsNowhere(PortName.of(name));
            }
        }
    }
}
