package org.roadstead.core.mach;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import org.roadstead.mach.BackupResult;
import org.roadstead.mach.ExtractResult;
import org.roadstead.mach.KernReturn;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.PeekResult;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.PortSpace;
import org.roadstead.mach.PortStatus;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightListener;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendOnceRight;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.SendRight;
import org.roadstead.mach25.Mach25;
import org.roadstead.mach25.MachTask;

/**
 * A space all of whose calls go through the calls of Mach 2.5: rights are numbers, messages bytes and outcomes codes. What Mach 2.5
 * has no call for is not there.
 */
final class NumberedSpace implements PortSpace {
    private final PortSpace kernel;
    private final MachTask task;
    private final NumberedRights rights;
    private final NumberedMessages messages;

    NumberedSpace(PortSpace kernel) {
        this.kernel = kernel;
        Witness witness = new Witness(kernel);
        this.task = new MachTask(witness.space());
        this.rights = new NumberedRights(task);
        this.messages = new NumberedMessages(task, rights, witness);
    }

    /** Gives another space a copy of a send right, by the kernel alone. */
    SendRight give(PortRight right, NumberedSpace to) {
        SendRight given = kernel.insertSend(to.kernel, kernel.right(rights.number(right)));
        return to.rights.send(given.name());
    }

    private static KernReturn kern(int code) {
        return Arrays.stream(KernReturn.values())
                .filter(each -> each.code() == code)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the code " + code));
    }

    private static int made(int code, int[] name) {
        if (code == Mach25.KERN_INVALID_ARGUMENT) {
            throw new IllegalArgumentException("not a live right of the kind that is wanted");
        } else if (code != Mach25.KERN_SUCCESS) {
            throw new IllegalStateException("the code " + code);
        }
        return name[0];
    }

    @Override
    public String owner() {
        return kernel.owner();
    }

    @Override
    public ReceiveRight allocate() {
        int[] name = new int[1];
        return rights.receive(made(task.port_allocate(name), name));
    }

    /** A name stands for all rights to its port, so there is nothing to make. */
    @Override
    public SendRight makeSend(PortRight right) {
        int number = rights.number(right);
        int type = rights.type(number);
        if (type != Mach25.PORT_TYPE_SEND && type != Mach25.PORT_TYPE_RECEIVE_OWN) {
            throw new IllegalArgumentException(right + " is no live right to a port");
        }
        return rights.send(number);
    }

    @Override
    public SendOnceRight makeSendOnce(PortRight right) {
        int[] name = new int[1];
        return rights.once(made(task.port_make_send_once(rights.number(right), name), name));
    }

    @Override
    public KernReturn deallocate(PortRight right) {
        int number = rights.number(right);
        boolean set = rights.type(number) == Mach25.PORT_TYPE_SET;
        return kern(set ? task.port_set_deallocate(number) : task.port_deallocate(number));
    }

    @Override
    public KernReturn rename(PortRight right, int name) {
        int number = rights.number(right);
        KernReturn renamed = kern(task.port_rename(number, name));
        if (renamed.isSuccess()) {
            rights.renamed(number, name);
        }
        return renamed;
    }

    @Override
    public PortRight right(int name) {
        return rights.right(name);
    }

    @Override
    public RightType type(PortRight right) {
        int code = rights.type(rights.number(right));
        return Arrays.stream(RightType.values())
                .filter(type -> type.code() == code)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the type " + code));
    }

    @Override
    public List<PortRight> rights() {
        int[][] names = new int[1][];
        int[][] types = new int[1][];
        assert task.port_names(names, types) == Mach25.KERN_SUCCESS && names[0].length == types[0].length;
        return Arrays.stream(names[0]).mapToObj(rights::right).toList();
    }

    @Override
    public PortStatus status(PortRight right) {
        int[] set = {0};
        int[] messages = {-1};
        int[] backlog = {0};
        int[] owner = {0};
        int[] receiver = {0};
        KernReturn code = kern(task.port_status(rights.number(right), set, messages, backlog, owner, receiver));
        assert owner[0] == receiver[0];
        return new PortStatus(code, rights.right(set[0]), messages[0], backlog[0], receiver[0] == 1);
    }

    @Override
    public KernReturn setBacklog(PortRight right, int backlog) {
        return kern(task.port_set_backlog(rights.number(right), backlog));
    }

    @Override
    public BackupResult setBackup(PortRight right, PortRight backup) {
        int[] previous = {0};
        KernReturn code = kern(task.port_set_backup(rights.number(right), rights.number(backup), previous));
        return new BackupResult(code, rights.landed(previous[0], PortItem.Right.SEND));
    }

    @Override
    public PortSet newSet() {
        int[] name = new int[1];
        return rights.set(made(task.port_set_allocate(name), name));
    }

    @Override
    public KernReturn addToSet(PortRight set, PortRight right) {
        return kern(task.port_set_add(rights.number(set), rights.number(right)));
    }

    @Override
    public KernReturn removeFromSet(PortRight right) {
        return kern(task.port_set_remove(rights.number(right)));
    }

    @Override
    public List<ReceiveRight> members(PortRight set) {
        int[][] members = {{}};
        task.port_set_status(rights.number(set), members);
        return Arrays.stream(members[0]).mapToObj(rights::receive).toList();
    }

    @Override
    public SendRight insertSend(PortSpace into, PortRight right) {
        throw new UnsupportedOperationException("who inserts says the name");
    }

    @Override
    public KernReturn insertSend(PortSpace into, PortRight right, int name) {
        return kern(task.port_insert_send(((NumberedSpace) into).task, rights.number(right), name));
    }

    @Override
    public KernReturn insertReceive(PortSpace into, PortRight right, int name) {
        return kern(task.port_insert_receive(((NumberedSpace) into).task, rights.number(right), name));
    }

    @Override
    public ExtractResult extractSend(PortSpace from, int name) {
        int[] here = {0};
        KernReturn code = kern(task.port_extract_send(((NumberedSpace) from).task, name, here));
        return new ExtractResult(code, rights.landed(here[0], PortItem.Right.SEND));
    }

    @Override
    public ExtractResult extractReceive(PortSpace from, int name) {
        int[] here = {0};
        KernReturn code = kern(task.port_extract_receive(((NumberedSpace) from).task, name, here));
        return new ExtractResult(code, rights.landed(here[0], PortItem.Right.RECEIVE));
    }

    @Override
    public SendResult send(Message message, MsgOptions options) {
        return messages.send(message, options);
    }

    @Override
    public ReceiveResult receive(PortRight from, MsgOptions options) {
        return messages.receive(from, options);
    }

    @Override
    public ReceiveResult rpc(Message message, MsgOptions options) {
        return messages.rpc(message, options);
    }

    @Override
    public PeekResult peek(PortRight from) {
        throw new UnsupportedOperationException("Mach 2.5 has no such call");
    }

    @Override
    public ReceiveRight notifyPort() {
        int name = task.task_notify();
        if (name == Mach25.PORT_NULL) {
            throw new IllegalStateException("the space has ended");
        }
        return rights.receive(name);
    }

    @Override
    public void onDead(PortRight right, RightListener listener, Executor on) {
        throw new UnsupportedOperationException("Mach 2.5 has no such call");
    }

    @Override
    public void onNoSenders(PortRight right, RightListener listener, Executor on) {
        throw new UnsupportedOperationException("Mach 2.5 has no such call");
    }

    @Override
    public void onSendPossible(PortRight right, RightListener listener, Executor on) {
        throw new UnsupportedOperationException("Mach 2.5 has no such call");
    }

    @Override
    public Memory allocateMemory(int length) {
        return NumberedMemory.Block.allocate(task, length);
    }

    @Override
    public void close() {
        task.task_terminate();
    }
}
