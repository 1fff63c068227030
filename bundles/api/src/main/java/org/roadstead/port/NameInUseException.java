package org.roadstead.port;

import java.util.Optional;

/**
 * The name belongs to another live port. CF returns the other party's port, or null; here it is an error that names the
 * owner.
 */
public final class NameInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient PortName name;
    private final transient PortOwner owner;

    /**
     * Makes the exception.
     *
     * @param name the name that is taken
     * @param owner who owns it, or null if the owner's process did not say in time
     * @param message the name, its owner, and what to do
     */
    public NameInUseException(PortName name, PortOwner owner, String message) {
        super(message);
        this.name = name;
        this.owner = owner;
    }

    /**
     * Returns the name that is taken.
     *
     * @return the name
     */
    public PortName name() {
        return name;
    }

    /**
     * Returns who owns the name.
     *
     * @return the owner, or empty if the owner's process did not say in time
     */
    public Optional<PortOwner> owner() {
        return Optional.ofNullable(owner);
    }
}
