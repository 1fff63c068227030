package org.roadstead.core.mach;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Item;
import org.roadstead.mach.Memory;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgOption;
import org.roadstead.mach.MsgOptions;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.SendResult;
import org.roadstead.mach.Trailer;
import org.roadstead.mach25.Mach25;
import org.roadstead.mach25.MachTask;
import org.roadstead.mach25.WireCodec;

/**
 * The message calls of a {@link NumberedSpace}. The outcome is the code that the call returned, and what was received is what the
 * bytes say. Only what neither can tell, the finer cause and who sent a message, is taken from what the kernel said to the task; and
 * what it said has the same code.
 */
final class NumberedMessages {
    private static final long MOST_MILLIS = 0xFFFFFFFFL;

    private final MachTask task;
    private final NumberedRights rights;
    private final Witness witness;

    NumberedMessages(MachTask task, NumberedRights rights, Witness witness) {
        this.task = task;
        this.rights = rights;
        this.witness = witness;
    }

    SendResult send(Message message, MsgOptions options) {
        NumberedMemory memory = new NumberedMemory(task);
        witness.forget();
        int code = task.msg_send(bytes(message, memory), bits(options), millis(options.sendTimeout()));
        memory.release();
        MsgReturn outcome = MsgReturn.ofCode(code);
        if (!(witness.said() instanceof SendResult said)) {
            return new SendResult(outcome, MsgCause.NONE, "by the task, without the kernel");
        }
        assertSame(outcome, said.code());
        return said;
    }

    ReceiveResult receive(PortRight from, MsgOptions options) {
        long size = Math.min(options.maxSize(), Mach25.MSG_SIZE_MAX);
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(size, Mach25.MSG_HEADER_SIZE));
        buffer.putInt(Mach25.MSG_SIZE_OFFSET, (int) size);
        buffer.putInt(Mach25.MSG_LOCAL_PORT_OFFSET, rights.number(from));
        witness.forget();
        int[] sequence = {-1};
        int code = task.msg_receive(buffer, bits(options), millis(options.receiveTimeout()), sequence);
        return received(code, buffer, sequence[0]);
    }

    ReceiveResult rpc(Message message, MsgOptions options) {
        NumberedMemory memory = new NumberedMemory(task);
        ByteBuffer request = bytes(message, memory);
        long size = Math.min(options.maxSize(), Mach25.MSG_SIZE_MAX);
        ByteBuffer buffer = request;
        if (!request.isDirect()) {
            buffer = ByteBuffer.allocate(Mach25.MSG_SIZE_MAX);
            buffer.put(0, request, 0, request.limit());
        }
        witness.forget();
        int code = task.msg_rpc(
                buffer, bits(options), (int) size, millis(options.sendTimeout()), millis(options.receiveTimeout()));
        memory.release();
        return received(code, buffer, 0);
    }

    private ReceiveResult received(int code, ByteBuffer buffer, int sequence) {
        MsgReturn outcome = MsgReturn.ofCode(code);
        long size = Integer.toUnsignedLong(buffer.getInt(Mach25.MSG_SIZE_OFFSET));
        if (!(witness.said() instanceof ReceiveResult said)) {
            return ReceiveResult.failed(outcome, MsgCause.NONE, "by the task, without the kernel");
        }
        assertSame(outcome, said.code());
        if (outcome == MsgReturn.SUCCESS) {
            WireCodec.Decoded decoded = new WireCodec(rights::right, new NumberedMemory(task)).decode(buffer);
            Trailer sender = said.trailer();
            Trailer trailer = new Trailer(sequence, sender.principal(), sender.node(), sender.owner());
            return new ReceiveResult(outcome, said.cause(), said.detail(), landed(decoded.message()), trailer, size);
        }
        size = outcome == MsgReturn.RCV_TOO_LARGE ? size : 0;
        return new ReceiveResult(outcome, said.cause(), said.detail(), null, null, size);
    }

    private static void assertSame(MsgReturn outcome, MsgReturn said) {
        if (outcome != said) {
            throw new AssertionError("the kernel said " + said + ", the task " + outcome);
        }
    }

    /** Makes the rights of what was received objects of the kind that the message says. */
    private Message landed(Message message) {
        List<Item> items = new ArrayList<>();
        for (Item item : message.items()) {
            if (item instanceof PortItem port) {
                List<PortRight> landed = port.rights().stream()
                        .map(right -> rights.landed(right.name(), port.right()))
                        .toList();
                items.add(new PortItem(port.right(), landed, port.disposition(), port.outOfLine()));
            } else if (item instanceof OutOfLine data && !(data.region() instanceof Memory)) {
                Memory none = NumberedMemory.Block.allocate(task, 0);
                items.add(new OutOfLine(data.type(), data.bits(), data.number(), none, data.disposition()));
            } else {
                items.add(item);
            }
        }
        int reply = message.remote().name();
        boolean once = rights.type(reply) == Mach25.PORT_TYPE_SEND_ONCE;
        PortRight remote = rights.landed(reply, once ? PortItem.Right.SEND_ONCE : PortItem.Right.SEND);
        PortRight local = message.local() == PortRight.NULL
                ? PortRight.NULL
                : rights.landed(message.local().name(), PortItem.Right.RECEIVE);
        return new Message(message.id(), message.type(), remote, local, items);
    }

    private static int bits(MsgOptions options) {
        return options.options().stream().mapToInt(MsgOption::bit).sum();
    }

    private static int millis(Duration time) {
        if (time.compareTo(Duration.ofMillis(MOST_MILLIS)) > 0) {
            return (int) MOST_MILLIS;
        }
        return (int) time.plusNanos(999_999).toMillis();
    }

    /**
     * Writes a message. One that is too large is no more than a header that says so; one with an item that lacks bytes ends with that
     * item; one whose inline data cannot be read is where those data are.
     */
    private ByteBuffer bytes(Message message, NumberedMemory memory) {
        if (message.size() > Mach25.MSG_SIZE_MAX) {
            int says = (int) Math.min(message.size(), MOST_MILLIS);
            return ByteBuffer.allocate(Mach25.MSG_HEADER_SIZE).putInt(Mach25.MSG_SIZE_OFFSET, says);
        }
        List<Item> items = new ArrayList<>();
        long end = Mach25.MSG_HEADER_SIZE;
        boolean whole = true;
        for (Item item : message.items()) {
            if (item instanceof Inline data) {
                int there = (int) Math.min(data.length(), data.data().remaining());
                try {
                    ByteBuffer copy =
                            UserBytes.copy(data.data().limit(data.data().position() + there));
                    items.add(new Inline(data.type(), data.bits(), data.number(), copy));
                } catch (RuntimeException | InternalError e) {
                    return data.data();
                }
                long lacks = whole ? (data.length() + 3) / 4 - there / 4 : 0;
                end += whole ? item.size() : 0;
                if (there < data.length() && whole) {
                    end -= 4 * lacks;
                    whole = false;
                }
            } else {
                items.add(item instanceof PortItem port ? numbered(port) : item);
                end += whole ? item.size() : 0;
            }
        }
        Message numbered =
                new Message(message.id(), message.type(), number(message.remote()), number(message.local()), items);
        ByteBuffer bytes = new WireCodec(rights::right, memory).encode(numbered);
        if (!whole) { // not simple, or nobody would look
            bytes.limit((int) end).putInt(Mach25.MSG_SIZE_OFFSET, (int) end).put(Mach25.MSG_SIMPLE_OFFSET, (byte) 0);
        }
        return bytes;
    }

    private PortItem numbered(PortItem item) {
        List<PortRight> numbers = item.rights().stream().map(this::number).toList();
        return new PortItem(item.right(), numbers, item.disposition(), item.outOfLine());
    }

    /** Returns something with the number of a right. */
    private PortRight number(PortRight right) {
        return right == PortRight.NULL ? right : new DeadName(rights.number(right));
    }
}
