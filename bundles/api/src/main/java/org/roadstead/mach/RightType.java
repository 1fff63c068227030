package org.roadstead.mach;

/** What a name stands for in a space, with the numbers of {@code port_type}. */
public enum RightType {
    /** Nothing. */
    NONE(0),
    /** Send rights. */
    SEND(1),
    /** Receive rights with ownership, and so also the right to send ({@code PORT_TYPE_RECEIVE_OWN}). */
    RECEIVE(7),
    /** A port set. */
    SET(9),
    /** A send-once right; Mach 2.5 has none, the number is ours. */
    SEND_ONCE(16),
    /** The name of a port that has died; the number is ours. */
    DEAD_NAME(17);

    private final int code;

    RightType(int code) {
        this.code = code;
    }

    /**
     * Returns the number.
     *
     * @return as published, but for the two that Mach 2.5 does not have
     */
    public int code() {
        return code;
    }
}
