package org.roadstead.mach;

/** No right at all ({@code PORT_NULL}). There is one, {@link PortRight#NULL}. */
public final class NullRight implements PortRight {
    NullRight() {}

    @Override
    public int name() {
        return 0;
    }

    @Override
    public String toString() {
        return "no port";
    }
}
