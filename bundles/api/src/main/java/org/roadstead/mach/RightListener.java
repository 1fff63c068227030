package org.roadstead.mach;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told of something that happens to a port, as a notification of Mach 3.0 is requested for one right. */
@ConsumerType
@FunctionalInterface
public interface RightListener {
    /**
     * It has happened. Called once, by the executor that was given with the listener.
     *
     * @param right the right that the listener was registered for
     * @param what what happened, a sentence for people
     */
    void told(PortRight right, String what);
}
