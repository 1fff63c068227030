package org.roadstead.mach25;

/**
 * The published numbers of Mach 2.5 under their own names. What Roadstead never returns or ignores says so.
 */
public final class Mach25 {

    // The header of a message: where its fields begin, in bytes

    /** Where {@code msg_simple} is, one byte; the three before it are unused. */
    public static final int MSG_SIMPLE_OFFSET = 3;
    /** Where {@code msg_size} is: before a receive the size of the buffer, else that of the message. */
    public static final int MSG_SIZE_OFFSET = 4;
    /** Where {@code msg_type} is. */
    public static final int MSG_TYPE_OFFSET = 8;
    /** Where {@code msg_local_port} is: the reply port; received: the port that the message was found on. */
    public static final int MSG_LOCAL_PORT_OFFSET = 12;
    /** Where {@code msg_remote_port} is: the destination; received: the reply port. */
    public static final int MSG_REMOTE_PORT_OFFSET = 16;
    /** Where {@code msg_id} is. */
    public static final int MSG_ID_OFFSET = 20;
    /** The size of a header in bytes. */
    public static final int MSG_HEADER_SIZE = 24;
    /** The largest message in bytes; out-of-line data do not count. */
    public static final int MSG_SIZE_MAX = 8192;

    // msg_type

    /** A message as any other. */
    public static final int MSG_TYPE_NORMAL = 0;
    /** Bit: urgent. It changes no order; notifications carry it. */
    public static final int MSG_TYPE_EMERGENCY = 1;

    // msg_type_name

    /** Data without a type. */
    public static final int MSG_TYPE_UNSTRUCTURED = 0;
    /** Bits. */
    public static final int MSG_TYPE_BIT = 0;
    /** Truth values. */
    public static final int MSG_TYPE_BOOLEAN = 0;
    /** Integers of 16 bits. */
    public static final int MSG_TYPE_INTEGER_16 = 1;
    /** Integers of 32 bits. */
    public static final int MSG_TYPE_INTEGER_32 = 2;
    /** The ownership of a port. It goes with the receive right, so this is taken as {@link #MSG_TYPE_PORT_ALL}. */
    public static final int MSG_TYPE_PORT_OWNERSHIP = 3;
    /** The right to receive. Ownership goes with it, so this is taken as {@link #MSG_TYPE_PORT_ALL}. */
    public static final int MSG_TYPE_PORT_RECEIVE = 4;
    /** The right to receive, with ownership. */
    public static final int MSG_TYPE_PORT_ALL = 5;
    /** The right to send. */
    public static final int MSG_TYPE_PORT = 6;
    /** Characters. */
    public static final int MSG_TYPE_CHAR = 8;
    /** Bytes. */
    public static final int MSG_TYPE_BYTE = 9;
    /** Integers of 8 bits. */
    public static final int MSG_TYPE_INTEGER_8 = 9;
    /** Floating-point numbers. */
    public static final int MSG_TYPE_REAL = 10;
    /** Text that ends with a zero. */
    public static final int MSG_TYPE_STRING = 12;
    /** Text that ends with a zero. */
    public static final int MSG_TYPE_STRING_C = 12;
    /** Names of ports, as numbers: no right moves. */
    public static final int MSG_TYPE_PORT_NAME = 15;
    /** All published numbers are below this one. */
    public static final int MSG_TYPE_LAST = 16;
    /** A send-once right, which moves. Mach 2.5 has none; the number is Mach 3.0's. */
    public static final int MSG_TYPE_SEND_ONCE = 18;
    /** For stub generators; never in a message. */
    public static final int MSG_TYPE_POLYMORPHIC = -1;

    // Ports

    /** No port. */
    public static final int PORT_NULL = 0;
    /** The set of Mach's {@code port_enable}, which is not here: a name that nothing has. */
    public static final int PORT_ENABLED = -1;
    /** How many messages a new port queues. */
    public static final int PORT_BACKLOG_DEFAULT = 5;
    /** How many Mach lets a port queue at most; a kernel of Roadstead may allow more. */
    public static final int PORT_BACKLOG_MAX = 16;

    // port_type

    /** Nothing. */
    public static final int PORT_TYPE_NONE = 0;
    /** The right to send. */
    public static final int PORT_TYPE_SEND = 1;
    /** The right to receive without ownership; never seen here. */
    public static final int PORT_TYPE_RECEIVE = 3;
    /** Ownership alone; never seen here. */
    public static final int PORT_TYPE_OWN = 5;
    /** The right to receive, with ownership. */
    public static final int PORT_TYPE_RECEIVE_OWN = 7;
    /** A port set. */
    public static final int PORT_TYPE_SET = 9;
    /** A send-once right; Mach 2.5 has none, the number is Roadstead's. */
    public static final int PORT_TYPE_SEND_ONCE = 16;
    /** The name of a port that has died; the number is Roadstead's. */
    public static final int PORT_TYPE_DEAD_NAME = 17;

    // Options

    /** Wait for ever. */
    public static final int MSG_OPTION_NONE = 0;
    /** Give up sending after the timeout; zero does not wait. */
    public static final int SEND_TIMEOUT = 0x0001;
    /** Hand over a message that would have to wait, and be told later. */
    public static final int SEND_NOTIFY = 0x0002;
    /** Return if the thread is interrupted while it waits to send. */
    public static final int SEND_INTERRUPT = 0x0004;
    /** For Mach's kernel only; ignored. */
    public static final int SEND_ALWAYS = 0x0008;
    /** A hint for the scheduler; ignored. */
    public static final int SEND_SWITCH = 0x0020;
    /** Give up receiving after the timeout; zero does not wait. */
    public static final int RCV_TIMEOUT = 0x0100;
    /** Return when nobody but the receiver can send and no message is left. */
    public static final int RCV_NO_SENDERS = 0x0200;
    /** Return if the thread is interrupted while it waits to receive. */
    public static final int RCV_INTERRUPT = 0x0400;
    /** Keep a message that is too large; ignored, since that is always done. */
    public static final int RCV_LARGE = 0x1000;

    // What msg_send returns

    /** The message is in the queue. */
    public static final int SEND_SUCCESS = 0;
    /** Above the codes of a send. */
    public static final int SEND_ERRORS_START = -100;
    /** The message, or memory that it refers to, cannot be read. */
    public static final int SEND_INVALID_MEMORY = -101;
    /** A name is not one that the task has the right for, or the port or the right went during the wait. */
    public static final int SEND_INVALID_PORT = -102;
    /** The queue stayed full. */
    public static final int SEND_TIMED_OUT = -103;
    /** The queue is full and the kernel holds the message; a notification will follow. */
    public static final int SEND_WILL_NOTIFY = -105;
    /** A message of this task is held for the port already. */
    public static final int SEND_NOTIFY_IN_PROGRESS = -106;
    /** The home of the port or a policy would not take the message. */
    public static final int SEND_KERNEL_REFUSED = -107;
    /** The thread was interrupted during the wait. */
    public static final int SEND_INTERRUPTED = -108;
    /** The message is larger than the limit. */
    public static final int SEND_MSG_TOO_LARGE = -109;
    /** The message is shorter than its header, or than an item says. */
    public static final int SEND_MSG_TOO_SMALL = -110;
    /** Never returned. */
    public static final int SEND_MSG_SIZE_CHANGE = -111;
    /** Below the codes of a send. */
    public static final int SEND_ERRORS_END = -111;

    // What msg_receive returns

    /** A message is here. */
    public static final int RCV_SUCCESS = 0;
    /** Above the codes of a receive. */
    public static final int RCV_ERRORS_START = -200;
    /** The buffer cannot be written. */
    public static final int RCV_INVALID_MEMORY = -201;
    /** The task cannot receive from the name, or could no longer during the wait. */
    public static final int RCV_INVALID_PORT = -202;
    /** No message came in time. */
    public static final int RCV_TIMED_OUT = -203;
    /** The next message is larger than the buffer and stays; {@code msg_size} says what it needs. */
    public static final int RCV_TOO_LARGE = -204;
    /** There are no addresses left for out-of-line data. */
    public static final int RCV_NOT_ENOUGH_MEMORY = -205;
    /** Nobody but the receiver can send, and the queue is empty. */
    public static final int RCV_ONLY_SENDER = -206;
    /** The thread was interrupted during the wait. */
    public static final int RCV_INTERRUPTED = -207;
    /** The port was put into a set during the wait. */
    public static final int RCV_PORT_CHANGE = -208;
    /** Below the codes of a receive. */
    public static final int RCV_ERRORS_END = -209;
    /** The reply is here. */
    public static final int RPC_SUCCESS = 0;

    // What calls on ports return

    /** Done. */
    public static final int KERN_SUCCESS = 0;
    /** An address is not one of the task's memory, or there is no place for a result. */
    public static final int KERN_INVALID_ADDRESS = 1;
    /** No addresses are left, or so much memory is not to be had at once. */
    public static final int KERN_NO_SPACE = 3;
    /** A name or a number is not one that is allowed here. */
    public static final int KERN_INVALID_ARGUMENT = 4;
    /** Not possible in the state that things are in. */
    public static final int KERN_FAILURE = 5;
    /** The task can have no more names. */
    public static final int KERN_RESOURCE_SHORTAGE = 6;
    /** The task does not hold the receive right. */
    public static final int KERN_NOT_RECEIVER = 7;
    /** Never returned: adding a port moves it. */
    public static final int KERN_ALREADY_IN_SET = 11;
    /** The port is in no set. */
    public static final int KERN_NOT_IN_SET = 12;
    /** The name is in use. */
    public static final int KERN_NAME_EXISTS = 13;
    /** Never returned. */
    public static final int KERN_ABORTED = 14;
    /** Of Mach 3.0; never returned. */
    public static final int KERN_INVALID_NAME = 15;
    /** Of Mach 3.0; never returned. */
    public static final int KERN_INVALID_TASK = 16;
    /** Of Mach 3.0; never returned. */
    public static final int KERN_INVALID_RIGHT = 17;
    /** Of Mach 3.0; never returned. */
    public static final int KERN_INVALID_VALUE = 18;
    /** Of Mach 3.0; never returned. */
    public static final int KERN_UREFS_OVERFLOW = 19;
    /** Of Mach 3.0; never returned. */
    public static final int KERN_INVALID_CAPABILITY = 20;
    /** Of Mach 3.0; never returned. */
    public static final int KERN_RIGHT_EXISTS = 21;

    // The ids of notifications

    /** The first of the kernel's ids (octal 0100). */
    public static final int NOTIFY_FIRST = 64;
    /** A port has died: one {@link #MSG_TYPE_PORT_NAME}. */
    public static final int NOTIFY_PORT_DELETED = NOTIFY_FIRST + 1;
    /** A message that was held is in the queue: one {@link #MSG_TYPE_PORT_NAME}. */
    public static final int NOTIFY_MSG_ACCEPTED = NOTIFY_FIRST + 2;
    /** Never sent: ownership is a part of the receive right. */
    public static final int NOTIFY_OWNERSHIP_RIGHTS = NOTIFY_FIRST + 3;
    /** Never sent: ownership is a part of the receive right. */
    public static final int NOTIFY_RECEIVE_RIGHTS = NOTIFY_FIRST + 4;
    /** To a backup port: one {@link #MSG_TYPE_PORT_ALL}, that of a port that would have died. */
    public static final int NOTIFY_PORT_DESTROYED = NOTIFY_FIRST + 5;
    /** Nobody but the receiver can send any more. */
    public static final int NOTIFY_NO_MORE_SENDERS = NOTIFY_FIRST + 6;
    /** A send-once right was destroyed unused; Mach 2.5 has none, the number is Mach 3.0's. */
    public static final int NOTIFY_SEND_ONCE = NOTIFY_FIRST + 7;
    /** The last of the kernel's ids. */
    public static final int NOTIFY_LAST = NOTIFY_FIRST + 13;

    private Mach25() {}

    /**
     * Tells whether a code is one of a send that failed or was not completed ({@code msg_return_send}).
     *
     * @param code what a message call returned
     * @return whether it is one of -110 to -101
     */
    public static boolean msg_return_send(int code) {
        return code < SEND_ERRORS_START && code > SEND_ERRORS_END;
    }

    /**
     * Tells whether a code is one of a receive that failed ({@code msg_return_rcv}).
     *
     * @param code what a message call returned
     * @return whether it is one of -208 to -201
     */
    public static boolean msg_return_rcv(int code) {
        return code < RCV_ERRORS_START && code > RCV_ERRORS_END;
    }
}
