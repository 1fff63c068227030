package org.roadstead.core.mach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.roadstead.core.mach.TaskFixture.allocate;
import static org.roadstead.core.mach.TaskFixture.message;
import static org.roadstead.core.mach.TaskFixture.poll;
import static org.roadstead.core.mach.TaskFixture.set;
import static org.roadstead.core.mach.TaskFixture.words;
import static org.roadstead.mach25.Mach25.KERN_FAILURE;
import static org.roadstead.mach25.Mach25.KERN_INVALID_ADDRESS;
import static org.roadstead.mach25.Mach25.KERN_INVALID_ARGUMENT;
import static org.roadstead.mach25.Mach25.KERN_NAME_EXISTS;
import static org.roadstead.mach25.Mach25.KERN_NOT_IN_SET;
import static org.roadstead.mach25.Mach25.KERN_NOT_RECEIVER;
import static org.roadstead.mach25.Mach25.KERN_NO_SPACE;
import static org.roadstead.mach25.Mach25.KERN_RESOURCE_SHORTAGE;
import static org.roadstead.mach25.Mach25.KERN_SUCCESS;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.roadstead.mach25.Mach25;
import org.roadstead.mach25.MachTask;
import org.roadstead.testkit.Place;
import org.roadstead.testkit.Scenario;
import org.roadstead.testkit.ShownIn;

/** The calls on ports, sets and memory with numbers for names: what they return, and that a refused one writes nothing. */
@ShownIn(Place.FACADE)
class TaskPortsTest {
    private static final int UNKNOWN = 4711;
    private static final int[] NOWHERE = {};

    private final TaskFixture tasks = new TaskFixture();
    private final MachTask server = tasks.server;
    private final MachTask client = tasks.client;
    private final int port = tasks.port;
    private final int to = tasks.to;
    private final int[] result = {-77};

    @AfterEach
    void close() {
        tasks.close();
    }

    private int status(MachTask task, int name, int... expected) {
        int[][] results = {{-77}, {-77}, {-77}, {-77}, {-77}};
        int code = task.port_status(name, results[0], results[1], results[2], results[3], results[4]);
        assertThat(Arrays.stream(results).mapToInt(each -> each[0])).containsExactly(box(expected));
        return code;
    }

    private static Integer[] box(int... values) {
        return Arrays.stream(values).boxed().toArray(Integer[]::new);
    }

    @Test
    void aCallWithoutAPlaceForItsResultDoesNothing() {
        int[][] names = new int[1][];
        server.port_names(names, new int[1][]);
        int before = names[0].length;
        for (int[] nowhere : new int[][] {NOWHERE, null}) {
            assertThat(server.port_allocate(nowhere)).isEqualTo(KERN_INVALID_ADDRESS);
            assertThat(server.port_set_allocate(nowhere)).isEqualTo(KERN_INVALID_ADDRESS);
            assertThat(server.port_make_send_once(port, nowhere)).isEqualTo(KERN_INVALID_ADDRESS);
            assertThat(server.port_set_backup(port, port, nowhere)).isEqualTo(KERN_INVALID_ADDRESS);
            assertThat(server.port_type(port, nowhere)).isEqualTo(KERN_INVALID_ADDRESS);
            assertThat(server.port_status(port, result, result, result, result, nowhere))
                    .isEqualTo(KERN_INVALID_ADDRESS);
            assertThat(server.port_extract_send(client, to, nowhere)).isEqualTo(KERN_INVALID_ADDRESS);
            assertThat(client.port_extract_receive(server, port, nowhere)).isEqualTo(KERN_INVALID_ADDRESS);
            assertThat(server.vm_allocate(nowhere, 1)).isEqualTo(KERN_INVALID_ADDRESS);
        }
        assertThat(server.port_names(null, new int[1][])).isEqualTo(KERN_INVALID_ADDRESS);
        assertThat(server.port_names(names, new int[0][])).isEqualTo(KERN_INVALID_ADDRESS);
        assertThat(server.port_set_status(set(server), new int[0][])).isEqualTo(KERN_INVALID_ADDRESS);
        server.port_names(names, new int[1][]);
        assertThat(names[0]).hasSize(before + 1);
        assertThat(result).containsExactly(-77);
    }

    @Test
    void anUnknownNameIsRefusedByEveryCall() {
        for (int name : new int[] {Mach25.PORT_NULL, Mach25.PORT_ENABLED, UNKNOWN, to, Integer.MIN_VALUE}) {
            assertThat(server.port_deallocate(name)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(server.port_set_backlog(name, 5)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(server.port_set_backup(name, port, result)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(server.port_rename(name, 8000)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(server.port_type(name, result)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(server.port_make_send_once(name, result)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(server.port_set_deallocate(name)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(server.port_set_add(name, port)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(server.port_set_add(set(server), name)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(server.port_set_remove(name)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(server.port_set_status(name, new int[1][])).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(server.port_insert_send(client, name, 9000)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(server.port_insert_receive(client, name, 9000)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(client.port_extract_send(server, name, result)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(client.port_extract_receive(server, name, result)).isEqualTo(KERN_INVALID_ARGUMENT);
            assertThat(status(server, name, -77, -77, -77, -77, -77)).isEqualTo(KERN_INVALID_ARGUMENT);
        }
        assertThat(result).containsExactly(-77);
        assertThat(server.port_set_backup(port, UNKNOWN, result)).isEqualTo(KERN_INVALID_ARGUMENT);
    }

    @Test
    void onlyTheReceiverMayDoWhatIsTheReceivers() {
        assertThat(client.port_set_backlog(to, 5)).isEqualTo(KERN_NOT_RECEIVER);
        assertThat(client.port_set_backup(to, Mach25.PORT_NULL, result)).isEqualTo(KERN_NOT_RECEIVER);
        assertThat(client.port_set_add(set(client), to)).isEqualTo(KERN_NOT_RECEIVER);
        assertThat(client.port_set_remove(to)).isEqualTo(KERN_NOT_RECEIVER);
        assertThat(client.port_make_send_once(to, result)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(client.port_insert_receive(server, to, 9000)).isEqualTo(KERN_INVALID_ARGUMENT);
    }

    @Test
    void onlyTheReceiverSeesHowAPortIs() {
        assertThat(poll(client, message(1, 0, to, 1))).isZero();
        assertThat(status(client, to, 0, -1, 0, 0, 0)).isEqualTo(KERN_SUCCESS);
        assertThat(status(server, port, 0, 1, 5, 1, 1)).isEqualTo(KERN_SUCCESS);
        int set = set(server);
        assertThat(server.port_set_add(set, port)).isEqualTo(KERN_SUCCESS);
        assertThat(server.port_set_backlog(port, 16)).isEqualTo(KERN_SUCCESS);
        assertThat(status(server, port, set, 1, 16, 1, 1)).isEqualTo(KERN_SUCCESS);
        for (int backlog : new int[] {0, -1, Integer.MIN_VALUE, 1025}) {
            assertThat(server.port_set_backlog(port, backlog)).isEqualTo(KERN_INVALID_ARGUMENT);
        }
    }

    @Test
    void aNameIsListedWithItsTypeOnce() {
        int set = set(server);
        int[] once = new int[1];
        server.port_make_send_once(port, once);
        int mortal = allocate(client);
        assertThat(client.port_insert_send(server, mortal, 6000)).isZero();
        assertThat(client.port_insert_send(server, allocate(client), 6001)).isZero();
        client.port_deallocate(mortal);
        int[][] names = new int[1][];
        int[][] types = new int[1][];
        assertThat(server.port_names(names, types)).isEqualTo(KERN_SUCCESS);
        assertThat(names[0]).containsExactlyInAnyOrder(port, set, once[0], 6000, 6001);
        for (int i = 0; i < names[0].length; i++) {
            assertThat(server.port_type(names[0][i], result)).isZero();
            assertThat(types[0][i]).isEqualTo(result[0]);
        }
        assertThat(types[0])
                .containsExactlyInAnyOrder(
                        Mach25.PORT_TYPE_RECEIVE_OWN,
                        Mach25.PORT_TYPE_SET,
                        Mach25.PORT_TYPE_SEND_ONCE,
                        Mach25.PORT_TYPE_DEAD_NAME,
                        Mach25.PORT_TYPE_SEND);
    }

    @Test
    void aRenamedRightHasOneName() {
        assertThat(client.port_rename(to, 8000)).isEqualTo(KERN_SUCCESS);
        assertThat(poll(client, message(1, 0, to, 1))).isEqualTo(Mach25.SEND_INVALID_PORT);
        assertThat(poll(client, message(1, 0, 8000, 1))).isZero();
        assertThat(client.port_rename(8000, allocate(client))).isEqualTo(KERN_NAME_EXISTS);
        for (int reserved : new int[] {Mach25.PORT_NULL, Mach25.PORT_ENABLED, Integer.MIN_VALUE}) {
            assertThat(client.port_rename(8000, reserved)).isEqualTo(KERN_INVALID_ARGUMENT);
        }
    }

    @Test
    void theBackupBeforeIsTold() {
        int first = allocate(server);
        int second = allocate(server);
        assertThat(server.port_set_backup(port, first, result)).isEqualTo(KERN_SUCCESS);
        assertThat(result[0]).isEqualTo(Mach25.PORT_NULL);
        assertThat(server.port_set_backup(port, second, result)).isEqualTo(KERN_SUCCESS);
        assertThat(result[0]).isEqualTo(first);
        assertThat(server.port_set_backup(port, Mach25.PORT_NULL, result)).isEqualTo(KERN_SUCCESS);
        assertThat(result[0]).isEqualTo(second);
    }

    @Test
    void aSetIsNoPortAndAPortIsNoSet() {
        int set = set(server);
        assertThat(server.port_set_deallocate(port)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(server.port_set_add(port, port)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(server.port_set_add(set, set)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(server.port_set_backlog(set, 5)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(server.port_set_remove(port)).isEqualTo(KERN_NOT_IN_SET);
        int[][] members = new int[1][];
        assertThat(server.port_set_add(set, port)).isEqualTo(KERN_SUCCESS);
        assertThat(server.port_set_status(set, members)).isEqualTo(KERN_SUCCESS);
        assertThat(members[0]).containsExactly(port);
        assertThat(server.port_set_remove(port)).isEqualTo(KERN_SUCCESS);
        assertThat(server.port_set_status(set, members)).isEqualTo(KERN_SUCCESS);
        assertThat(members[0]).isEmpty();
        assertThat(server.port_set_deallocate(set)).isEqualTo(KERN_SUCCESS);
        assertThat(server.port_set_deallocate(set)).isEqualTo(KERN_INVALID_ARGUMENT);
    }

    @Test
    @Scenario("M101")
    void aRightIsPutUnderAFreeNameOnceAndTakenOutOnlyAlone() {
        int mine = allocate(server);
        assertThat(server.port_insert_send(client, mine, to)).isEqualTo(KERN_NAME_EXISTS);
        assertThat(server.port_insert_send(client, port, 9000)).isEqualTo(KERN_FAILURE);
        assertThat(server.port_insert_send(client, mine, 0)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(server.port_insert_send(client, mine, 9000)).isEqualTo(KERN_SUCCESS);
        assertThat(poll(client, message(1, 0, 9000, 1))).isZero();

        assertThat(client.port_extract_send(server, mine, result)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(server.port_extract_receive(client, 9000, result)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(result).containsExactly(-77);
        assertThat(server.port_extract_send(client, 9000, result)).isEqualTo(KERN_SUCCESS);
        assertThat(result).containsExactly(mine);
        assertThat(client.port_type(9000, result)).isEqualTo(KERN_INVALID_ARGUMENT);

        assertThat(client.port_extract_receive(server, mine, result)).isEqualTo(KERN_SUCCESS);
        assertThat(TaskFixture.next(client, result[0]).getInt(Mach25.MSG_ID_OFFSET))
                .isEqualTo(1);
        assertThat(client.port_insert_receive(server, result[0], 9001)).isEqualTo(KERN_SUCCESS);
        assertThat(server.port_type(9001, result)).isEqualTo(KERN_SUCCESS);
        assertThat(result).containsExactly(Mach25.PORT_TYPE_RECEIVE_OWN);
    }

    @Test
    void tasksOfTwoKernelsGiveEachOtherNothing() {
        MachTask far = new MachTask(new MachSpace(new Origin("me", "there", "far", 1), MachLimits.DEFAULT));
        assertThat(server.port_insert_send(far, port, 9000)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(server.port_insert_receive(far, port, 9000)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(far.port_extract_send(client, to, result)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(far.port_extract_receive(server, port, result)).isEqualTo(KERN_INVALID_ARGUMENT);
    }

    @Test
    void anEndedTaskHasNoNames() {
        server.task_notify();
        assertThat(server.task_terminate()).isEqualTo(KERN_SUCCESS);
        assertThat(server.task_terminate()).isEqualTo(KERN_SUCCESS);
        assertThat(server.port_allocate(result)).isEqualTo(KERN_RESOURCE_SHORTAGE);
        assertThat(server.port_set_allocate(result)).isEqualTo(KERN_RESOURCE_SHORTAGE);
        assertThat(server.port_type(port, result)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(server.task_notify()).isEqualTo(Mach25.PORT_NULL);
        assertThat(poll(server, message(1, 0, port, 1))).isEqualTo(Mach25.SEND_INVALID_PORT);
        assertThat(poll(client, message(1, 0, to, 1))).isEqualTo(Mach25.SEND_INVALID_PORT);
        assertThat(client.port_insert_send(server, allocate(client), 9000)).isNotEqualTo(KERN_SUCCESS);
        assertThat(server.msg_receive(TaskFixture.buffer(64, port), 0, 0)).isEqualTo(Mach25.RCV_INVALID_PORT);
    }

    @Test
    void memoryIsReadAndWrittenOnlyWhereItIs() {
        assertThat(client.vm_allocate(result, 100)).isEqualTo(KERN_SUCCESS);
        int address = result[0];
        assertThat(client.vm_write(address + 96, words(0x01020304))).isEqualTo(KERN_SUCCESS);
        ByteBuffer read = ByteBuffer.allocate(5);
        assertThat(client.vm_read(address + 95, read)).isEqualTo(KERN_SUCCESS);
        assertThat(read).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1, 2, 3, 4}));
        assertThat(client.vm_read(address + 96, read)).isEqualTo(KERN_INVALID_ADDRESS);
        assertThat(client.vm_write(address - 1, read)).isEqualTo(KERN_INVALID_ADDRESS);
        assertThat(client.vm_write(address, null)).isEqualTo(KERN_INVALID_ADDRESS);
        assertThat(client.vm_read(address, read.asReadOnlyBuffer())).isEqualTo(KERN_INVALID_ADDRESS);
        assertThat(client.vm_read(0, ByteBuffer.allocate(0))).isEqualTo(KERN_SUCCESS);

        assertThat(client.vm_deallocate(address, 99)).isEqualTo(KERN_INVALID_ARGUMENT);
        assertThat(client.vm_deallocate(address + 4, 96)).isEqualTo(KERN_INVALID_ADDRESS);
        assertThat(client.vm_deallocate(address, 0)).isEqualTo(KERN_SUCCESS);
        assertThat(client.vm_deallocate(address, 100)).isEqualTo(KERN_SUCCESS);
        assertThat(client.vm_deallocate(address, 100)).isEqualTo(KERN_INVALID_ADDRESS);
        assertThat(client.vm_read(address, read)).isEqualTo(KERN_INVALID_ADDRESS);
    }

    @Test
    void noMoreMemoryIsAllocatedThanTheKernelAllows() {
        assertThat(client.vm_allocate(result, 0)).isEqualTo(KERN_SUCCESS);
        assertThat(result).containsExactly(0);
        for (int size : new int[] {MachLimits.DEFAULT.data() + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            assertThat(client.vm_allocate(result, size)).isEqualTo(KERN_NO_SPACE);
        }
        assertThat(server.vm_read(0x1000, ByteBuffer.allocate(1))).isEqualTo(KERN_INVALID_ADDRESS);
    }
}
