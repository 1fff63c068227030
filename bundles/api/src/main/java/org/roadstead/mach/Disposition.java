package org.roadstead.mach;

/** What the sender is left with ({@code msg_type_deallocate}). */
public enum Disposition {
    /** The receiver gets a copy. Of a receive right there is none: it moves, and the sender keeps a send right. */
    COPY,
    /** What is sent leaves the sender, if and only if the message is taken. */
    MOVE
}
