package org.roadstead.command.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.roadstead.port.RemoteMessagePort;

/** The lines that tell of one message: what, how long it took, and of which port. */
final class Lines {
    private static final int FIRST_COLUMN = 17;
    private static final int SECOND_COLUMN = 9;

    private Lines() {}

    static String of(String what, Duration elapsed, String whom) {
        return pad(what, FIRST_COLUMN) + of(elapsed, whom);
    }

    static String of(Duration elapsed, String whom) {
        return pad(Timeouts.show(elapsed), SECOND_COLUMN) + whom;
    }

    /**
     * Makes the line of a failure.
     *
     * @param port the port's name, or the empty string if none was given
     */
    static String failure(Throwable failure, Duration elapsed, String port) {
        Outcome outcome = Outcome.of(failure);
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (outcome == Outcome.INTERNAL) {
            message = failure.toString();
        }
        return of(outcome.words(), elapsed, names(message, port) ? message : port + ": " + message);
    }

    private static boolean names(String message, String port) {
        return port.isEmpty() || List.of(message.split("[\\s,;:]+")).contains(port);
    }

    /** Returns the label of a port's owner without the bundle's id, which says nothing in another process. */
    static String owner(RemoteMessagePort port) {
        return port.owner().label().replaceFirst(" \\([0-9]+\\)$", "");
    }

    /**
     * Returns what sets the rest of the line off from a reply that was printed before: where both go to one terminal, a
     * short text gets its line completed, and a long one gets a line of its own.
     */
    static String gapAfter(ByteBuffer reply, boolean sideBySide) {
        if (!sideBySide || !reply.hasRemaining()) {
            return "";
        }
        int size = reply.remaining();
        if (reply.get(reply.limit() - 1) == '\n') {
            return "";
        }
        String text = size <= 4 * FIRST_COLUMN ? text(reply) : null;
        if (text == null || text.indexOf('\n') >= 0) {
            return "\n";
        }
        int width = text.codePointCount(0, text.length());
        return " ".repeat(Math.max(3, FIRST_COLUMN - width));
    }

    /** Returns the bytes as text, or null if they are none. */
    static String text(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException e) {
            // Not an error: a payload may be any bytes.
            return null;
        }
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text + "  " : text + " ".repeat(width - text.length());
    }
}
