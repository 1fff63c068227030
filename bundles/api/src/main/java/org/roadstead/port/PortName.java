package org.roadstead.port;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The name of a message port: 1 to 128 bytes of UTF-8 made of Unicode letters and digits and {@code . - _ :}.
 *
 * <p>A name belongs to one live owner per user and machine. It is checked when it is made, so a {@code PortName} that
 * exists is valid. CF truncates a long name in silence and turns one with a NUL into an unnamed port
 * ({@code CFMessagePortCreateLocal}); here both are refused.
 *
 * @param value the name as text, compared by its characters
 */
public record PortName(String value) implements Comparable<PortName> {

    /** The longest name in bytes of UTF-8: the limit of the Mach bootstrap server. */
    public static final int MAX_BYTES = 128;

    /**
     * Checks the name.
     *
     * @param value the name as text, compared by its characters
     * @throws NullPointerException if {@code value} is null
     * @throws IllegalArgumentException if the name is empty, too long or holds a character that is not allowed; the
     *     message says which and what is allowed
     */
    public PortName {
        Objects.requireNonNull(value, "a port name must not be null");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a port name must not be empty; allowed: " + RULE);
        }
        int[] codePoints = value.codePoints().toArray();
        for (int i = 0; i < codePoints.length; i++) {
            int c = codePoints[i];
            if (!Character.isLetterOrDigit(c) && ".-_:".indexOf(c) < 0) {
                throw new IllegalArgumentException(
                        String.format("port name has U+%04X at position %d; allowed: %s", c, i, RULE));
            }
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("a port name of " + bytes + " bytes is too long; allowed: " + RULE);
        }
    }

    private static final String RULE = "1 to " + MAX_BYTES + " bytes of UTF-8, letters, digits and . - _ :";

    /**
     * Makes a name from text.
     *
     * @param value the name
     * @return the name, checked
     * @throws NullPointerException if {@code value} is null
     * @throws IllegalArgumentException if the name is not allowed
     */
    public static PortName of(String value) {
        return new PortName(value);
    }

    @Override
    public int compareTo(PortName other) {
        return value.compareTo(other.value);
    }

    /** Returns the name itself. */
    @Override
    public String toString() {
        return value;
    }
}
