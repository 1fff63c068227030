package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.roadstead.core.mach.TaskFixture.allocate;
import static org.roadstead.core.mach.TaskFixture.buffer;
import static org.roadstead.core.mach.TaskFixture.isEmpty;
import static org.roadstead.core.mach.TaskFixture.message;
import static org.roadstead.core.mach.TaskFixture.next;
import static org.roadstead.core.mach.TaskFixture.poll;
import static org.roadstead.core.mach.TaskFixture.set;
import static org.roadstead.core.mach.TaskFixture.words;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roadstead.mach25.Mach25;
import org.roadstead.testkit.Attempt;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** The message calls with numbers for names, on a kernel: what goes in and out byte by byte, and what they refuse. */
@Timeout(60)
@ShownIn(Place.FACADE)
class TaskMessagesTest {
    private static final int FOREVER = -1; // 49 days

    private final TaskFixture tasks = new TaskFixture();
    private final int to = tasks.to;

    @AfterEach
    void close() {
        tasks.close();
    }

    private int send(int option, int timeout, ByteBuffer message) {
        return tasks.client.msg_send(message, option, timeout);
    }

    private int receive(ByteBuffer buffer) {
        return tasks.server.msg_receive(buffer, Mach25.RCV_TIMEOUT, 0);
    }

    @Test
    void whatIsReceivedHasTheReceiversNames() {
        int reply = allocate(tasks.client);
        int passed = allocate(tasks.client);
        assertThat(poll(
                        tasks.client,
                        words(
                                0xABCDEF00, // unused, not simple
                                0x0000002C, // 44
                                0x80000000, // a bit of the user's
                                reply,
                                to,
                                0xFFFFFFFF, // id
                                0x02200018, // INTEGER_32, 32 bits, 1, inline
                                0x00000005,
                                0x06200028, // PORT, 32 bits, 2, inline
                                passed,
                                0x00000000)))
                .isZero();
        ByteBuffer received = next(tasks.server, tasks.port);
        int answer = received.getInt(Mach25.MSG_REMOTE_PORT_OFFSET);
        int gained = received.getInt(36);
        assertThat(received)
                .isEqualTo(words(
                        0x00000000, // not simple
                        0x0000002C, // 44
                        0x80000000, // the user's bit
                        tasks.port,
                        answer,
                        0xFFFFFFFF,
                        0x02200018,
                        0x00000005,
                        0x06200028,
                        gained,
                        0x00000000));
        assertThat(poll(tasks.server, message(1, 0, answer, 1))).isZero();
        assertThat(poll(tasks.server, message(1, 0, gained, 2))).isZero();
        assertThat(next(tasks.client, reply)).isEqualTo(message(1, reply, 0, 1));
        assertThat(next(tasks.client, passed)).isEqualTo(message(1, passed, 0, 2));
    }

    @Test
    void theBodyOfASimpleMessageIsNotLookedAt() {
        int[] body = {0x06200018, to, 0xDEADBEEF, 0x0000000C};
        assertThat(poll(tasks.client, message(1, 0, to, 1, body))).isZero();
        assertThat(next(tasks.server, tasks.port)).isEqualTo(message(1, tasks.port, 0, 1, body));
    }

    @Test
    @Scenario("M27")
    void aMessageThatCannotBeReadIsNotSent(@TempDir Path directory) throws Exception {
        assertThat(poll(tasks.client, null)).isEqualTo(Mach25.SEND_INVALID_MEMORY);
        assertThat(poll(tasks.client, message(1, 0, to, 1, 0, 0).limit(28))).isEqualTo(Mach25.SEND_INVALID_MEMORY);
        Path path =
                Files.write(directory.resolve("message"), message(1, 0, to, 1).array());
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, 24);
            for (int i = 0; i < 20_000; i++) {
                assertThat(poll(tasks.client, mapped)).isZero();
                assertThat(receive(mapped.putInt(4, 24).putInt(12, tasks.port))).isZero();
                mapped.putInt(12, 0).putInt(16, to);
            }
            file.truncate(0);
            for (int i = 0; i < 100; i++) {
                assertThat(poll(tasks.client, mapped)).isEqualTo(Mach25.SEND_INVALID_MEMORY);
                assertThat(receive(mapped)).isEqualTo(Mach25.RCV_INVALID_MEMORY);
            }
        }
        assertThat(isEmpty(tasks.server, tasks.port)).isTrue();
    }

    @Test
    @Scenario("M28")
    void aMessageThatIsTooShortIsNotSent() {
        assertThat(poll(tasks.client, message(1, 0, to, 1).putInt(4, 23))).isEqualTo(Mach25.SEND_MSG_TOO_SMALL);
        assertThat(poll(tasks.client, message(0, 0, to, 1, 0x02200028, 1))).isEqualTo(Mach25.SEND_MSG_TOO_SMALL);
        assertThat(poll(tasks.client, message(0, 0, to, 1, 0x06200018))).isEqualTo(Mach25.SEND_MSG_TOO_SMALL);
        assertThat(poll(tasks.client, message(0, 0, to, 1, 0x09080050))).isEqualTo(Mach25.SEND_MSG_TOO_SMALL);
        assertThat(isEmpty(tasks.server, tasks.port)).isTrue();
    }

    /** In Mach's order; each message has all that is wrong from its row on. */
    @Test
    @Scenario("M30")
    void noErrorHidesAnEarlierOneEvenAtAFullPort() {
        tasks.fill();
        int[] overrun = {0x02200028, 1};
        int unknown = 4711;
        int set = set(tasks.client);
        ByteBuffer all = message(0, unknown, set, 1, overrun);
        assertThat(send(0, 0, all.putInt(4, 23))).isEqualTo(Mach25.SEND_MSG_TOO_SMALL);
        assertThat(send(0, 0, all.putInt(4, 8193))).isEqualTo(Mach25.SEND_MSG_TOO_LARGE);
        assertThat(send(0, 0, all.putInt(4, 33))).isEqualTo(Mach25.SEND_INVALID_MEMORY);
        assertThat(send(0, 0, all.putInt(4, 32))).isEqualTo(Mach25.SEND_INVALID_PORT);
        assertThat(send(0, 0, all.putInt(16, Mach25.PORT_NULL))).isEqualTo(Mach25.SEND_INVALID_PORT);
        assertThat(send(0, 0, all.putInt(16, unknown))).isEqualTo(Mach25.SEND_INVALID_PORT);
        assertThat(send(0, 0, all.putInt(16, to))).isEqualTo(Mach25.SEND_INVALID_PORT);
        assertThat(send(0, 0, all.putInt(12, set))).isEqualTo(Mach25.SEND_INVALID_PORT);
        assertThat(send(0, 0, all.putInt(12, 0))).isEqualTo(Mach25.SEND_MSG_TOO_SMALL);

        int[] wide = {0x06400018, to, 0};
        int[] unreadable = {0x09080010, 0x00001000};
        int[] notHeld = {0x05200018, to};
        assertThat(send(0, 0, items(wide, overrun))).isEqualTo(Mach25.SEND_INVALID_PORT);
        assertThat(send(0, 0, items(unreadable, overrun))).isEqualTo(Mach25.SEND_INVALID_MEMORY);
        assertThat(send(0, 0, items(notHeld, overrun))).isEqualTo(Mach25.SEND_INVALID_PORT);
        assertThat(send(0, 0, items(notHeld, unreadable))).isEqualTo(Mach25.SEND_INVALID_PORT);
        assertThat(send(0, 0, items(unreadable, notHeld))).isEqualTo(Mach25.SEND_INVALID_MEMORY);
    }

    private ByteBuffer items(int[] first, int[] second) {
        int[] body = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, body, first.length, second.length);
        return message(0, 0, to, 1, body);
    }

    @Test
    void ownershipIsSentWithTheReceiveRightAndSoIsTheReceiveRightAlone() {
        for (int type : new int[] {0x0320001A, 0x0420001A, 0x0520001A}) {
            int moved = allocate(tasks.client);
            assertThat(poll(tasks.client, message(0, 0, to, 1, type, moved))).isZero();
            ByteBuffer received = next(tasks.server, tasks.port);
            assertThat(received.getInt(24)).as("PORT_ALL, 32 bits, 1, inline").isEqualTo(0x05200018);
            int[] is = new int[1];
            assertThat(tasks.server.port_type(received.getInt(28), is)).isZero();
            assertThat(is[0]).isEqualTo(Mach25.PORT_TYPE_RECEIVE_OWN);
            assertThat(tasks.client.port_type(moved, is)).isEqualTo(Mach25.KERN_INVALID_ARGUMENT);
        }
    }

    @Test
    void aRightWhosePortDiedOnTheWayArrivesAsMinusOne() {
        int mortal = allocate(tasks.client);
        assertThat(poll(tasks.client, message(0, 0, to, 1, 0x06200018, mortal))).isZero();
        tasks.client.port_deallocate(mortal);
        assertThat(next(tasks.server, tasks.port)).isEqualTo(message(0, tasks.port, 0, 1, 0x06200018, -1));
    }

    @Test
    @Scenario("M40")
    void aNoticeIs32Bytes() {
        int notify = tasks.client.task_notify();
        tasks.server.port_deallocate(tasks.port);
        assertThat(next(tasks.client, notify))
                .isEqualTo(words(
                        0x00000001, // simple
                        0x00000020, // 32
                        0x00000001, // emergency
                        notify,
                        0x00000000, // nobody to reply to
                        0x00000041, // NOTIFY_PORT_DELETED
                        0x0F200018, // PORT_NAME, 32 bits, 1, inline
                        to));
    }

    @Test
    void aTimeIsUnsigned() throws Exception {
        ByteBuffer buffer = buffer(64, tasks.port);
        Attempt receive = Attempt.of(() -> tasks.server.msg_receive(buffer, Mach25.RCV_TIMEOUT, FOREVER));
        await().until(() -> new OneKernel().isWaiting(receive));
        assertThat(poll(tasks.client, message(1, 0, to, 1))).isZero();
        assertThat(receive.result()).isEqualTo(Mach25.RCV_SUCCESS);
        tasks.fill();
        Attempt send = Attempt.of(() -> send(Mach25.SEND_TIMEOUT, FOREVER, message(1, 0, to, 2)));
        assertThat(next(tasks.server, tasks.port).getInt(Mach25.MSG_ID_OFFSET)).isEqualTo(1000);
        assertThat(send.result()).isEqualTo(Mach25.SEND_SUCCESS);
    }

    @Test
    void aTimeCountsWithItsOptionOnly() throws Exception {
        tasks.fill();
        int other = Mach25.SEND_SWITCH | Mach25.SEND_ALWAYS | Mach25.RCV_LARGE | Mach25.RCV_TIMEOUT;
        Attempt send = Attempt.of(() -> send(other, 1, message(1, 0, to, 2)));
        assertThat(send(Mach25.SEND_TIMEOUT | other, 20, message(1, 0, to, 3))).isEqualTo(Mach25.SEND_TIMED_OUT);
        assertThat(send.isOver()).isFalse();
        next(tasks.server, tasks.port);
        assertThat(send.result()).isEqualTo(Mach25.SEND_SUCCESS);
        assertThat(send.took()).isGreaterThan(Duration.ofMillis(10));
    }

    @Test
    void aBufferThatCannotBeWrittenReceivesNothing() {
        assertThat(poll(tasks.client, message(1, 0, to, 1))).isZero();
        assertThat(receive(null)).isEqualTo(Mach25.RCV_INVALID_MEMORY);
        assertThat(receive(buffer(64, tasks.port).asReadOnlyBuffer())).isEqualTo(Mach25.RCV_INVALID_MEMORY);
        assertThat(receive(buffer(64, tasks.port).limit(23))).isEqualTo(Mach25.RCV_INVALID_MEMORY);
        assertThat(receive(buffer(64, tasks.port).putInt(4, 65))).isEqualTo(Mach25.RCV_INVALID_MEMORY);
        assertThat(receive(buffer(64, tasks.port).putInt(4, -1))).isEqualTo(Mach25.RCV_INVALID_MEMORY);
        assertThat(tasks.server.msg_receive(buffer(64, tasks.port), Mach25.RCV_TIMEOUT, 0, new int[0]))
                .isEqualTo(Mach25.RCV_INVALID_MEMORY);
        assertThat(next(tasks.server, tasks.port)).isEqualTo(message(1, tasks.port, 0, 1));
    }

    @Test
    @Scenario("M54")
    void ofAMessageThatIsTooLargeTheSizeIsToldAndNothingElseWritten() {
        assertThat(poll(tasks.client, message(1, 0, to, 1, 0x02200018, 5))).isZero();
        for (int size : new int[] {0, 23, 24, 31}) {
            ByteBuffer buffer = buffer(64, tasks.port).putInt(4, size);
            assertThat(receive(buffer)).isEqualTo(Mach25.RCV_TOO_LARGE);
            assertThat(buffer).isEqualTo(buffer(64, tasks.port).putInt(4, 32));
        }
        ByteBuffer buffer = buffer(64, tasks.port).putInt(4, 32);
        assertThat(receive(buffer)).isZero();
        assertThat(buffer.getInt(32)).as("behind the message").isEqualTo(-1);
    }

    @Test
    void aMessageIsReceivedAtThePositionInBigEndianWordsWhateverTheOrder() {
        assertThat(poll(tasks.client, message(1, 0, to, 1))).isZero();
        ByteBuffer buffer = ByteBuffer.allocateDirect(40)
                .putInt(8, 32)
                .putInt(16, tasks.port)
                .position(4)
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(receive(buffer)).isZero();
        assertThat(buffer.position()).isEqualTo(4);
        assertThat(buffer.limit(28)).isEqualTo(message(1, tasks.port, 0, 1));
    }

    @Test
    void aReplyComesIntoTheBufferOfItsRequest() throws Exception {
        int reply = allocate(tasks.client);
        Attempt served = Attempt.of(() -> {
            ByteBuffer request = buffer(64, tasks.port);
            assertThat(tasks.server.msg_receive(request, 0, 0)).isZero();
            int answer = request.getInt(Mach25.MSG_REMOTE_PORT_OFFSET);
            return tasks.server.msg_send(message(1, 0, answer, 101, 0x02200018, 6), 0, 0);
        });
        ByteBuffer buffer = buffer(64, 0)
                .put(message(1, reply, to, 1, 0x02200018, 5))
                .flip()
                .limit(64);
        assertThat(tasks.client.msg_rpc(buffer, 0, 64, 0, 0)).isEqualTo(Mach25.RPC_SUCCESS);
        assertThat(buffer.limit(32)).isEqualTo(message(1, reply, 0, 101, 0x02200018, 6));
        assertThat(served.result()).isEqualTo(Mach25.SEND_SUCCESS);
    }

    @Test
    void aCallWithoutAPlaceForItsReplyIsSentAndReceivesNothing() {
        int reply = allocate(tasks.client);
        ByteBuffer request = message(1, reply, to, 1);
        assertThat(tasks.client.msg_rpc(request, 0, 25, 0, 0)).isEqualTo(Mach25.RCV_INVALID_MEMORY);
        assertThat(tasks.client.msg_rpc(request.asReadOnlyBuffer(), 0, 24, 0, 0))
                .isEqualTo(Mach25.RCV_INVALID_MEMORY);
        assertThat(next(tasks.server, tasks.port).getInt(Mach25.MSG_ID_OFFSET)).isEqualTo(1);
        assertThat(next(tasks.server, tasks.port).getInt(Mach25.MSG_ID_OFFSET)).isEqualTo(1);
        tasks.fill();
        assertThat(tasks.client.msg_rpc(request, Mach25.SEND_TIMEOUT, 25, 0, 0)).isEqualTo(Mach25.SEND_TIMED_OUT);
        assertThat(tasks.client.msg_rpc(request.putInt(4, 3), 0, 25, 0, 0)).isEqualTo(Mach25.SEND_MSG_TOO_SMALL);
    }

    @Test
    void aCallWhoseReplyIsTooLargeSaysWhatItNeeds() {
        int reply = allocate(tasks.client);
        assertThat(poll(tasks.client, message(1, 0, reply, 101, 0x02200018, 6))).isZero();
        ByteBuffer request = message(1, reply, to, 1);
        assertThat(tasks.client.msg_rpc(request, 0, 24, 0, 0)).isEqualTo(Mach25.RCV_TOO_LARGE);
        assertThat(request.getInt(4)).isEqualTo(32);
    }
}
