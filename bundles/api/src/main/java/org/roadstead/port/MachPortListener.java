package org.roadstead.port;

import org.osgi.annotation.versioning.ConsumerType;
import org.roadstead.mach.ReceiveResult;

/** What is done with the raw messages of a Mach port: the counterpart of {@code CFMachPortCallBack}. */
@FunctionalInterface
@ConsumerType
public interface MachPortListener {
    /**
     * Takes one message. Called on the thread that the port's {@link Dispatch} names, never under a lock, for each message once and in
     * the order in which they were queued. It may block, but a {@link Dispatch#direct() direct} one must not. Nothing is
     * replied: what is to be replied is sent with the right in the message.
     *
     * @param port who has received it, perhaps invalid by now
     * @param received the message, with {@link ReceiveResult#message()}, its size and its trailer; the rights in it are in the space of
     *     the listener's bundle and are the listener's duty from now on
     * @param info the context, held until this returns; null if there is none
     * @throws Exception anything: it is logged, and the port goes on
     */
    void received(MachPort port, ReceiveResult received, Object info) throws Exception;
}
