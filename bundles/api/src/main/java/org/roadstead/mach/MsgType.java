package org.roadstead.mach;

/**
 * The published numbers that tell the type of an item's data ({@code msg_type_name}) and of a message ({@code msg_type}). The
 * kernel never converts data; it looks only at the port types: 3 to 6, and those that {@link PortItem.Right} lists. In a message that
 * is not simple, data of such a type are refused with {@link MsgReturn#SEND_INVALID_PORT}, since they would pass for rights.
 */
public final class MsgType {
    /** A message as any other. */
    public static final int NORMAL = 0;
    /** Bit of {@link Message#type}: urgent. It changes no order; notifications carry it. */
    public static final int EMERGENCY = 1;

    /** Data without a type. */
    public static final int UNSTRUCTURED = 0;
    /** Bits. */
    public static final int BIT = 0;
    /** Truth values. */
    public static final int BOOLEAN = 0;
    /** Integers of 16 bits. */
    public static final int INTEGER_16 = 1;
    /** Integers of 32 bits. */
    public static final int INTEGER_32 = 2;
    /** Characters. */
    public static final int CHAR = 8;
    /** Bytes. */
    public static final int BYTE = 9;
    /** Integers of 8 bits. */
    public static final int INTEGER_8 = 9;
    /** Floating-point numbers. */
    public static final int REAL = 10;
    /** Text that ends with a zero. */
    public static final int STRING = 12;
    /**
     * Bytes of a body that are sent without a descriptor, as {@link Inline} data. Only programs that write messages byte by byte
     * send them: the body of a simple message need not be made of items, and arrives as it was sent; in any other message they are
     * whole inline items of data with their descriptors. The number is one that the 2.5 kernel keeps for itself.
     */
    public static final int RAW = 14;
    /** Names of ports, as numbers: no right moves. */
    public static final int PORT_NAME = 15;

    private MsgType() {}
}
