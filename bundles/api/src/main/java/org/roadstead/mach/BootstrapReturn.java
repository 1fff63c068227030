package org.roadstead.mach;

/** What a call of the bootstrap server results in, with its published numbers. */
public enum BootstrapReturn {
    /** Done. */
    SUCCESS(0),
    /**
     * The name is not the caller's, a right that was given is no live one of the caller, or the name space that was asked has
     * ended.
     */
    NOT_PRIVILEGED(1100),
    /** The name is in use. */
    NAME_IN_USE(1101),
    /** Nothing has the name. */
    UNKNOWN_SERVICE(1102),
    /** Somebody serves the name already. */
    SERVICE_ACTIVE(1103),
    /** More names at once than {@link Bootstrap#MAX_LOOK_UP}. */
    BAD_COUNT(1104),
    /** No memory. Never returned: Java has its own way to say so. */
    NO_MEMORY(1105);

    private final int code;

    BootstrapReturn(int code) {
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
