package org.roadstead.mach;

/**
 * What a send resulted in.
 *
 * @param code the outcome
 * @param cause why, finer than the code
 * @param detail a sentence for people; empty for success
 */
public record SendResult(MsgReturn code, MsgCause cause, String detail) {
    /** The message is in the queue. */
    public static final SendResult SUCCESS = new SendResult(MsgReturn.SUCCESS, MsgCause.NONE, "");

    /**
     * Tells whether the kernel has the message, and the receiver will get it unless the port dies.
     *
     * @return whether the outcome is {@link MsgReturn#SUCCESS} or {@link MsgReturn#SEND_WILL_NOTIFY}
     */
    public boolean isTaken() {
        return code == MsgReturn.SUCCESS || code == MsgReturn.SEND_WILL_NOTIFY;
    }
}
