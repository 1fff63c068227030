package org.roadstead.port;

/** Why a send did not succeed: finer than the published number, for programs that want to tell the cases apart. */
public enum Cause {
    /** The queue had no room until the send deadline (goes with {@link SendStatus#SEND_TIMEOUT}). */
    QUEUE_FULL,
    /**
     * The port's home did not answer at the deadline, since it is stopped or pauses, so it is not known whether the
     * message was taken (goes with {@link SendStatus#SEND_TIMEOUT}).
     */
    UNDECIDED,
    /** The handler did not reply in time (goes with {@link SendStatus#RECEIVE_TIMEOUT}). */
    NO_REPLY,
    /** The port was invalidated by its owner, or the remote by its holder. */
    INVALIDATED,
    /** The bundle or program that owns the port was stopped. */
    OWNER_STOPPED,
    /** The process that owns the port ended, or its link was lost. */
    PEER_DIED,
    /** The request was dropped unanswered, though its port lives (a responder was closed). */
    REPLY_DROPPED,
    /** The message is larger than the limit; nothing was sent. */
    TOO_LARGE,
    /** The handler's reply is larger than the limit. */
    REPLY_TOO_LARGE,
    /** The handler threw; the text names what. */
    HANDLER_FAILED,
    /** The home refused the message, by policy or since it could not be understood. */
    REFUSED,
    /** More bytes wait for this peer than the limit allows: the peer does not read. */
    LINK_FULL,
    /** The thread was interrupted; only of {@link RemoteMessagePort#sendRequest}, as others throw. */
    INTERRUPTED,
    /** The wait could only have ended in a deadlock. */
    WOULD_DEADLOCK,
    /** Too many requests of one thread wait one inside of the other, each in a mode of its run loop. */
    NESTED_TOO_DEEP
}
