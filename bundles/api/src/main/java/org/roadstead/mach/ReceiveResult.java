package org.roadstead.mach;

import java.util.NoSuchElementException;

/**
 * What a receive, or a call ({@code msg_rpc}), resulted in. A call that fails in its first half has the code of the send.
 *
 * @param code the outcome
 * @param cause why, finer than the code
 * @param detail a sentence for people; empty for success
 * @param received the message, null unless the outcome is {@link MsgReturn#SUCCESS}
 * @param trailer what the kernel says of it, null unless there is one
 * @param size the size of the message; for {@link MsgReturn#RCV_TOO_LARGE} of the one that did not fit; else 0
 */
public record ReceiveResult(
        MsgReturn code, MsgCause cause, String detail, Message received, Trailer trailer, long size) {

    /**
     * Makes a result without a message.
     *
     * @param code the outcome
     * @param cause why
     * @param detail a sentence for people
     * @return the result
     */
    public static ReceiveResult failed(MsgReturn code, MsgCause cause, String detail) {
        return new ReceiveResult(code, cause, detail, null, null, 0);
    }

    /**
     * Tells whether a message is here.
     *
     * @return whether the outcome is {@link MsgReturn#SUCCESS}
     */
    public boolean isSuccess() {
        return code == MsgReturn.SUCCESS;
    }

    /**
     * Returns the message.
     *
     * @return the message
     * @throws NoSuchElementException if there is none, with the outcome in its text
     */
    public Message message() {
        if (received == null) {
            throw new NoSuchElementException("no message: " + code + " (" + cause + "): " + detail);
        }
        return received;
    }
}
