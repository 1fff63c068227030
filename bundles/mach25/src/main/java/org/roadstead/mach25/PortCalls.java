package org.roadstead.mach25;

import static org.roadstead.mach25.Mach25.KERN_INVALID_ADDRESS;
import static org.roadstead.mach25.Mach25.KERN_INVALID_ARGUMENT;
import static org.roadstead.mach25.Mach25.KERN_RESOURCE_SHORTAGE;
import static org.roadstead.mach25.Mach25.KERN_SUCCESS;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.roadstead.mach.BackupResult;
import org.roadstead.mach.ExtractResult;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.PortStatus;
import org.roadstead.mach.ReceiveRight;

/** The calls of a task on its ports and port sets; {@link MachTask} says what they have in common. */
class PortCalls {
    final PortSpace space;

    PortCalls(PortSpace space) {
        this.space = Objects.requireNonNull(space, "space");
    }

    /** Returns what a name stands for; what stands for nothing here, and so is refused everywhere, if it is unknown. */
    final PortRight right(int name) {
        return WireCodec.right(space::right, name);
    }

    /** Tells whether there is no place for a result. */
    static boolean lacks(int[] result) {
        return result == null || result.length == 0;
    }

    private static boolean lacks(int[][] result) {
        return result == null || result.length == 0;
    }

    private static int made(int[] result, Supplier<PortRight> maker) {
        if (lacks(result)) {
            return KERN_INVALID_ADDRESS;
        }
        try {
            result[0] = maker.get().name();
            return KERN_SUCCESS;
        } catch (IllegalStateException e) { // the space has ended, or has too many names
            return KERN_RESOURCE_SHORTAGE;
        } catch (IllegalArgumentException e) {
            return KERN_INVALID_ARGUMENT;
        }
    }

    /**
     * Makes a port: its queue is empty, its backlog {@link Mach25#PORT_BACKLOG_DEFAULT}, and the task has all rights to it.
     *
     * @param port_name result: the name
     * @return {@link Mach25#KERN_SUCCESS}, {@link Mach25#KERN_RESOURCE_SHORTAGE} or {@link Mach25#KERN_INVALID_ADDRESS}
     */
    public int port_allocate(int[] port_name) {
        return made(port_name, space::allocate);
    }

    /**
     * Gives up all rights under a name. With the receive right the port dies, or goes to its backup.
     *
     * @param port_name the name of a port, or a dead name
     * @return {@link Mach25#KERN_SUCCESS}, or {@link Mach25#KERN_INVALID_ARGUMENT} for an unknown name
     */
    public int port_deallocate(int port_name) {
        return space.deallocate(right(port_name)).code();
    }

    /**
     * Makes a send-once right, for replies. Mach 2.5 has no such call, nor such rights; here they are, under names of their own.
     *
     * @param port_name a port that the task receives from
     * @param once_name result: the name of the new right
     * @return {@link Mach25#KERN_SUCCESS}, {@link Mach25#KERN_INVALID_ARGUMENT}, {@link Mach25#KERN_RESOURCE_SHORTAGE} or
     *     {@link Mach25#KERN_INVALID_ADDRESS}
     */
    public int port_make_send_once(int port_name, int[] once_name) {
        return made(once_name, () -> space.makeSendOnce(right(port_name)));
    }

    /**
     * Sets how many messages a port queues. Raising it lets waiting senders in, lowering it discards nothing.
     *
     * @param port_name the port
     * @param backlog 1 to the kernel's limit
     * @return {@link Mach25#KERN_SUCCESS}, {@link Mach25#KERN_NOT_RECEIVER} or {@link Mach25#KERN_INVALID_ARGUMENT}
     */
    public int port_set_backlog(int port_name, int backlog) {
        return space.setBacklog(right(port_name), backlog).code();
    }

    /**
     * Sets the port that is given a port's receive right when it would otherwise be destroyed.
     *
     * @param primary the port
     * @param backup the port that is given it; {@link Mach25#PORT_NULL} for none
     * @param previous result: the backup before, or {@link Mach25#PORT_NULL}
     * @return {@link Mach25#KERN_SUCCESS}, {@link Mach25#KERN_NOT_RECEIVER}, {@link Mach25#KERN_INVALID_ARGUMENT} or
     *     {@link Mach25#KERN_INVALID_ADDRESS}
     */
    public int port_set_backup(int primary, int backup, int[] previous) {
        if (lacks(previous)) {
            return KERN_INVALID_ADDRESS;
        }
        BackupResult set = space.setBackup(right(primary), right(backup));
        if (set.code().isSuccess()) {
            previous[0] = set.previous().name();
        }
        return set.code().code();
    }

    /**
     * Tells how a port is. Only the receiver is told of set, messages and backlog; who receives is the owner.
     *
     * @param port_name the port
     * @param set result: the set that it is in, or {@link Mach25#PORT_NULL}
     * @param num_msgs result: how many messages are queued; -1 if not the receiver
     * @param backlog result: how many may be; 0 if not the receiver
     * @param owner result: 1 if the task owns the port, else 0
     * @param receiver result: 1 if the task receives from the port, else 0
     * @return {@link Mach25#KERN_SUCCESS}, {@link Mach25#KERN_INVALID_ARGUMENT} or {@link Mach25#KERN_INVALID_ADDRESS}
     */
    public int port_status(int port_name, int[] set, int[] num_msgs, int[] backlog, int[] owner, int[] receiver) {
        if (lacks(set) || lacks(num_msgs) || lacks(backlog) || lacks(owner) || lacks(receiver)) {
            return KERN_INVALID_ADDRESS;
        }
        PortStatus status = space.status(right(port_name));
        if (status.code().isSuccess()) {
            set[0] = status.set().name();
            num_msgs[0] = status.messages();
            backlog[0] = status.backlog();
            owner[0] = status.receiver() ? 1 : 0;
            receiver[0] = owner[0];
        }
        return status.code().code();
    }

    /**
     * Gives all rights under a name another name.
     *
     * @param old_name a name of the task
     * @param new_name the new name, positive
     * @return {@link Mach25#KERN_SUCCESS}, {@link Mach25#KERN_NAME_EXISTS} or {@link Mach25#KERN_INVALID_ARGUMENT}
     */
    public int port_rename(int old_name, int new_name) {
        return space.rename(right(old_name), new_name).code();
    }

    /**
     * Tells what a name stands for.
     *
     * @param port_name the name
     * @param port_type result: a {@code PORT_TYPE} of {@link Mach25}
     * @return {@link Mach25#KERN_SUCCESS}, {@link Mach25#KERN_INVALID_ARGUMENT} for an unknown name, or
     *     {@link Mach25#KERN_INVALID_ADDRESS}
     */
    public int port_type(int port_name, int[] port_type) {
        if (lacks(port_type)) {
            return KERN_INVALID_ADDRESS;
        }
        int type = space.type(right(port_name)).code();
        if (type == Mach25.PORT_TYPE_NONE) {
            return KERN_INVALID_ARGUMENT;
        }
        port_type[0] = type;
        return KERN_SUCCESS;
    }

    /**
     * Lists all names of the task, those of sets too, as they were at one moment.
     *
     * @param names result: the names, in no particular order
     * @param types result: what each of them stands for; {@link Mach25#PORT_TYPE_NONE} for one that went meanwhile
     * @return {@link Mach25#KERN_SUCCESS} or {@link Mach25#KERN_INVALID_ADDRESS}
     */
    public int port_names(int[][] names, int[][] types) {
        if (lacks(names) || lacks(types)) {
            return KERN_INVALID_ADDRESS;
        }
        List<PortRight> rights = space.rights();
        names[0] = names(rights);
        types[0] = rights.stream().mapToInt(right -> space.type(right).code()).toArray();
        return KERN_SUCCESS;
    }

    private static int[] names(List<? extends PortRight> rights) {
        return rights.stream().mapToInt(PortRight::name).toArray();
    }

    /**
     * Puts a send right into another task, under a name of the caller's choice.
     *
     * @param task the other task, of the same kernel
     * @param my_port a port that this task has a right to
     * @param his_name the name in the other task, positive
     * @return {@link Mach25#KERN_SUCCESS}; {@link Mach25#KERN_NAME_EXISTS} if the name is in use; {@link Mach25#KERN_FAILURE} if
     *     the other task has rights to the port already; {@link Mach25#KERN_INVALID_ARGUMENT}
     */
    public int port_insert_send(MachTask task, int my_port, int his_name) {
        return inserted(() -> space.insertSend(task.space, right(my_port), his_name));
    }

    /**
     * Moves a receive right, with ownership, into another task, under a name of the caller's choice. This task keeps a send right.
     *
     * @param task the other task, of the same kernel
     * @param my_port a port that this task receives from
     * @param his_name the name in the other task, positive
     * @return as {@link #port_insert_send}
     */
    public int port_insert_receive(MachTask task, int my_port, int his_name) {
        return inserted(() -> space.insertReceive(task.space, right(my_port), his_name));
    }

    private static int inserted(Supplier<KernReturn> call) {
        try {
            return call.get().code();
        } catch (IllegalArgumentException e) { // the tasks are of two kernels
            return KERN_INVALID_ARGUMENT;
        }
    }

    /**
     * Takes a send right out of another task, which is left with nothing.
     *
     * @param task the other task, of the same kernel
     * @param his_name the name there, which must stand for a send right alone
     * @param my_port result: the name of the port in this task
     * @return {@link Mach25#KERN_SUCCESS}, {@link Mach25#KERN_INVALID_ARGUMENT} or {@link Mach25#KERN_INVALID_ADDRESS}
     */
    public int port_extract_send(MachTask task, int his_name, int[] my_port) {
        return extracted(my_port, () -> space.extractSend(task.space, his_name));
    }

    /**
     * Takes a receive right, with ownership, out of another task, which is left with nothing.
     *
     * @param task the other task, of the same kernel
     * @param his_name the name there, which must stand for a receive right
     * @param my_port result: the name of the port in this task
     * @return {@link Mach25#KERN_SUCCESS}, {@link Mach25#KERN_INVALID_ARGUMENT} or {@link Mach25#KERN_INVALID_ADDRESS}
     */
    public int port_extract_receive(MachTask task, int his_name, int[] my_port) {
        return extracted(my_port, () -> space.extractReceive(task.space, his_name));
    }

    private static int extracted(int[] my_port, Supplier<ExtractResult> call) {
        if (lacks(my_port)) {
            return KERN_INVALID_ADDRESS;
        }
        try {
            ExtractResult taken = call.get();
            if (taken.code().isSuccess()) {
                my_port[0] = taken.right().name();
            }
            return taken.code().code();
        } catch (IllegalArgumentException e) { // the tasks are of two kernels
            return KERN_INVALID_ARGUMENT;
        }
    }

    /**
     * Makes an empty port set.
     *
     * @param set_name result: the name
     * @return {@link Mach25#KERN_SUCCESS}, {@link Mach25#KERN_RESOURCE_SHORTAGE} or {@link Mach25#KERN_INVALID_ADDRESS}
     */
    public int port_set_allocate(int[] set_name) {
        return made(set_name, space::newSet);
    }

    /**
     * Ends a port set. Its members are released with their queues.
     *
     * @param set_name the set
     * @return {@link Mach25#KERN_SUCCESS}, or {@link Mach25#KERN_INVALID_ARGUMENT} if it is none
     */
    public int port_set_deallocate(int set_name) {
        return right(set_name) instanceof PortSet set ? space.deallocate(set).code() : KERN_INVALID_ARGUMENT;
    }

    /**
     * Puts a port into a set, out of any other that it was in.
     *
     * @param set_name the set
     * @param port_name the port
     * @return {@link Mach25#KERN_SUCCESS}, {@link Mach25#KERN_NOT_RECEIVER} or {@link Mach25#KERN_INVALID_ARGUMENT}
     */
    public int port_set_add(int set_name, int port_name) {
        return space.addToSet(right(set_name), right(port_name)).code();
    }

    /**
     * Takes a port out of its set.
     *
     * @param port_name the port
     * @return {@link Mach25#KERN_SUCCESS}, {@link Mach25#KERN_NOT_RECEIVER}, {@link Mach25#KERN_NOT_IN_SET} or
     *     {@link Mach25#KERN_INVALID_ARGUMENT}
     */
    public int port_set_remove(int port_name) {
        return space.removeFromSet(right(port_name)).code();
    }

    /**
     * Lists the members of a set.
     *
     * @param set_name the set
     * @param members result: the names of the members
     * @return {@link Mach25#KERN_SUCCESS}, {@link Mach25#KERN_INVALID_ARGUMENT} if it is no set, or
     *     {@link Mach25#KERN_INVALID_ADDRESS}
     */
    public int port_set_status(int set_name, int[][] members) {
        if (lacks(members)) {
            return KERN_INVALID_ADDRESS;
        }
        if (!(right(set_name) instanceof PortSet set)) {
            return KERN_INVALID_ARGUMENT;
        }
        List<ReceiveRight> found = space.members(set);
        members[0] = names(found);
        return KERN_SUCCESS;
    }
}
