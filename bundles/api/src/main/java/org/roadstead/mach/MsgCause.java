package org.roadstead.mach;

/** Why an outcome is what it is: finer than the published number, as Mach 3.0 tells it. */
public enum MsgCause {
    /** It succeeded, or the code says it all. */
    NONE,
    /** The destination is not a right of this space that can be sent to. */
    DESTINATION,
    /** The reply port is not a right of this space that can be replied to. */
    REPLY,
    /** An item names a right that the space does not hold, or promised to another message. */
    RIGHT,
    /** An item asks for more than the name stands for, such as the receive right of a port that is only sent to. */
    TYPE,
    /** The port has died. */
    DIED,
    /** The right was given up while the call waited. */
    REMOVED,
    /** The port is a member of a set and is received from by the set only. */
    IN_SET,
    /** The queue is full. */
    QUEUE_FULL,
    /** Nobody can tell whether the message was taken: the port's home does not run. */
    UNDECIDED
}
