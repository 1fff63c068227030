package org.roadstead.transport;

import java.io.IOException;

/** A live node has the name. */
public final class NameTakenException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Endpoint owner;

    /**
     * Makes the exception.
     *
     * @param name the name
     * @param owner where its owner listens
     */
    public NameTakenException(String name, Endpoint owner) {
        super("the name " + name + " is taken by the node at " + owner.address());
        this.owner = owner;
    }

    /**
     * Returns where the owner listens.
     *
     * @return the endpoint
     */
    public Endpoint owner() {
        return owner;
    }
}
