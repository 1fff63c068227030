package org.roadstead.core.mach;

import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.RightType;
import org.roadstead.mach.SendOnceRight;
import org.roadstead.mach.SendRight;

/** The rights that users hold: handles on an entry of a space, which knows what they are good for. */
abstract class Held {
    final Entry entry;

    Held(Entry entry) {
        this.entry = entry;
    }

    /** Returns a handle on an entry that is no send right alone. */
    static PortRight of(Entry entry, RightType type) {
        return switch (type) {
            case RECEIVE -> new Receive(entry);
            case SEND_ONCE -> new Once(entry);
            case SET -> new Set(entry);
            case SEND, DEAD_NAME, NONE -> throw new IllegalStateException("no handle for " + type);
        };
    }

    /** Returns the number of the right. */
    public int name() {
        return entry.name();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + " right " + name() + " of "
                + entry.space().owner();
    }

    static final class Receive extends Held implements ReceiveRight {
        Receive(Entry entry) {
            super(entry);
        }
    }

    static final class Send extends Held implements SendRight {
        Send(Entry entry) {
            super(entry);
        }
    }

    static final class Once extends Held implements SendOnceRight {
        Once(Entry entry) {
            super(entry);
        }
    }

    static final class Set extends Held implements PortSet {
        Set(Entry entry) {
            super(entry);
        }
    }
}
