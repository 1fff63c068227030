package org.roadstead.mach;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told of the death of a port: a dead-name notification. */
@ConsumerType
@FunctionalInterface
public interface DeadRightListener {
    /**
     * The port has died. Called once, by the executor that was given with the listener.
     *
     * @param right the right that the listener was registered for, which is dead now
     * @param why what happened, a sentence for people
     */
    void died(PortRight right, String why);
}
