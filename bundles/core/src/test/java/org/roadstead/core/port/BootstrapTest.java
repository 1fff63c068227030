package org.roadstead.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.roadstead.testkit.Utf8.bytes;
import static org.roadstead.testkit.Utf8.text;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.Bootstrap;
import org.roadstead.mach.BootstrapReturn;
import org.roadstead.mach.Inline;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.LookUpResult;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.mach.ServiceInfo;
import org.roadstead.mach.SubsetResult;
import org.roadstead.port.Cause;
import org.roadstead.port.IncomingMessage;
import org.roadstead.port.Invalidation;
import org.roadstead.port.LocalPortOptions;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortRegistry;
import org.roadstead.port.PortScope;
import org.roadstead.port.RemoteMessagePort;
import org.roadstead.port.SendOptions;
import org.roadstead.port.TransportException;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** Names of the bootstrap server within one kernel, and how they meet message ports. */
@ShownIn(Place.VM)
@Timeout(30)
class BootstrapTest {
    private static final String NAME = "test.service";
    private static final MsgOptions SOON =
            MsgOptions.NONE.withSendTimeout(Duration.ofSeconds(5)).withReceiveTimeout(Duration.ofSeconds(5));

    private final Kernel kernel = new Kernel("names", Arrangement.LIMITS);
    private final PortRegistry owner = kernel.registry("owner");
    private final PortRegistry client = kernel.registry("client");

    @AfterEach
    void close() {
        kernel.close();
    }

    private Bootstrap of(String space) {
        return kernel.registry(space).bootstrap();
    }

    private PortSpace space(String space) {
        return kernel.registry(space).space();
    }

    private void stop(String space) {
        kernel.space(space).close(Duration.ZERO);
    }

    private static MsgReturn send(PortSpace space, PortRight to, int id) {
        return space.send(Message.to(to, id, Inline.bytes(bytes("x"))), MsgOptions.POLL)
                .code();
    }

    private static int receive(PortSpace space, PortRight from) {
        ReceiveResult result = space.receive(from, MsgOptions.POLL);
        return result.isSuccess() ? result.message().id() : result.code().code();
    }

    @Test
    @Scenario("M103")
    void messagesSentBeforeTheServerChecksInAreNeitherRefusedNorReordered() {
        assertThat(owner.bootstrap().lookUp(NAME).code()).isEqualTo(BootstrapReturn.UNKNOWN_SERVICE);
        assertThat(owner.bootstrap().checkIn(NAME).code()).isEqualTo(BootstrapReturn.UNKNOWN_SERVICE);
        assertThat(owner.bootstrap().createService(NAME).code()).isEqualTo(BootstrapReturn.SUCCESS);
        assertThat(client.bootstrap().createService(NAME).code()).isEqualTo(BootstrapReturn.NAME_IN_USE);

        PortRight right = client.bootstrap().lookUp(NAME).right();
        assertThat(right).isInstanceOf(SendRight.class);
        assertThat(client.bootstrap().lookUp(NAME).right()).isSameAs(right);
        for (int id = 1; id <= 3; id++) {
            assertThat(send(client.space(), right, id)).isEqualTo(MsgReturn.SUCCESS);
        }
        PortRight served = of("server").checkIn(NAME).right();
        assertThat(served).isInstanceOf(ReceiveRight.class);
        assertThat(space("server").status(served).messages()).isEqualTo(3);
        for (int id = 1; id <= 3; id++) {
            assertThat(receive(space("server"), served)).isEqualTo(id);
        }
    }

    @Test
    @Scenario("M104")
    void aNameIsNotCheckedInTwiceAtOnceAndSurvivesItsServers() {
        owner.bootstrap().createService(NAME);
        PortRight right = client.bootstrap().lookUp(NAME).right();
        client.bootstrap().checkIn("test.other");
        for (String server : List.of("first", "second", "first")) {
            PortRight served = of(server).checkIn(NAME).right();
            assertThat(of("rival").checkIn(NAME).code()).isEqualTo(BootstrapReturn.SERVICE_ACTIVE);
            assertThat(of(server).checkIn(NAME).code()).isEqualTo(BootstrapReturn.SERVICE_ACTIVE);
            assertThat(of("rival").checkIn("test.unknown").code()).isEqualTo(BootstrapReturn.UNKNOWN_SERVICE);
            assertThat(of("rival").info()).containsExactly(new ServiceInfo(NAME, "owner", true));
            send(client.space(), right, 1);
            send(client.space(), right, 2);
            assertThat(receive(space(server), served)).isEqualTo(1);
            stop(server);
            assertThat(of("rival").info()).containsExactly(new ServiceInfo(NAME, "owner", false));
            served = of("next").checkIn(NAME).right();
            assertThat(receive(space("next"), served)).isEqualTo(2);
            assertThat(send(client.space(), right, 3)).isEqualTo(MsgReturn.SUCCESS);
            assertThat(receive(space("next"), served)).isEqualTo(3);
            space("next").deallocate(served);
        }
        stop("owner");
        assertThat(of("next").checkIn(NAME).code()).isEqualTo(BootstrapReturn.SUCCESS);
    }

    @Test
    @Scenario("M105")
    void aChildsNamesAreNotSeenByItsParentAndDoNotOutliveTheRequestor() {
        owner.bootstrap().createService("test.parents");
        ReceiveRight requestor = owner.space().allocate();
        SubsetResult made = owner.bootstrap().subset(requestor);
        assertThat(made.code()).isEqualTo(BootstrapReturn.SUCCESS);
        Bootstrap child = made.subset().in(client.space());
        assertThat(child.lookUp("test.parents").right()).isInstanceOf(SendRight.class);

        assertThat(child.createService("test.childs").code()).isEqualTo(BootstrapReturn.SUCCESS);
        ReceiveRight own = client.space().allocate();
        assertThat(child.register("test.registered", own)).isEqualTo(BootstrapReturn.SUCCESS);
        assertThat(child.createService("test.parents").code())
                .as("a name of its own hides the parent's")
                .isEqualTo(BootstrapReturn.SUCCESS);
        assertThat(child.info())
                .extracting(ServiceInfo::name)
                .containsExactly("test.childs", "test.parents", "test.registered");
        assertThat(owner.bootstrap().lookUp("test.childs").code()).isEqualTo(BootstrapReturn.UNKNOWN_SERVICE);
        assertThat(owner.bootstrap().lookUp("test.registered").code()).isEqualTo(BootstrapReturn.UNKNOWN_SERVICE);
        assertThat(kernel.snapshot().ports()).hasSize(1);
        PortRight parents = owner.bootstrap().lookUp("test.parents").right();
        PortRight childs = made.subset().lookUp("test.childs").right();
        PortRight hiding = made.subset().lookUp("test.parents").right();
        assertThat(hiding).isNotEqualTo(parents);

        Bootstrap grandchild = made.subset().subset(owner.space().allocate()).subset();
        grandchild.createService("test.grandchilds");
        PortRight grandchilds = grandchild.lookUp("test.grandchilds").right();
        assertThat(grandchild.lookUp("test.childs").right()).isSameAs(childs);

        owner.space().deallocate(requestor);
        for (Bootstrap ended : List.of(child, made.subset(), grandchild)) {
            assertThat(ended.lookUp("test.parents").code()).isEqualTo(BootstrapReturn.NOT_PRIVILEGED);
            assertThat(ended.createService("test.late").code()).isEqualTo(BootstrapReturn.NOT_PRIVILEGED);
        }
        for (PortRight gone : List.of(childs, hiding, grandchilds)) {
            assertThat(owner.space().type(gone)).isEqualTo(RightType.DEAD_NAME);
        }
        assertThat(send(owner.space(), parents, 1)).isEqualTo(MsgReturn.SUCCESS);
        assertThat(client.space().type(own)).as("a registered port lives on").isEqualTo(RightType.RECEIVE);
        assertThat(kernel.services()).hasSize(1);
    }

    @Test
    void allCodesHaveTheirPublishedNumbers() {
        assertThat(BootstrapReturn.values())
                .extracting(BootstrapReturn::code)
                .containsExactly(0, 1100, 1101, 1102, 1103, 1104, 1105);
        assertThat(BootstrapReturn.SUCCESS.isSuccess()).isTrue();
        assertThat(BootstrapReturn.NOT_PRIVILEGED.isSuccess()).isFalse();
    }

    @Test
    void moreNamesThanTwentyAreNotLookedUpAtOnce() {
        owner.bootstrap().createService(NAME);
        LookUpResult some = client.bootstrap().lookUp(List.of(NAME, "test.unknown"));
        assertThat(some.code()).isEqualTo(BootstrapReturn.SUCCESS);
        assertThat(some.allKnown()).isFalse();
        assertThat(some.rights().get(0)).isInstanceOf(SendRight.class);
        assertThat(some.rights().get(1)).isSameAs(PortRight.NULL);
        List<String> many = IntStream.range(0, 21).mapToObj(i -> "n" + i).toList();
        assertThat(client.bootstrap().lookUp(many).code()).isEqualTo(BootstrapReturn.BAD_COUNT);
        assertThat(client.bootstrap().lookUp(many.subList(0, 20)).code()).isEqualTo(BootstrapReturn.SUCCESS);
    }

    @Test
    void aRegisteredNameDoesNotOutliveItsPortOrItsSpace() {
        ReceiveRight port = owner.space().allocate();
        assertThat(owner.bootstrap().register(NAME, port)).isEqualTo(BootstrapReturn.SUCCESS);
        assertThat(client.bootstrap().register(NAME, client.space().allocate()))
                .isEqualTo(BootstrapReturn.SERVICE_ACTIVE);
        assertThat(client.bootstrap().checkIn(NAME).code()).isEqualTo(BootstrapReturn.SERVICE_ACTIVE);
        SendRight right = (SendRight) client.bootstrap().lookUp(NAME).right();
        assertThat(send(client.space(), right, 1)).isEqualTo(MsgReturn.SUCCESS);
        assertThat(receive(owner.space(), port)).isEqualTo(1);
        assertThat(kernel.snapshot().ports().get(0).state()).isEqualTo("registered");

        assertThat(client.bootstrap().register("test.alias", right)).isEqualTo(BootstrapReturn.SUCCESS);
        stop("client");
        assertThat(of("client").lookUp("test.alias").code()).isEqualTo(BootstrapReturn.UNKNOWN_SERVICE);
        owner.space().deallocate(port);
        assertThat(of("client").lookUp(NAME).code()).isEqualTo(BootstrapReturn.UNKNOWN_SERVICE);
        assertThat(kernel.services()).isEmpty();
        owner.createLocal(PortName.of(NAME), IncomingMessage::data);
    }

    @Test
    void aNameIsTakenBackByItsOwnerOnlyAndOthersDeclaredOnesAreNotTaken() {
        owner.bootstrap().createService(NAME);
        PortRight right = client.bootstrap().lookUp(NAME).right();
        assertThat(client.bootstrap().register(NAME, right)).isEqualTo(BootstrapReturn.NAME_IN_USE);
        assertThat(client.bootstrap().register(NAME, PortRight.NULL)).isEqualTo(BootstrapReturn.NOT_PRIVILEGED);
        assertThat(client.bootstrap().register("test.unknown", PortRight.NULL))
                .isEqualTo(BootstrapReturn.UNKNOWN_SERVICE);
        assertThat(client.bootstrap().register("test.stray", owner.space().allocate()))
                .as("a right of another space")
                .isEqualTo(BootstrapReturn.NOT_PRIVILEGED);
        assertThat(owner.bootstrap().register(NAME, PortRight.NULL)).isEqualTo(BootstrapReturn.SUCCESS);
        assertThat(client.space().type(right)).isEqualTo(RightType.DEAD_NAME);

        owner.declare(PortName.of(NAME), IncomingMessage::data);
        assertThat(client.bootstrap().checkIn(NAME).code()).isEqualTo(BootstrapReturn.NOT_PRIVILEGED);
        assertThat(owner.bootstrap().checkIn(NAME).code()).isEqualTo(BootstrapReturn.SERVICE_ACTIVE);
        stop("owner");
        assertThat(client.bootstrap().checkIn(NAME).code()).isEqualTo(BootstrapReturn.NOT_PRIVILEGED);
        PortRight served = of("owner").checkIn(NAME).right();
        assertThat(served).isInstanceOf(ReceiveRight.class);
        assertThat(kernel.snapshot().ports().get(0).state()).isEqualTo("checked in");
        assertThatThrownBy(() -> kernel.registry("owner").declare(PortName.of(NAME), IncomingMessage::data))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("checked in");
        space("owner").deallocate(served);
        kernel.registry("owner").declare(PortName.of(NAME), IncomingMessage::data);
    }

    @Test
    void aSpaceThatHasEndedTakesNoName() {
        Bootstrap names = owner.bootstrap();
        stop("owner");
        assertThatThrownBy(() -> names.createService(NAME)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> names.lookUp(NAME)).isInstanceOf(IllegalStateException.class);
        PortSpace ended = client.space();
        stop("client");
        assertThatThrownBy(() -> of("other").in(ended)).isInstanceOf(IllegalArgumentException.class);
        assertThat(kernel.services()).isEmpty();
    }

    @Test
    void aRequestOfAMessagePortIsAnsweredByAMachServerAndQueuesUntilThereIsOne() throws Exception {
        owner.bootstrap().createService(NAME);
        RemoteMessagePort remote = client.connect(PortName.of(NAME));
        assertThat(remote.owner().label()).isEqualTo("owner");
        List<Invalidation> told = new CopyOnWriteArrayList<>();
        remote.onInvalidated((port, why) -> told.add(why), Runnable::run);
        Attempt request = Attempt.of(() ->
                text(remote.request(42, bytes("question"), SendOptions.DEFAULT).data()));
        PortRight served = of("server").checkIn(NAME).right();
        Message message = space("server").receive(served, SOON).message();
        assertThat(message.id()).isEqualTo(42);
        assertThat(message.items()).hasSize(1);
        assertThat(text(((Inline) message.items().get(0)).data())).isEqualTo("question");
        space("server").send(Message.to(message.remote(), 1, Inline.bytes(bytes("answer"))), MsgOptions.POLL);
        assertThat(request.result()).isEqualTo("answer");

        Attempt dropped = Attempt.of(() -> remote.request(43, null));
        space("server").receive(served, SOON).message();
        stop("server");
        assertThat(dropped.failure(TransportException.class).outcomeCause()).isEqualTo(Cause.REPLY_DROPPED);
        assertThat(remote.isValid()).isTrue();
        remote.send(44, null);
        assertThat(receive(space("server"), of("server").checkIn(NAME).right())).isEqualTo(44);
        assertThat(told).isEmpty();
    }

    private static ByteBuffer reply(PortSpace space, PortRight from, int id) {
        ReceiveResult result = space.receive(from, SOON);
        assertThat(result.message().id()).isEqualTo(id);
        assertThat(result.message().items()).hasSize(1);
        return ((Inline) result.message().items().get(0)).data();
    }

    @Test
    void aMachClientIsAnsweredByAMessagePortAndNotBeyondTheLimitOfItsReplyPort() throws Exception {
        owner.createLocal(PortName.of(NAME), message -> {
            assertThat(message.wantsReply()).isTrue();
            return bytes("re " + text(message.data()));
        });
        PortSpace space = client.space();
        PortRight right = client.bootstrap().lookUp(NAME).right();
        ReceiveRight reply = space.allocate();
        Message question = Message.to(right, 5, Inline.bytes(bytes("q")));
        space.send(question.replyTo(space.makeSendOnce(reply)), MsgOptions.POLL);
        assertThat(text(reply(space, reply, 5))).isEqualTo("re q");
        ReceiveResult result = space.rpc(question.replyTo(reply), SOON);
        assertThat(result.message().id()).isEqualTo(5);
        assertThat(result.trailer().owner())
                .as("the kernel says whose answer it is")
                .isEqualTo("owner");

        assertThat(space.setBacklog(reply, 1)).isEqualTo(KernReturn.SUCCESS);
        space.send(question.replyTo(reply), MsgOptions.POLL);
        space.send(question.replyTo(reply), MsgOptions.POLL);
        space.send(question.replyTo(space.makeSendOnce(reply)), MsgOptions.POLL);
        await().until(() -> space.status(reply).messages() == 2);
        client.connect(PortName.of(NAME)).request(1, bytes("all are handled"));
        assertThat(space.status(reply).messages())
                .as("a send right does not fill the queue beyond its limit, a send-once right does")
                .isEqualTo(2);
    }

    @Test
    void theRightToReplyIsNotKeptByAPortThatHasNoMoreTime() {
        owner.createLocal(PortName.of(NAME), message -> {
            message.responder(); // and forgets it
            return null;
        });
        PortSpace space = client.space();
        PortRight right = client.bootstrap().lookUp(NAME).right();
        ReceiveRight once = space.allocate();
        ReceiveRight plain = space.allocate();
        space.send(Message.to(right, 1).replyTo(space.makeSendOnce(once)), MsgOptions.POLL);
        space.send(Message.to(right, 2).replyTo(plain), MsgOptions.POLL);
        await().until(() -> kernel.snapshot().ports().get(0).handled() == 2);
        List<String> told = new CopyOnWriteArrayList<>();
        space.onNoSenders(plain, (of, what) -> told.add(what), Runnable::run);
        assertThat(told).isEmpty();
        stop("owner");
        assertThat(receive(space, once)).isEqualTo(Notification.Kind.SEND_ONCE.id());
        await().until(() -> told.size() == 1);
    }

    @Test
    void aNameOfOneKernelIsServedByAMachServerToClientsOfAnother() throws Exception {
        try (Arrangement two = new Arrangement.TwoKernels()) {
            PortRegistry server = two.ownersKernel().registry("server");
            assertThat(server.bootstrap().createService(NAME).code()).isEqualTo(BootstrapReturn.SUCCESS);
            assertThat(two.client().bootstrap().createService(NAME).code()).isEqualTo(BootstrapReturn.NAME_IN_USE);
            PortRight found = two.client().bootstrap().lookUp(NAME).right();
            assertThat(two.client().space().send(Message.to(found, 7), MsgOptions.NONE))
                    .as("a right to a port elsewhere")
                    .isEqualTo(SendResult.SUCCESS);
            assertThatThrownBy(() -> two.client().createLocal(PortName.of(NAME), IncomingMessage::data))
                    .isInstanceOf(NameInUseException.class);
            RemoteMessagePort remote = two.client().connect(PortName.of(NAME));
            Attempt request =
                    Attempt.of(() -> text(remote.request(1, bytes("far")).data()));
            PortRight served = server.bootstrap().checkIn(NAME).right();
            assertThat(receive(server.space(), served)).isEqualTo(7);
            Message message = server.space().receive(served, SOON).message();
            server.space().send(Message.to(message.remote(), 1, Inline.bytes(bytes("away"))), MsgOptions.POLL);
            assertThat(request.result()).isEqualTo("away");
            two.ownersKernel().space("server").close(Duration.ZERO);
            assertThat(remote.isValid()).isTrue();
            remote.send(2, null);
            PortRegistry again = two.ownersKernel().registry("server");
            assertThat(receive(again.space(), again.bootstrap().checkIn(NAME).right()))
                    .isEqualTo(2);
        }
    }

    @Test
    void aNameOfTheKernelOnlyIsFoundByItsSpacesToo() {
        owner.createLocal(LocalPortOptions.named(NAME, IncomingMessage::data).withScope(PortScope.KERNEL));
        assertThat(client.bootstrap().lookUp(NAME).right()).isInstanceOf(SendRight.class);
        assertThat(client.bootstrap().checkIn(NAME).code()).isEqualTo(BootstrapReturn.NOT_PRIVILEGED);
        assertThat(owner.bootstrap().checkIn(NAME).code()).isEqualTo(BootstrapReturn.SERVICE_ACTIVE);
    }
}
