package org.roadstead.port;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What happens to a context object when a port takes it and lets it go: {@code retain}, {@code release} and
 * {@code copyDescription} of {@code CFMessagePortContext} and {@code CFMachPortContext}. For objects that somebody counts or closes;
 * one that the garbage collector looks after needs none.
 *
 * <p>A port acquires its context once when it is made, and once more around every message that its handler is given. It
 * releases each as often: that of a message when the handler has returned or thrown, that of the port last, once, when the
 * port has ended and no handler of it runs any more. So the object is held as long as anybody can be given it. A port that is not made,
 * since its name is taken, has released what it acquired when the call fails.
 *
 * <p>Called under no lock, on the thread that makes the port, runs the handler, or ends the port; several at a time if several
 * handlers run. Must not block.
 */
@ConsumerType
public interface ContextHooks {
    /**
     * The port, or the handler of one message, takes the context. If this throws, the port is not made, or the message's handler
     * is not called and its request fails with {@link Cause#HANDLER_FAILED}.
     *
     * @param info the object that the port was given, or what this returned when the port was made
     * @return the object that is kept and given to the handler; usually {@code info} itself. Null means no context
     */
    Object acquire(Object info);

    /**
     * Undoes one {@link #acquire}. What this throws is logged.
     *
     * @param info what that acquire returned
     */
    void release(Object info);

    /**
     * Returns a text for {@link Object#toString()} of the port and for logs ({@code copyDescription}).
     *
     * @param info what the port keeps
     * @return one phrase for people
     */
    default String describe(Object info) {
        return String.valueOf(info);
    }
}
