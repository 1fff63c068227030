package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach.Inline;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.Notification;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendOnceRight;
import org.roadstead.mach.SendRight;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Scenario;

/** Calls: a send, and a receive from the port of its reply right. */
abstract class MachRpcContract extends MachContract {
    private static final int EARLIER = 77;

    private PortSpace client;
    private PortSpace server;
    private ReceiveRight service;
    /** The client's right to send to the service. */
    private SendRight port;

    private ReceiveRight reply;

    @BeforeEach
    void arrange() {
        client = space("client");
        server = space("server");
        service = server.allocate();
        port = give(server, service, client);
        reply = client.allocate();
    }

    private Message request(int id) {
        return Message.to(port, id).replyTo(client.makeSendOnce(reply));
    }

    /** Makes a call, and returns when its request is with the server. */
    private Attempt call(Message request) {
        return waiting(Attempt.of(() -> client.rpc(request, MsgOptions.NONE)));
    }

    @Test
    @Scenario("M63")
    void aCallGetsNoOthersReply() throws Exception {
        Attempt echo = Attempt.of(() -> {
            for (int i = 0; i < 100; i++) {
                Message request = next(server, service);
                Message answer = Message.to(
                        request.remote(), request.id() + 100, request.items().get(0));
                assertThat(server.send(answer, MsgOptions.NONE).code()).isEqualTo(MsgReturn.SUCCESS);
            }
            return null;
        });
        for (int i = 0; i < 100; i++) {
            PortRight back = i % 2 == 0 ? reply : client.makeSendOnce(reply);
            ReceiveResult result =
                    client.rpc(Message.to(port, i, Inline.integers(i * i)).replyTo(back), MsgOptions.NONE);
            assertThat(result.code()).isEqualTo(MsgReturn.SUCCESS);
            assertThat(result.message().id()).as("the id is the server's").isEqualTo(i + 100);
            assertThat(result.message().local().name()).isEqualTo(reply.name());
            assertThat(((Inline) result.message().items().get(0)).data().getInt())
                    .isEqualTo(i * i);
        }
        echo.result();
        assertThat(rest(client, reply)).isEmpty();
    }

    @Test
    @Scenario("M63")
    void noCallOfSeveralThreadsGetsAnothersReplyWhenEachHasItsPort() throws Exception {
        Attempt[] calls = new Attempt[4];
        for (int i = 0; i < calls.length; i++) {
            ReceiveRight own = client.allocate();
            Message request = Message.to(port, i).replyTo(client.makeSendOnce(own));
            calls[i] = Attempt.of(() -> client.rpc(request, MsgOptions.NONE));
        }
        Message[] requests = new Message[calls.length];
        for (int i = 0; i < calls.length; i++) {
            Message request = next(server, service);
            requests[request.id()] = request;
        }
        for (int i = calls.length - 1; i >= 0; i--) {
            poll(server, Message.to(requests[i].remote(), 100 + i));
        }
        for (int i = 0; i < calls.length; i++) {
            assertThat(received(calls[i]).message().id()).isEqualTo(100 + i);
        }
    }

    @Test
    @Scenario("M64")
    void aCallThatCannotBeSentTakesNoMessageFromTheReplyPort() throws Exception {
        List<Integer> filling = fill(client, port);
        poll(client, Message.to(reply, EARLIER));
        Message request = request(1);

        ReceiveResult polled = client.rpc(request, MsgOptions.POLL);
        assertThat(polled.code()).isEqualTo(MsgReturn.SEND_TIMED_OUT);
        assertThat(polled.cause()).isEqualTo(MsgCause.QUEUE_FULL);
        Duration timeout = Duration.ofMillis(50);
        long began = System.nanoTime();
        Attempt timed = Attempt.of(() -> client.rpc(request, sendTimeout(timeout)));
        assertThat(timed.endedAfter(began)).isGreaterThanOrEqualTo(timeout);
        assertThat(received(timed).code()).isEqualTo(MsgReturn.SEND_TIMED_OUT);
        assertThat(client.rpc(Message.to(PortRight.NULL, 1).replyTo(reply), MsgOptions.NONE)
                        .code())
                .isEqualTo(MsgReturn.SEND_INVALID_PORT);

        assertThat(client.type(request.local())).as("the reply right stayed").isEqualTo(RightType.SEND_ONCE);
        assertThat(rest(client, reply)).containsExactly(EARLIER);
        assertThat(rest(server, service)).isEqualTo(filling);
    }

    @Test
    @Scenario("M65")
    void aCallDoesNotEndBeforeItsReceiveTimeoutAndALateReplyIsNotLost() throws Exception {
        Duration timeout = Duration.ofMillis(50);
        Message request = request(1);
        long began = System.nanoTime();
        Attempt timed = Attempt.of(() -> client.rpc(request, receiveTimeout(timeout)));
        assertThat(timed.endedAfter(began)).isGreaterThanOrEqualTo(timeout).isLessThan(PATIENCE);
        assertThat(received(timed).code()).isEqualTo(MsgReturn.RCV_TIMED_OUT);

        Message seen = next(server, service);
        assertThat(poll(server, Message.to(seen.remote(), 2)).code()).isEqualTo(MsgReturn.SUCCESS);
        assertThat(next(client, reply).id()).isEqualTo(2);
    }

    @Test
    @Scenario("M65")
    void aLateReplyDoesNotComeWhenThePortForItIsGone() throws Exception {
        assertThat(client.rpc(request(1), MsgOptions.NONE.withReceiveTimeout(Duration.ZERO))
                        .code())
                .isEqualTo(MsgReturn.RCV_TIMED_OUT);
        client.deallocate(reply);
        settle();
        Message seen = next(server, service);
        assertThat(poll(server, Message.to(seen.remote(), 2)).code()).isEqualTo(MsgReturn.SEND_INVALID_PORT);
        assertThat(seen.remote().name()).as("it arrived dead").isEqualTo(-1);
    }

    @Test
    @Scenario("M66")
    void aCallThatIsHeldReceivesNothing() {
        List<Integer> filling = fill(client, port);
        poll(client, Message.to(reply, EARLIER));
        Message request = request(1);

        ReceiveResult held = client.rpc(request, NOTIFY);
        assertThat(held.code()).isEqualTo(MsgReturn.SEND_WILL_NOTIFY);
        assertThat(held.received()).isNull();
        assertThat(client.type(request.local())).as("the message was taken").isEqualTo(RightType.NONE);
        assertThat(rest(client, reply)).containsExactly(EARLIER);

        filling.add(1);
        assertThat(rest(server, service)).isEqualTo(filling);
        assertThat(notice(client)).isEqualTo(new Notification(Notification.Kind.MSG_ACCEPTED, port.name()));
    }

    @Test
    @Scenario("M67")
    void aRequestWithoutAReplyPortIsNotKeptBackThoughTheCallCannotReceive() {
        ReceiveResult result = client.rpc(Message.to(port, 1), MsgOptions.NONE);
        assertThat(result.code()).isEqualTo(MsgReturn.RCV_INVALID_PORT);
        Message seen = next(server, service);
        assertThat(seen.id()).isEqualTo(1);
        assertThat(seen.remote()).isEqualTo(PortRight.NULL);
    }

    @Test
    @Scenario("M68")
    void aRequestWithAReplyPortInASetIsNotKeptBackThoughTheCallCannotReceive() {
        PortSet set = client.newSet();
        assertThat(client.addToSet(set, reply)).isEqualTo(KernReturn.SUCCESS);
        for (PortRight back : List.of(reply, client.makeSendOnce(reply))) {
            ReceiveResult result = client.rpc(Message.to(port, 1).replyTo(back), MsgOptions.NONE);
            assertThat(result.code()).isEqualTo(MsgReturn.RCV_INVALID_PORT);
            assertThat(result.cause()).isEqualTo(MsgCause.IN_SET);
            Message seen = next(server, service);
            assertThat(poll(server, Message.to(seen.remote(), 2)).code()).isEqualTo(MsgReturn.SUCCESS);
            assertThat(next(client, set).id()).isEqualTo(2);
        }
    }

    @Test
    @Scenario("M68")
    void aRequestThatTakesItsReplyPortAwayDoesNotConfuseTheCall() {
        Message request = Message.to(port, 1, PortItem.receive(reply)).replyTo(reply);
        assertThat(client.rpc(request, MsgOptions.NONE).code()).isEqualTo(MsgReturn.RCV_INVALID_PORT);
        Message seen = next(server, service);
        PortRight moved = ((PortItem) seen.items().get(0)).rights().get(0);
        assertThat(server.type(moved)).isEqualTo(RightType.RECEIVE);
        assertThat(seen.remote().name())
                .as("the right to reply leads to the same port")
                .isEqualTo(moved.name());
    }

    @Test
    @Scenario("M70")
    void aCallerDoesNotWaitForAReplyThatNobodyWillSend() throws Exception {
        Attempt unread = call(request(1));
        server.deallocate(service);
        assertThat(received(unread).message().id()).isEqualTo(Notification.Kind.SEND_ONCE.id());

        ReceiveRight next = server.allocate();
        Message request = Message.to(give(server, next, client), 2).replyTo(client.makeSendOnce(reply));
        Attempt dropped = call(request);
        server.deallocate(next(server, next).remote());
        Message notice = received(dropped).message();
        assertThat(Notification.of(notice)).contains(new Notification(Notification.Kind.SEND_ONCE, 0));
        assertThat(notice.remote()).isEqualTo(PortRight.NULL);
        assertThat(notice.local().name()).isEqualTo(reply.name());

        Attempt serverEnds = call(Message.to(request.remote(), 3).replyTo(client.makeSendOnce(reply)));
        next(server, next);
        server.close();
        assertThat(received(serverEnds).message().id()).isEqualTo(Notification.Kind.SEND_ONCE.id());
        settle();
        assertThat(rest(client, reply)).as("each call was told once").isEmpty();
    }

    @Test
    @Scenario("M70")
    void aServerIsNotBlockedByAFullReplyPortNorACallerToldTwice() throws Exception {
        fill(client, reply);
        SendOnceRight once = client.makeSendOnce(reply);
        poll(client, Message.to(port, 1).replyTo(once));
        Message seen = next(server, service);
        assertThat(server.send(Message.to(seen.remote(), 2), MsgOptions.NONE).code())
                .isEqualTo(MsgReturn.SUCCESS);
        assertThat(server.deallocate(seen.remote())).as("it is used up").isEqualTo(KernReturn.INVALID_ARGUMENT);
        server.close();
        assertThat(rest(client, reply)).endsWith(2).doesNotContain(Notification.Kind.SEND_ONCE.id());
    }

    @Test
    void neitherHalfOfACallHasTheOthersTimeout() throws Exception {
        Duration timeout = Duration.ofMillis(50);
        fill(client, port);
        MsgOptions options =
                MsgOptions.NONE.withSendTimeout(PATIENCE.multipliedBy(10)).withReceiveTimeout(timeout);
        Attempt call = waiting(Attempt.of(() -> client.rpc(request(1), options)));
        long began = System.nanoTime();
        next(server, service);
        assertThat(call.endedAfter(began)).isGreaterThanOrEqualTo(timeout).isLessThan(PATIENCE);
        assertThat(received(call).code()).isEqualTo(MsgReturn.RCV_TIMED_OUT);

        fill(client, port);
        MsgOptions ignored = options.and(MsgOption.RCV_INTERRUPT).withSendTimeout(Duration.ZERO);
        assertThat(client.rpc(request(2), ignored).code()).isEqualTo(MsgReturn.SEND_TIMED_OUT);
    }
}
