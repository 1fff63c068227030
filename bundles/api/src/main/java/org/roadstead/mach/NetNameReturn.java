package org.roadstead.mach;

/** What a call of the network name server results in, with its published numbers. */
public enum NetNameReturn {
    /** Done. */
    SUCCESS(0),
    /** The answer of another host is awaited. Never returned: no other host is asked. */
    PENDING(-1),
    /** The name was checked in with another signature. */
    NOT_YOURS(1000),
    /** Nothing has the name. */
    NOT_CHECKED_IN(1001),
    /** The host is not this one. */
    NO_SUCH_HOST(1002),
    /** The host could not be reached. Never returned: no other host is asked. */
    HOST_NOT_FOUND(1003),
    /** A right that was given is no live right of the space to a port. */
    INVALID_PORT(1004);

    private final int code;

    NetNameReturn(int code) {
        this.code = code;
    }

    /**
     * Returns the published number.
     *
     * @return 0 for success
     */
    public int code() {
        return code;
    }

    /**
     * Tells whether the call succeeded.
     *
     * @return whether this is {@link #SUCCESS}
     */
    public boolean isSuccess() {
        return this == SUCCESS;
    }
}
