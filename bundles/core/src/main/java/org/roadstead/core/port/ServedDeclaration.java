package org.roadstead.core.port;

import org.roadstead.core.mach.Failure;
import org.roadstead.port.Declaration;
import org.roadstead.port.LocalMessagePort;
import org.roadstead.port.PortName;

/**
 * A declared name in its owner's hands, with the port that serves it from this start of the owner on.
 *
 * @param declared the name
 * @param port the port
 */
record ServedDeclaration(Declared declared, LocalMessagePort port) implements Declaration {
    @Override
    public PortName name() {
        return declared.name().orElseThrow();
    }

    @Override
    public boolean isValid() {
        return declared.isValid();
    }

    @Override
    public void withdraw() {
        declared.end(new Failure(
                Failure.Kind.INVALIDATED,
                "its declaration was withdrawn by " + declared.owner().label()));
    }

    @Override
    public String toString() {
        return "the declaration of " + declared;
    }
}
