package org.roadstead.mach;

import java.util.List;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A Mach task: a space of names, each of which stands for the rights to one port, for a send-once right or for a port set. A
 * bundle has one ({@code PortRegistry.space()}), which ends with it.
 *
 * <p>Whoever holds this object may do all that is here, so it is a capability: who passes it on passes on the space. A right of
 * another space given to a method denotes nothing here; the method says so with {@link MsgReturn#SEND_INVALID_PORT},
 * {@link MsgReturn#RCV_INVALID_PORT} or {@link KernReturn#INVALID_ARGUMENT}.
 *
 * <p>Safe for use by several threads. Only {@link #send}, {@link #receive} and {@link #rpc} block. Null arguments throw
 * {@link NullPointerException}; no port is {@link PortRight#NULL}. After its end a space has no rights, and
 * what would make one throws {@link IllegalStateException}.
 */
@ProviderType
public interface PortSpace extends AutoCloseable {
    /** How many messages a new port queues ({@code PORT_BACKLOG_DEFAULT}). */
    int DEFAULT_BACKLOG = 5;

    /**
     * Returns whose space it is.
     *
     * @return a label for people
     */
    String owner();

    /**
     * Makes a port ({@code port_allocate}): its queue is empty, its backlog {@link #DEFAULT_BACKLOG}, and this space has the
     * receive right.
     *
     * @return the receive right
     */
    ReceiveRight allocate();

    /**
     * Returns this space's send right under the name of a right. It is the space's one send right to the port, however often
     * this is called.
     *
     * @param right a receive or send right of this space
     * @return the send right
     * @throws IllegalArgumentException if the right is not a live one of this space
     */
    SendRight makeSend(PortRight right);

    /**
     * Makes a send-once right to a port that this space receives from ({@code MAKE_SEND_ONCE}).
     *
     * @param right a receive right of this space
     * @return a new right under a new name
     * @throws IllegalArgumentException if the right is not a live receive right of this space
     */
    SendOnceRight makeSendOnce(PortRight right);

    /**
     * Gives up all rights under a name ({@code port_deallocate}). With a receive right the port dies, or goes to its backup;
     * sends of this space that wait at the port end with {@link MsgReturn#SEND_INVALID_PORT}; a message that waits to be sent
     * with one of the rights in it fails; a set releases its members; a send-once right is told to its port as unused.
     *
     * @param right any right of this space, dead names too
     * @return {@link KernReturn#INVALID_ARGUMENT} if the name is unknown
     */
    KernReturn deallocate(PortRight right);

    /**
     * Gives a right, and all others under its name, another name ({@code port_rename}). Queue, set and outstanding notices
     * are not touched; notices that come later carry the new name.
     *
     * @param right any right of this space
     * @param name the new name, positive
     * @return {@link KernReturn#INVALID_ARGUMENT} if the old name is unknown or the new one not positive,
     *     {@link KernReturn#NAME_EXISTS} if the new one is in use
     */
    KernReturn rename(PortRight right, int name);

    /**
     * Returns what a name stands for.
     *
     * @param name any number
     * @return the receive right if there is one, else the other right, or the dead name; {@link PortRight#NULL} if the
     *     name is unknown
     */
    PortRight right(int name);

    /**
     * Tells which rights the name of a right stands for now ({@code port_type}).
     *
     * @param right any right
     * @return {@link RightType#NONE} if it denotes nothing here
     */
    RightType type(PortRight right);

    /**
     * Returns all rights ({@code port_names}), one for each name, as {@link #right} does.
     *
     * @return a snapshot in no particular order
     */
    List<PortRight> rights();

    /**
     * Tells how a port is ({@code port_status}).
     *
     * @param right any right to the port
     * @return the status; its code is {@link KernReturn#INVALID_ARGUMENT} if the right denotes no live port here
     */
    PortStatus status(PortRight right);

    /**
     * Sets how many messages a port queues ({@code port_set_backlog}). Raising it lets the oldest waiting senders in, lowering
     * it discards nothing.
     *
     * @param right the receive right
     * @param backlog 1 to the kernel's limit, 1024 if it is not configured
     * @return {@link KernReturn#NOT_RECEIVER} or {@link KernReturn#INVALID_ARGUMENT}
     */
    KernReturn setBacklog(PortRight right, int backlog);

    /**
     * Sets the port that is given a port's receive right, with its queue, when it would otherwise be destroyed
     * ({@code port_set_backup}). It comes as a {@link Notification.Kind#PORT_DESTROYED} notification, and the port has no
     * backup then. If the backup has died, or is the port itself, the port dies.
     *
     * @param right the receive right of the port
     * @param backup a send right to the backup, of which the kernel keeps a copy; {@link PortRight#NULL} for none
     * @return {@link KernReturn#NOT_RECEIVER}, or {@link KernReturn#INVALID_ARGUMENT} if one of the two denotes no port
     *     here; and the backup that was set before
     */
    BackupResult setBackup(PortRight right, PortRight backup);

    /**
     * Makes an empty set ({@code port_set_allocate}).
     *
     * @return the set
     */
    PortSet newSet();

    /**
     * Puts a port into a set ({@code port_set_add}), out of any other that it was in. Its queued messages come after those that
     * the set has.
     *
     * @param set a set of this space
     * @param right a receive right of this space
     * @return {@link KernReturn#INVALID_ARGUMENT} if the set is no set or the right no port here,
     *     {@link KernReturn#NOT_RECEIVER} if the space cannot receive from it
     */
    KernReturn addToSet(PortRight set, PortRight right);

    /**
     * Takes a port out of its set ({@code port_set_remove}), with its queued messages.
     *
     * @param right a receive right of this space
     * @return {@link KernReturn#INVALID_ARGUMENT}, {@link KernReturn#NOT_RECEIVER} or {@link KernReturn#NOT_IN_SET}
     */
    KernReturn removeFromSet(PortRight right);

    /**
     * Returns the members of a set ({@code port_set_status}).
     *
     * @param set a set of this space
     * @return a snapshot; empty for what is no set here
     */
    List<ReceiveRight> members(PortRight set);

    /**
     * Puts a copy of a send right into another space, under a name that is free there. If that space has a right to the port,
     * that one is returned.
     *
     * @param into the other space, of the same kernel
     * @param right any right of this space to the port
     * @return the right as the other space has it
     * @throws IllegalArgumentException if the right is not a live one of this space, or the spaces are of two kernels
     * @throws IllegalStateException if the other space has ended
     */
    SendRight insertSend(PortSpace into, PortRight right);

    /**
     * Puts a copy of a send right into another space under a name ({@code port_insert_send}).
     *
     * @param into the other space, of the same kernel
     * @param right any right of this space to the port
     * @param name the name there
     * @return {@link KernReturn#INVALID_ARGUMENT} if the right denotes no live port here or the name is not positive,
     *     {@link KernReturn#NAME_EXISTS} if the name is in use there, {@link KernReturn#FAILURE} if that space has a right to
     *     the port under another name
     * @throws IllegalArgumentException if the spaces are of two kernels
     */
    KernReturn insertSend(PortSpace into, PortRight right, int name);

    /**
     * Moves a receive right into another space under a name ({@code port_insert_receive}); this space keeps a send right.
     *
     * @param into the other space, of the same kernel
     * @param right a receive right of this space
     * @param name the name there
     * @return as {@link #insertSend(PortSpace, PortRight, int)}
     * @throws IllegalArgumentException if the spaces are of two kernels
     */
    KernReturn insertReceive(PortSpace into, PortRight right, int name);

    /**
     * Takes a send right out of another space ({@code port_extract_send}), which is left with nothing.
     *
     * @param from the other space, of the same kernel
     * @param name the name there
     * @return the right here; {@link KernReturn#INVALID_ARGUMENT} if the name does not stand for a send right alone
     * @throws IllegalArgumentException if the spaces are of two kernels
     */
    ExtractResult extractSend(PortSpace from, int name);

    /**
     * Takes a receive right out of another space ({@code port_extract_receive}), which is left with nothing.
     *
     * @param from the other space, of the same kernel
     * @param name the name there
     * @return the right here; {@link KernReturn#INVALID_ARGUMENT} if the name does not stand for a receive right
     * @throws IllegalArgumentException if the spaces are of two kernels
     */
    ExtractResult extractReceive(PortSpace from, int name);

    /**
     * Sends a message ({@code msg_send}). Whether the message is in order is looked at first, so an invalid one fails at once,
     * also at a full port. Rights and memory that are to leave this space leave it if and only if the message is taken.
     *
     * <p>A full port lets the thread wait, without limit unless {@link MsgOption#SEND_TIMEOUT} is given. The port serves
     * waiting senders and held messages in the order in which they came.
     *
     * @param message the message
     * @param options what to do when the port is full
     * @return the outcome
     */
    SendResult send(Message message, MsgOptions options);

    /**
     * Receives a message ({@code msg_receive}). Several threads may wait; each message goes to one of them, to the one that has
     * waited longest first.
     *
     * @param from the receive right of a port that is in no set, or a set
     * @param options how long to wait, and for how large a message
     * @return the outcome
     */
    ReceiveResult receive(PortRight from, MsgOptions options);

    /**
     * Looks at the message that would be received next, and leaves it where it is ({@code mach_port_peek}). Does not wait.
     *
     * @param from the receive right of a port that is in no set, or a set
     * @return what there is
     */
    PeekResult peek(PortRight from);

    /**
     * Sends a message and receives one from the port of its reply right ({@code msg_rpc}). If the message is not queued the call
     * ends with that outcome, also with {@link MsgReturn#SEND_WILL_NOTIFY}, and nothing is received.
     *
     * @param message the request; without a reply port it is sent, and the outcome is {@link MsgReturn#RCV_INVALID_PORT}
     * @param options how long each half may wait; each has its own timeout
     * @return the outcome
     */
    ReceiveResult rpc(Message message, MsgOptions options);

    /**
     * Returns the port that the kernel's notifications to this space come to ({@code task_notify}). They come however full it is.
     * While nobody has asked for it nothing is queued there; who asks is then told of all names that are dead and still held. If it is
     * deallocated, notifications are dropped until it is asked for again.
     *
     * @return the receive right
     */
    ReceiveRight notifyPort();

    /**
     * Registers a listener for the death of a port: a dead-name notification. If the port is dead already, the listener is told
     * at once; if the right is deallocated first, never.
     *
     * @param right a send, send-once or receive right of this space, or a dead name
     * @param listener is told once
     * @param on runs the listener
     * @throws IllegalArgumentException if the right denotes nothing here
     */
    void onDead(PortRight right, RightListener listener, Executor on);

    /**
     * Registers a listener for the moment when nobody but the receiver has a right to send and no message is queued: a no-senders
     * notification. If it is so already, the listener is told at once; if the port dies or the right is given up first, never.
     *
     * @param right a receive right of this space
     * @param listener is told once
     * @param on runs the listener
     * @throws IllegalArgumentException if the right is not a live receive right of this space
     */
    void onNoSenders(PortRight right, RightListener listener, Executor on);

    /**
     * Registers a listener for the moment when a send would not wait: a send-possible notification. If it is so already, the
     * listener is told at once; if the port dies or the right is given up first, never. Others may fill the queue before the
     * listener has sent.
     *
     * @param right a right of this space to send to the port
     * @param listener is told once
     * @param on runs the listener
     * @throws IllegalArgumentException if the right is not a live one of this space
     */
    void onSendPossible(PortRight right, RightListener listener, Executor on);

    /**
     * Allocates memory that can be moved in messages ({@code vm_allocate}).
     *
     * @param length how many bytes, zeroed; at most the kernel's limit for one message
     * @return the memory
     * @throws IllegalArgumentException if the length is negative or over the limit
     */
    Memory allocateMemory(int length);

    /**
     * Ends the space, as the end of a task does: all rights are given up, waiting calls end, notices outstanding are dropped.
     * Messages that it sent stay. Does nothing the second time.
     */
    @Override
    void close();
}
