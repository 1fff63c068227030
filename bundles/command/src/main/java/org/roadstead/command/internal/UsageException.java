package org.roadstead.command.internal;

/** The words of a command are not what the verb takes. The message says what is allowed. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
