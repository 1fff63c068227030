package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.core.mach.TaskFixture.allocate;
import static org.roadstead.core.mach.TaskFixture.buffer;
import static org.roadstead.core.mach.TaskFixture.memory;
import static org.roadstead.core.mach.TaskFixture.message;
import static org.roadstead.core.mach.TaskFixture.words;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.roadstead.mach25.Mach25;

/** Every cut and every other value of every byte of some messages: the kernel has a code for it, or its receiver a message. */
class HostileMessagesTest {
    private static final Set<Integer> SEND_CODES = Set.of(
            Mach25.SEND_SUCCESS,
            Mach25.SEND_INVALID_MEMORY,
            Mach25.SEND_INVALID_PORT,
            Mach25.SEND_MSG_TOO_SMALL,
            Mach25.SEND_MSG_TOO_LARGE);

    private static ByteBuffer rights(TaskFixture tasks) {
        int[] once = new int[1];
        int port = allocate(tasks.client);
        assertThat(tasks.client.port_make_send_once(port, once)).isZero();
        return message(
                0, port, tasks.to, 1, 0x06200028, port, 0, 0x0520001A, allocate(tasks.client), 0x1220001A, once[0]);
    }

    private static ByteBuffer memories(TaskFixture tasks) {
        int data = memory(tasks.client, words(1, 2, 3, 4));
        int moved = memory(tasks.client, words(5, 6));
        int names = memory(tasks.client, words(tasks.to, 0));
        return message(0, 0, tasks.to, 1, 0x09080050, data, 0x00000006, 0x00020020, 2, moved, 0x06200022, names);
    }

    private static ByteBuffer simple(TaskFixture tasks) {
        return message(1, 0, tasks.to, 1, 0x02200018, 5, 0x0000000C, 0x00090008, 5, 0x01020304, 0x05000000);
    }

    @Test
    void noCutAndNoFlippedByteOfRightsThrows() {
        attack(HostileMessagesTest::rights);
    }

    @Test
    void noCutAndNoFlippedByteOfMemoryThrows() {
        attack(HostileMessagesTest::memories);
    }

    @Test
    void noCutAndNoFlippedByteOfASimpleMessageThrows() {
        attack(HostileMessagesTest::simple);
    }

    private static void attack(Function<TaskFixture, ByteBuffer> golden) {
        int size;
        try (TaskFixture tasks = new TaskFixture()) {
            ByteBuffer whole = golden.apply(tasks);
            size = whole.limit();
            assertThat(sent(tasks, whole)).as("unchanged").isZero();
        }
        for (int length = 0; length < size; length++) {
            try (TaskFixture tasks = new TaskFixture()) {
                assertThat(sent(tasks, golden.apply(tasks).limit(length))).isEqualTo(Mach25.SEND_INVALID_MEMORY);
            }
            try (TaskFixture tasks = new TaskFixture()) {
                sent(tasks, golden.apply(tasks).putInt(Mach25.MSG_SIZE_OFFSET, length));
            }
        }
        for (int at = 0; at < size; at++) {
            for (int value = 0; value < 256; value++) {
                try (TaskFixture tasks = new TaskFixture()) {
                    sent(tasks, golden.apply(tasks).put(at, (byte) value));
                }
            }
        }
    }

    /** Sends, and receives what was taken, from wherever it is. */
    private static int sent(TaskFixture tasks, ByteBuffer message) {
        int code = TaskFixture.poll(tasks.client, message);
        assertThat(SEND_CODES).contains(code);
        if (code == Mach25.SEND_SUCCESS && message.getInt(Mach25.MSG_REMOTE_PORT_OFFSET) == tasks.to) {
            ByteBuffer buffer = buffer(Mach25.MSG_SIZE_MAX, tasks.port);
            assertThat(tasks.server.msg_receive(buffer, Mach25.RCV_TIMEOUT, 0)).isZero();
            assertThat(buffer.getInt(Mach25.MSG_SIZE_OFFSET)).isBetween(24, message.limit() + 3);
        }
        return code;
    }
}
