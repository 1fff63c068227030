package org.roadstead.port;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;
import org.roadstead.runloop.RunLoopMode;

/**
 * The sending end: a handle on somebody's local port, in this process or in another. Bound to the very port that the
 * name led to when it was made, not to the name.
 *
 * <p>Messages that one thread sends through one remote are handled in the order sent.
 *
 * <p>All sends copy or transmit the bytes from position to limit before they return and leave the position alone; null
 * data is sent as empty data. Outcomes other than success are exceptions, one class for each:
 * {@link SendTimeoutException} (-1), {@link ReplyTimeoutException} (-2), {@link PortInvalidException} (-3),
 * {@link TransportException} (-4), {@link PortBecameInvalidException} (-5) and {@link WouldDeadlockException}. A reply
 * that has come wins over every other outcome.
 */
@ProviderType
public non-sealed interface RemoteMessagePort extends MessagePort {
    /** How many requests may wait in a mode at once on one thread, one inside of the other. */
    int MAX_NESTED_WAITS = 16;

    /**
     * Sends a message and waits for its reply ({@code CFMessagePortSendRequest} with a reply mode), 30 seconds for each
     * part at most.
     *
     * @param id any number, for the receiver
     * @param data the bytes, or null for none
     * @return the reply
     * @throws MessagePortException for every outcome but success
     * @throws InterruptedException if the thread is interrupted; the port stays usable
     */
    default Reply request(int id, ByteBuffer data) throws InterruptedException {
        return request(id, data, SendOptions.DEFAULT);
    }

    /**
     * Sends a message and waits for its reply ({@code CFMessagePortSendRequest} with a reply mode). The calling thread
     * parks; it runs no other callbacks meanwhile.
     *
     * @param id any number, for the receiver
     * @param data the bytes, or null for none
     * @param options how long to wait
     * @return the reply
     * @throws MessagePortException for every outcome but success
     * @throws InterruptedException if the thread is interrupted; the port stays usable
     */
    Reply request(int id, ByteBuffer data, SendOptions options) throws InterruptedException;

    /**
     * Sends a message and waits for its reply by running the calling thread's run loop in a mode ({@code
     * CFMessagePortSendRequest} with a reply mode, in its own way). All that is in the mode runs meanwhile: sources, timers,
     * blocks, also the handlers of this program's own ports. Such waits may nest, {@link #MAX_NESTED_WAITS} deep on a thread;
     * an outer one returns after all inner ones. A {@linkplain org.roadstead.runloop.RunLoop#stop() stop} of the loop does
     * not end the wait, but the run around it.
     *
     * @param id any number, for the receiver
     * @param data the bytes, or null for none
     * @param options how long to wait
     * @param mode the mode to wait in; one with nothing in it lets nothing else run
     * @return the reply
     * @throws MessagePortException for every outcome but success. A {@link WouldDeadlockException} if the calling thread
     *     alone serves the port, in other modes than this; a {@link TransportException} with {@link Cause#NESTED_TOO_DEEP} if
     *     too many waits are nested
     * @throws IllegalArgumentException if the mode is {@link RunLoopMode#COMMON}
     * @throws InterruptedException if the thread is interrupted; the port stays usable
     */
    Reply request(int id, ByteBuffer data, SendOptions options, RunLoopMode mode) throws InterruptedException;

    /**
     * Sends a message in the shape of {@code CFMessagePortSendRequest}: what happens to the message is a value and never an exception.
     * With a mode it waits for a reply and runs the calling thread's run loop in that mode meanwhile, as {@link
     * #request(int, ByteBuffer, SendOptions, RunLoopMode)} does; without one no reply is asked for, and the receive timeout is ignored.
     *
     * <p>As in CF a negative timeout is zero, and a long one is no limit: ten days or more to send ({@code 864000} seconds), {@link
     * SendOptions#MAX_TIMEOUT} or more to receive. A wait that would be a deadlock and a request that is refused are {@link
     * SendStatus#TRANSPORT_ERROR} with their cause. An interrupt ends the wait as the timeout of its part would, with {@link
     * Cause#INTERRUPTED}, and the thread stays interrupted.
     *
     * @param id any number, for the receiver ({@code msgid})
     * @param data the bytes, or null for none
     * @param sendTimeout how long to wait for room in the queue
     * @param receiveTimeout how long to wait for the reply once the message is taken ({@code rcvTimeout})
     * @param replyMode the mode to wait in; empty if no reply is wanted
     * @return the outcome, and the reply
     * @throws IllegalArgumentException if the mode is {@link RunLoopMode#COMMON}, which is no mode to wait in
     * @throws NullPointerException if a timeout or the mode is null
     */
    SendResult sendRequest(
            int id, ByteBuffer data, Duration sendTimeout, Duration receiveTimeout, Optional<RunLoopMode> replyMode);

    /**
     * Sends a message and does not wait. The stage completes on the run loop of the bundle that made this remote.
     * Waiting for it on that very loop throws {@link WouldDeadlockException}.
     *
     * @param id any number, for the receiver
     * @param data the bytes, or null for none; copied before the call returns
     * @param options how long each part may take
     * @return a stage that completes exactly once, with the reply or with a {@link MessagePortException}
     */
    CompletionStage<Reply> requestAsync(int id, ByteBuffer data, SendOptions options);

    /**
     * Sends a message that wants no reply ({@code CFMessagePortSendRequest} without a reply mode) and waits until the
     * port's queue has taken it.
     *
     * @param id any number, for the receiver
     * @param data the bytes, or null for none
     * @param options how long to wait for room
     * @throws MessagePortException for every outcome but success
     * @throws InterruptedException if the thread is interrupted before the message was taken
     */
    void send(int id, ByteBuffer data, SendOptions options) throws InterruptedException;

    /**
     * Sends a message that wants no reply, waiting 30 seconds at most for room.
     *
     * @param id any number, for the receiver
     * @param data the bytes, or null for none
     * @throws MessagePortException for every outcome but success
     * @throws InterruptedException if the thread is interrupted before the message was taken
     */
    default void send(int id, ByteBuffer data) throws InterruptedException {
        send(id, data, SendOptions.DEFAULT);
    }

    /**
     * Returns who owns the port at the other end.
     *
     * @return labels for people
     */
    PortOwner owner();

    /**
     * Returns what carries the messages.
     *
     * @return {@code vm} inside one kernel, else the transport's name, such as {@code uds}
     */
    String transport();
}
