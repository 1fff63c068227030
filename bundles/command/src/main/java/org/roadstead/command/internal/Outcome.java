package org.roadstead.command.internal;

import java.io.UncheckedIOException;
import org.roadstead.port.MessagePortException;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.NoSuchPortException;
import org.roadstead.port.SendStatus;
import org.roadstead.port.WouldDeadlockException;

/** How a verb ended, in words for people and as a number for scripts. */
public enum Outcome {
    /** It did what it was asked to do. */
    SUCCESS(0, "done"),
    /** The words on the command line are not what the verb takes; nothing was done. */
    USAGE(2, "usage"),
    /** CF code -1. */
    SEND_TIMEOUT(11, "send timeout"),
    /** CF code -2. */
    REPLY_TIMEOUT(12, "reply timeout"),
    /** CF code -3. */
    IS_INVALID(13, "is invalid"),
    /** CF code -4. */
    TRANSPORT_ERROR(14, "transport error"),
    /** CF code -5. */
    BECAME_INVALID(15, "became invalid"),
    /** No live port has the name. */
    NO_SUCH_PORT(16, "no such port"),
    /** A live port has the name. */
    NAME_IN_USE(17, "name in use"),
    /** The wait could only have ended in a deadlock. */
    WOULD_DEADLOCK(18, "would deadlock"),
    /** Something that no verb expects. */
    INTERNAL(70, "internal error");

    private final int exitStatus;
    private final String words;

    Outcome(int exitStatus, String words) {
        this.exitStatus = exitStatus;
        this.words = words;
    }

    /**
     * Returns the exit status of the process.
     *
     * @return 0 for success
     */
    public int exitStatus() {
        return exitStatus;
    }

    String words() {
        return words;
    }

    static Outcome of(Throwable failure) {
        if (failure instanceof UsageException) {
            return USAGE;
        }
        if (failure instanceof WouldDeadlockException) {
            return WOULD_DEADLOCK;
        }
        if (failure instanceof MessagePortException outcome) {
            return of(outcome.status());
        }
        if (failure instanceof NoSuchPortException) {
            return NO_SUCH_PORT;
        }
        if (failure instanceof NameInUseException) {
            return NAME_IN_USE;
        }
        // What a transport throws that cannot start, such as a directory that others may write to.
        return failure instanceof UncheckedIOException ? TRANSPORT_ERROR : INTERNAL;
    }

    private static Outcome of(SendStatus status) {
        return switch (status) {
            case SUCCESS -> SUCCESS;
            case SEND_TIMEOUT -> SEND_TIMEOUT;
            case RECEIVE_TIMEOUT -> REPLY_TIMEOUT;
            case IS_INVALID -> IS_INVALID;
            case TRANSPORT_ERROR -> TRANSPORT_ERROR;
            case BECAME_INVALID -> BECAME_INVALID;
        };
    }
}
