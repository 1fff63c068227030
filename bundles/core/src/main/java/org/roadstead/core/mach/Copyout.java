package org.roadstead.core.mach;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.roadstead.mach.Disposition;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Item;
import org.roadstead.mach.Message;
import org.roadstead.mach.MsgCause;
import org.roadstead.mach.MsgReturn;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.ReceiveResult;
import org.roadstead.mach.Trailer;

/** Gives a message to the space that received it: its rights land there, and its data are the receiver's. */
final class Copyout {
    private Copyout() {}

    static ReceiveResult give(Kmsg message, RightTable space) {
        PortRight reply = message.replyRight().land(space);
        List<Item> items = message.parts() == null ? List.of(item(message.data())) : items(message.parts(), space);
        Message received = new Message(message.id(), message.type(), reply, foundOn(message.port(), space), items);
        Origin origin = message.origin();
        Trailer trailer = new Trailer(message.sequence(), origin.principal(), origin.node(), origin.owner());
        return new ReceiveResult(MsgReturn.SUCCESS, MsgCause.NONE, "", received, trailer, message.size());
    }

    /** The port that the message was found on; none if its receive right has gone meanwhile. */
    private static PortRight foundOn(Port port, RightTable space) {
        Entry holder = port.holder();
        return holder != null && holder.space() == space ? space.right(holder) : PortRight.NULL;
    }

    /** Returns the one item of a message that is nothing but bytes: inline, unless that makes it larger than messages are by default. */
    static Item item(ByteBuffer data) {
        Inline inline = Inline.bytes(data.asReadOnlyBuffer());
        if (Message.HEADER_SIZE + inline.size() <= MachLimits.DEFAULT.size()) {
            return inline;
        }
        return new OutOfLine(MsgType.BYTE, 8, data.remaining(), new MemoryBlock(data.slice()), Disposition.COPY);
    }

    private static List<Item> items(List<Part> parts, RightTable space) {
        List<Item> items = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (part instanceof Part.Rights rights) {
                Disposition left = rights.right() == PortItem.Right.SEND ? Disposition.COPY : Disposition.MOVE;
                items.add(new PortItem(rights.right(), Transit.land(rights.rights(), space), left, rights.outOfLine()));
            } else {
                Part.Data data = (Part.Data) part;
                items.add(
                        data.outOfLine()
                                ? new OutOfLine(
                                        data.type(),
                                        data.bits(),
                                        data.number(),
                                        new MemoryBlock(data.data()),
                                        Disposition.COPY)
                                : new Inline(
                                        data.type(),
                                        data.bits(),
                                        data.number(),
                                        data.data().asReadOnlyBuffer()));
            }
        }
        return items;
    }
}
