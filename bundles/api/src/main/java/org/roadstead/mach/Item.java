package org.roadstead.mach;

/** One typed item of a message: data in the message, data beside it, or rights. Immutable, but for the data behind it. */
public sealed interface Item permits Inline, OutOfLine, PortItem {
    /**
     * Returns what the item adds to {@link Message#size}: its descriptor, and its data padded to 4 bytes or a pointer.
     *
     * @return the size in bytes in the layout of Mach 2.5
     */
    long size();
}
