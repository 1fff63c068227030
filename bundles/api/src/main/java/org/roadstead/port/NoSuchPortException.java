package org.roadstead.port;

/**
 * No live port has the name: the answer of {@code CFMessagePortCreateRemote} returning null. Normal while the other
 * side is not running yet; {@link PortRegistry#connect(PortName, java.time.Duration)} waits for it.
 */
public final class NoSuchPortException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient PortName name;

    /**
     * Makes the exception.
     *
     * @param name the name that nobody has
     * @param message what was looked for and where
     */
    public NoSuchPortException(PortName name, String message) {
        super(message);
        this.name = name;
    }

    /**
     * Returns the name that was looked for.
     *
     * @return the name
     */
    public PortName name() {
        return name;
    }
}
