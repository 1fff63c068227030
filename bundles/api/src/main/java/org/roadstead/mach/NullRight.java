package org.roadstead.mach;

/** No right at all ({@code PORT_NULL}): {@link PortRight#NULL}. */
public record NullRight() implements PortRight {
    @Override
    public int name() {
        return 0;
    }

    @Override
    public String toString() {
        return "no port";
    }
}
