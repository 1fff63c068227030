package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach25.Mach25;
import org.roadstead.mach25.MachTask;

/** Two tasks of one kernel, and a port that one of them receives from and the other can send to. */
final class TaskFixture implements AutoCloseable {
    final PortSpace serverSpace = space("server");
    final PortSpace clientSpace = space("client");
    final MachTask server = new MachTask(serverSpace);
    final MachTask client = new MachTask(clientSpace);
    /** The port, as the server knows it. */
    final int port = allocate(server);
    /** The port, as the client knows it: under a name that means nothing to the server. */
    final int to = 7000;

    TaskFixture() {
        assertThat(server.port_insert_send(client, port, to)).isZero();
    }

    private static PortSpace space(String owner) {
        return new MachSpace(new Origin("me", "here", owner, 1), MachLimits.DEFAULT);
    }

    static int allocate(MachTask task) {
        int[] name = new int[1];
        assertThat(task.port_allocate(name)).isZero();
        return name[0];
    }

    static int set(MachTask task) {
        int[] name = new int[1];
        assertThat(task.port_set_allocate(name)).isZero();
        return name[0];
    }

    /** Allocates memory with some bytes in it. */
    static int memory(MachTask task, ByteBuffer bytes) {
        int[] address = new int[1];
        assertThat(task.vm_allocate(address, bytes.remaining())).isZero();
        assertThat(task.vm_write(address[0], bytes)).isZero();
        return address[0];
    }

    /** Makes bytes of big-endian words. */
    static ByteBuffer words(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.flip();
    }

    /** Makes a message. */
    static ByteBuffer message(int simple, int local, int remote, int id, int... body) {
        ByteBuffer bytes = ByteBuffer.allocate(Mach25.MSG_HEADER_SIZE + 4 * body.length);
        bytes.put(words(simple, bytes.capacity(), 0, local, remote, id));
        return bytes.put(words(body)).flip();
    }

    /** Makes a buffer to receive into, full of ones but for what a receive reads. */
    static ByteBuffer buffer(int size, int from) {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        while (buffer.hasRemaining()) {
            buffer.put((byte) -1);
        }
        return buffer.flip().putInt(Mach25.MSG_SIZE_OFFSET, size).putInt(Mach25.MSG_LOCAL_PORT_OFFSET, from);
    }

    /** Sends without waiting. */
    static int poll(MachTask task, ByteBuffer message) {
        return task.msg_send(message, Mach25.SEND_TIMEOUT, 0);
    }

    /** Receives a message that is there, and returns the bytes of it. */
    static ByteBuffer next(MachTask task, int from) {
        ByteBuffer buffer = buffer(Mach25.MSG_SIZE_MAX, from);
        assertThat(task.msg_receive(buffer, Mach25.RCV_TIMEOUT, 0)).isZero();
        return buffer.limit(buffer.getInt(Mach25.MSG_SIZE_OFFSET));
    }

    /** Tells whether nothing is queued. */
    static boolean isEmpty(MachTask task, int from) {
        return task.msg_receive(buffer(Mach25.MSG_SIZE_MAX, from), Mach25.RCV_TIMEOUT, 0) == Mach25.RCV_TIMED_OUT;
    }

    /** Fills the port, and returns how many messages that took. */
    int fill() {
        int count = 0;
        while (poll(client, message(1, 0, to, 1000)) == Mach25.SEND_SUCCESS) {
            count++;
        }
        return count;
    }

    @Override
    public void close() {
        server.task_terminate();
        client.task_terminate();
    }
}
