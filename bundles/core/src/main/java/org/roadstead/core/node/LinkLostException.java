package org.roadstead.core.node;

import org.roadstead.core.mach.Failure;

/** The link ended, or its peer did not answer in time. */
public final class LinkLostException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure why;

    LinkLostException(Failure why) {
        super(why.detail());
        this.why = why;
    }

    /** Returns how the link ended; {@link Failure.Kind#UNDECIDED} if it lives but the peer was silent. */
    public Failure why() {
        return why;
    }
}
