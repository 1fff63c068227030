package org.roadstead.mach;

/** What a call on a port results in: {@code kern_return_t}, with its published numbers. */
public enum KernReturn {
    /** Done. */
    SUCCESS(0),
    /** A name, a right or a number is not one that is allowed here. */
    INVALID_ARGUMENT(4),
    /** Not possible in the state that things are in. */
    FAILURE(5),
    /** The space does not hold the receive right. */
    NOT_RECEIVER(7),
    /** The port is in no set. */
    NOT_IN_SET(12),
    /** The name is in use. */
    NAME_EXISTS(13);

    private final int code;

    KernReturn(int code) {
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
