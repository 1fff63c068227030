package org.roadstead.mach;

/** The options of a send and of a receive: {@code msg_option_t}, with its published bits. */
public enum MsgOption {
    /** Give up sending after the timeout; zero does not wait. Without it the timeout is ignored. */
    SEND_TIMEOUT(0x0001),
    /**
     * When the send would wait, let the kernel hold the message and notify the space later. With {@link #SEND_TIMEOUT}: after the
     * timeout has passed. One message of a space may be held for a port at a time.
     */
    SEND_NOTIFY(0x0002),
    /** Return if the thread is interrupted while it waits to send; without it the wait goes on and the interrupt is kept. */
    SEND_INTERRUPT(0x0004),
    /** Give up receiving after the timeout; zero does not wait. Without it the timeout is ignored. */
    RCV_TIMEOUT(0x0100),
    /** Return when nobody but the receiver has a right to send and no message is left. */
    RCV_NO_SENDERS(0x0200),
    /** Return if the thread is interrupted while it waits to receive; without it the wait goes on and the interrupt is kept. */
    RCV_INTERRUPT(0x0400);

    private final int bit;

    MsgOption(int bit) {
        this.bit = bit;
    }

    /**
     * Returns the published bit.
     *
     * @return one bit
     */
    public int bit() {
        return bit;
    }
}
