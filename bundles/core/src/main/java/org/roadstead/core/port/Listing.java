package org.roadstead.core.port;

import java.util.Collection;
import org.roadstead.core.mach.Port;
import org.roadstead.port.NameInUseException;
import org.roadstead.port.PortName;
import org.roadstead.port.PortOwner;

/** A name space: that of the kernel, or a subset of another. */
interface Listing {
    /** Returns what has a name here, or null. */
    Named local(PortName name);

    /**
     * Takes a name for good.
     *
     * @throws NameInUseException if it is taken
     */
    void claim(Named named);

    /** Gives a name free. */
    void remove(Named named);

    Collection<? extends Named> all();

    /** Returns the name space around this one, or null. */
    Listing parent();

    /** Tells whether there is this name space no more. */
    boolean isEnded();

    /** Makes a name space within, which ends with a port; it may have ended when this returns. */
    Listing subset(Port requestor);

    /** Finds a name here or in the name spaces around. */
    default Named find(PortName name) {
        Named found = null;
        for (Listing at = this; found == null && at != null; at = at.parent()) {
            found = at.local(name);
        }
        return found;
    }

    static NameInUseException inUse(PortName name, PortOwner owner) {
        String by = owner == null ? "another process, which did not say who it is" : owner + ", since " + owner.since();
        return new NameInUseException(
                name,
                owner,
                "the name " + name + " is in use by " + by + "; choose another name, or end that port first");
    }
}
