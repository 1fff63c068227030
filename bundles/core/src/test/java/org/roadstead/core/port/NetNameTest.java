package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.NetName;
import org.roadstead.mach.NetNameReturn;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendRight;
import org.roadstead.port.PortRegistry;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** Names of the network name server. */
@ShownIn(Place.VM)
@Timeout(30)
class NetNameTest {
    private static final String NAME = "a name, with a blank";

    private final Kernel kernel = new Kernel("names", Arrangement.LIMITS);
    private final PortRegistry server = kernel.registry("server");
    private final PortRegistry client = kernel.registry("client");
    private final PortSpace space = server.space();
    private final NetName names = server.netName();
    private final ReceiveRight signature = space.allocate();
    private final ReceiveRight port = space.allocate();

    @AfterEach
    void close() {
        kernel.close();
    }

    /** What a message is received by that a client sends to the name. */
    private boolean leadsTo(ReceiveRight expected) {
        PortRight right = client.netName().lookUp("", NAME).right();
        assertThat(right).isInstanceOf(SendRight.class);
        assertThat(client.space().send(Message.to(right, 1), MsgOptions.POLL).code())
                .isEqualTo(MsgReturn.SUCCESS);
        return space.receive(expected, MsgOptions.POLL).isSuccess();
    }

    private NetNameReturn known() {
        return client.netName().lookUp("", NAME).code();
    }

    @Test
    @Scenario("M106")
    void aNameIsNotReplacedNorRemovedWithoutItsSignature() {
        assertThat(known()).isEqualTo(NetNameReturn.NOT_CHECKED_IN);
        assertThat(names.checkOut(NAME, signature)).isEqualTo(NetNameReturn.NOT_CHECKED_IN);
        assertThat(names.checkIn(NAME, signature, port)).isEqualTo(NetNameReturn.SUCCESS);
        assertThat(leadsTo(port)).isTrue();

        ReceiveRight second = space.allocate();
        assertThat(names.checkIn(NAME, second, second)).isEqualTo(NetNameReturn.NOT_YOURS);
        assertThat(names.checkIn(NAME, PortRight.NULL, second)).isEqualTo(NetNameReturn.NOT_YOURS);
        assertThat(leadsTo(port)).isTrue();
        assertThat(names.checkIn(NAME, signature, second)).isEqualTo(NetNameReturn.SUCCESS);
        assertThat(leadsTo(second)).isTrue();

        assertThat(names.checkOut(NAME, second)).isEqualTo(NetNameReturn.NOT_YOURS);
        assertThat(client.netName().checkOut(NAME, signature))
                .as("a right of another space is no signature")
                .isEqualTo(NetNameReturn.NOT_YOURS);
        assertThat(names.checkOut(NAME, PortRight.NULL)).isEqualTo(NetNameReturn.NOT_YOURS);
        assertThat(leadsTo(second)).isTrue();
        assertThat(client.netName().checkOut(NAME, server.space().insertSend(client.space(), signature)))
                .as("any right to the signature port will do")
                .isEqualTo(NetNameReturn.SUCCESS);
        assertThat(known()).isEqualTo(NetNameReturn.NOT_CHECKED_IN);
    }

    @Test
    @Scenario("M106")
    void aNameOutlivesNeitherItsPortNorItsSignature() {
        names.checkIn(NAME, signature, port);
        space.deallocate(port);
        assertThat(known()).isEqualTo(NetNameReturn.NOT_CHECKED_IN);
        ReceiveRight next = space.allocate();
        assertThat(names.checkIn(NAME, next, next))
                .as("the name is free for another signature")
                .isEqualTo(NetNameReturn.SUCCESS);
        ReceiveRight guard = space.allocate();
        names.checkOut(NAME, next);
        names.checkIn(NAME, guard, next);
        space.deallocate(guard);
        assertThat(known()).isEqualTo(NetNameReturn.NOT_CHECKED_IN);
        assertThat(names.checkOut(NAME, signature)).isEqualTo(NetNameReturn.NOT_CHECKED_IN);

        names.checkIn(NAME, signature, next);
        kernel.space("server").close(Duration.ZERO);
        assertThat(known()).isEqualTo(NetNameReturn.NOT_CHECKED_IN);
    }

    @Test
    void aNameThatIsGoneKeepsNoRightToItsPort() {
        List<String> told = new CopyOnWriteArrayList<>();
        names.checkIn(NAME, signature, port);
        space.onNoSenders(port, (of, what) -> told.add("first"), Runnable::run);
        assertThat(told).isEmpty();
        names.checkIn(NAME, signature, space.allocate());
        assertThat(told).containsExactly("first");

        names.checkIn(NAME, signature, port);
        space.onNoSenders(port, (of, what) -> told.add("second"), Runnable::run);
        assertThat(names.checkIn(NAME, space.allocate(), port)).isEqualTo(NetNameReturn.NOT_YOURS);
        assertThat(told).hasSize(1);
        names.checkOut(NAME, signature);
        assertThat(told).containsExactly("first", "second");

        names.checkIn(NAME, signature, port);
        space.onNoSenders(port, (of, what) -> told.add("third"), Runnable::run);
        space.deallocate(signature);
        assertThat(told).containsExactly("first", "second", "third");
    }

    @Test
    void otherHostsAreNotKnown() {
        names.checkIn(NAME, PortRight.NULL, port);
        for (String here : List.of("", "*", "localhost")) {
            assertThat(client.netName().lookUp(here, NAME).code()).isEqualTo(NetNameReturn.SUCCESS);
        }
        assertThat(client.netName().lookUp("there.example", NAME).code()).isEqualTo(NetNameReturn.NO_SUCH_HOST);
        assertThat(client.netName().lookUp("*", "unknown").code()).isEqualTo(NetNameReturn.NOT_CHECKED_IN);
        assertThat(client.netName().checkOut(NAME, PortRight.NULL))
                .as("without a signature it is everybody's")
                .isEqualTo(NetNameReturn.SUCCESS);
    }

    @Test
    void whatIsNoRightOfTheSpaceIsNotCheckedIn() {
        ReceiveRight others = client.space().allocate();
        assertThat(names.checkIn(NAME, signature, others)).isEqualTo(NetNameReturn.INVALID_PORT);
        assertThat(names.checkIn(NAME, signature, PortRight.NULL)).isEqualTo(NetNameReturn.INVALID_PORT);
        assertThat(names.checkIn(NAME, others, port)).isEqualTo(NetNameReturn.INVALID_PORT);
        space.deallocate(signature);
        assertThat(names.checkIn(NAME, signature, port)).isEqualTo(NetNameReturn.INVALID_PORT);
        assertThatThrownBy(() -> names.checkIn("x".repeat(81), PortRight.NULL, port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("81");
        assertThatThrownBy(() -> names.lookUp("", "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(names.checkIn("\u00e4".repeat(40), PortRight.NULL, port)).isEqualTo(NetNameReturn.SUCCESS);
    }

    @Test
    void allCodesHaveTheirPublishedNumbers() {
        assertThat(NetNameReturn.values())
                .extracting(NetNameReturn::code)
                .containsExactly(0, -1, 1000, 1001, 1002, 1003, 1004);
    }

    @Test
    void aCheckInAgainstTheDeathOfItsPortLeavesNoName() throws Exception {
        for (int round = 0; round < 1_000; round++) {
            ReceiveRight mortal = space.allocate();
            CountDownLatch go = new CountDownLatch(2);
            Attempt check = Attempt.of(() -> {
                go.countDown();
                go.await();
                return names.checkIn(NAME, mortal, mortal);
            });
            go.countDown();
            go.await();
            space.deallocate(mortal);
            assertThat(check.result()).isIn(NetNameReturn.SUCCESS, NetNameReturn.INVALID_PORT);
            assertThat(known()).isEqualTo(NetNameReturn.NOT_CHECKED_IN);
        }
    }
}
