package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.roadstead.core.mach.TaskFixture.allocate;
import static org.roadstead.core.mach.TaskFixture.memory;
import static org.roadstead.core.mach.TaskFixture.message;
import static org.roadstead.core.mach.TaskFixture.next;
import static org.roadstead.core.mach.TaskFixture.poll;
import static org.roadstead.core.mach.TaskFixture.words;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roadstead.mach.Memory;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach25.Mach25;
import org.roadstead.mach25.MachTask;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** What is at the addresses in messages: the receiver gets it, and the sender keeps it unless it is to leave and the message is taken. */
@Timeout(60)
@ShownIn(Place.FACADE)
class TaskMemoryTest {
    private final TaskFixture tasks = new TaskFixture();
    private final int to = tasks.to;

    @AfterEach
    void close() {
        tasks.close();
    }

    @Test
    void outOfLineDataAreTheReceiversAtAnotherAddress() {
        int kept = memory(tasks.client, words(1, 2, 3));
        int given = memory(tasks.client, words(4));
        assertThat(poll(tasks.client, message(0, 0, to, 1, 0x02200020, kept + 4, 0x02200012, given)))
                .isZero();
        tasks.client.vm_write(kept, words(0, 0, 0));
        assertThat(tasks.client.vm_read(given, ByteBuffer.allocate(1))).isEqualTo(Mach25.KERN_INVALID_ADDRESS);

        ByteBuffer received = next(tasks.server, tasks.port);
        int first = received.getInt(28);
        int second = received.getInt(36);
        assertThat(received).isEqualTo(message(0, tasks.port, 0, 1, 0x02200020, first, 0x02200010, second));
        ByteBuffer data = ByteBuffer.allocate(8);
        assertThat(tasks.server.vm_read(first, data)).isZero();
        assertThat(data).isEqualTo(words(2, 3));
        assertThat(tasks.server.vm_read(second, data.limit(4))).isZero();
        assertThat(data).isEqualTo(words(4));
        assertThat(tasks.server.vm_deallocate(first, 8)).isZero();
        assertThat(tasks.server.vm_deallocate(second, 4)).isZero();
    }

    @Test
    void memoryThatWasNotTakenStays() {
        tasks.fill();
        int memory = memory(tasks.client, words(4));
        ByteBuffer message = message(0, 0, to, 1, 0x02200012, memory);
        assertThat(poll(tasks.client, message)).isEqualTo(Mach25.SEND_TIMED_OUT);
        assertThat(tasks.client.vm_read(memory, ByteBuffer.allocate(4))).isZero();
        assertThat(tasks.client.msg_send(message, Mach25.SEND_NOTIFY, 0)).isEqualTo(Mach25.SEND_WILL_NOTIFY);
        assertThat(tasks.client.vm_read(memory, ByteBuffer.allocate(4))).isEqualTo(Mach25.KERN_INVALID_ADDRESS);
    }

    @Test
    void anArrayOfRightsOutOfLineLeavesWithItsRights() {
        int kept = allocate(tasks.client);
        int names = memory(tasks.client, words(kept, 0));
        assertThat(poll(tasks.client, message(0, 0, to, 1, 0x05200022, names)))
                .as("PORT_ALL, 2, out of line, deallocate")
                .isZero();
        assertThat(tasks.client.vm_deallocate(names, 8)).isEqualTo(Mach25.KERN_INVALID_ADDRESS);
        assertThat(tasks.client.port_type(kept, new int[1])).isEqualTo(Mach25.KERN_INVALID_ARGUMENT);
        ByteBuffer received = next(tasks.server, tasks.port);
        assertThat(received.getInt(24)).isEqualTo(0x05200020);
        ByteBuffer array = ByteBuffer.allocate(8);
        assertThat(tasks.server.vm_read(received.getInt(28), array)).isZero();
        int[] type = new int[1];
        assertThat(tasks.server.port_type(array.getInt(0), type)).isZero();
        assertThat(type[0]).isEqualTo(Mach25.PORT_TYPE_RECEIVE_OWN);
        assertThat(array.getInt(4)).isZero();
    }

    @Test
    void memoryLeavesWithACallWhetherAReplyComesOrNot() {
        int reply = allocate(tasks.client);
        int memory = memory(tasks.client, words(4));
        ByteBuffer request = message(0, reply, to, 1, 0x02200012, memory);
        assertThat(tasks.client.msg_rpc(request, Mach25.RCV_TIMEOUT, 32, 0, 0)).isEqualTo(Mach25.RCV_TIMED_OUT);
        assertThat(tasks.client.vm_deallocate(memory, 4)).isEqualTo(Mach25.KERN_INVALID_ADDRESS);
        assertThat(next(tasks.server, tasks.port).getInt(24)).isEqualTo(0x02200010);
    }

    @Test
    @Scenario("M81")
    void noMemoryOfAnUnreadMessageIsHeldByTheTask() {
        List<WeakReference<Memory>> allocated = new CopyOnWriteArrayList<>();
        MachTask task = new MachTask((PortSpace) Proxy.newProxyInstance(
                PortSpace.class.getClassLoader(), new Class<?>[] {PortSpace.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(tasks.clientSpace, arguments);
                    if (result instanceof Memory memory) {
                        allocated.add(new WeakReference<>(memory));
                    }
                    return result;
                }));
        int moved = memory(task, words(4));
        int names = memory(task, words(0));
        assertThat(poll(task, message(0, 0, to, 1, 0x02200012, moved, 0x06200012, names)))
                .isZero();
        tasks.server.port_deallocate(tasks.port);
        assertThat(allocated).hasSize(2);
        await().until(() -> {
            System.gc();
            return allocated.stream().allMatch(memory -> memory.get() == null);
        });
    }
}
