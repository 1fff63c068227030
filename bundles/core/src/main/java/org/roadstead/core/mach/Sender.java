package org.roadstead.core.mach;

/**
 * Who sends to a port, as the port's home knows it: an entry of a space here, or a space behind a link. The kernel holds one message
 * at a time for each. Everything here is called under the lock of the port.
 */
public interface Sender {
    /** The kernel is to hold a message. Returns false if it holds another one already. */
    boolean hold(Submission message);

    /** A held message is in the queue, is not held after all, or has ended with the port. */
    void letGo(Submission message);

    /** Nobody will be told of the message that is held. */
    void forgetHeld();
}
