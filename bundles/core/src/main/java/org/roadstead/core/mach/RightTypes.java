package org.roadstead.core.mach;

import java.nio.ByteBuffer;
import org.roadstead.mach.Inline;
import org.roadstead.mach.Item;
import org.roadstead.mach.MsgType;
import org.roadstead.mach.OutOfLine;
import org.roadstead.mach.PortItem;

/**
 * The type names that say that an item is rights ({@code MSG_TYPE_PORT_ANY}). Who reads a message byte by byte takes the name in such
 * an item, or the address in one out of line, for what the kernel put there, unless the message is simple. So in a message that is
 * not simple nothing but what the kernel made may look like it: a sender that could write it itself could make the receiver give up,
 * or give away, any of its own rights.
 */
final class RightTypes {
    /** The rights of Mach 2.5: ownership, receive, both, and send; and send-once, which has its number of Mach 3.0. */
    private static final int FIRST = 3;

    private static final int LAST = 6;

    private static final int WORD = 4;
    private static final int LONG_DESCRIPTOR = 12;
    private static final int MAX_BYTE = 0xFF;
    private static final int MAX_SHORT_NUMBER = 0xFFF;
    private static final int INLINE = 8;
    private static final int LONG_FORM = 4;

    private RightTypes() {}

    /** Tells whether an item of data, copied into the kernel, looks like rights, or has bytes that do. */
    static boolean isPretended(Item item, ByteBuffer inline) {
        if (item instanceof Inline data) {
            return data.type() == MsgType.RAW ? !isData(inline) : isRight(data.type());
        }
        return item instanceof OutOfLine data && isRight(data.type());
    }

    /** The same for data that came from another node. */
    static boolean isPretended(Part.Data data) {
        return (data.type() == MsgType.RAW && !data.outOfLine()) ? !isData(data.data()) : isRight(data.type());
    }

    private static boolean isRight(int type) {
        return (type >= FIRST && type <= LAST) || type == PortItem.Right.SEND_ONCE.code();
    }

    /** Tells whether bytes are whole inline items of data, in the layout of Mach 2.5, with their descriptors. */
    private static boolean isData(ByteBuffer raw) {
        long at = 0;
        while (raw.limit() - at >= WORD) {
            int word = raw.getInt((int) at);
            boolean isLong = (word & LONG_FORM) != 0;
            if ((word & INLINE) == 0 || (isLong && raw.limit() - at < LONG_DESCRIPTOR)) {
                return false;
            }
            int name = isLong ? raw.getShort((int) at + WORD) & 0xFFFF : word >>> 24;
            int bits = isLong ? raw.getShort((int) at + 6) & 0xFFFF : word >>> 16 & MAX_BYTE;
            long number = isLong ? raw.getInt((int) at + 8) & 0xFFFF_FFFFL : word >>> 4 & MAX_SHORT_NUMBER;
            if (isRight(name)) {
                return false;
            }
            at += (isLong ? LONG_DESCRIPTOR : WORD) + (((bits * number + 7) / 8 + 3) & ~3L);
        }
        return at == raw.limit();
    }
}
