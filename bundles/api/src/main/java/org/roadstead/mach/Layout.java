package org.roadstead.mach;

/** How large things are in the message layout of Mach 2.5 on a machine of 32 bits. */
final class Layout {
    static final int HEADER = 24;
    static final int POINTER = 4;

    private static final int SHORT_DESCRIPTOR = 4;
    private static final int LONG_DESCRIPTOR = 12;
    private static final int MAX_SHORT_BITS = 255;
    private static final int MAX_SHORT_NUMBER = 4095;
    private static final int MAX_FIELD = 0xFFFF;

    private Layout() {}

    /** The long form is used when a value does not fit the short one. */
    static int descriptor(int type, int bits, int number) {
        return type <= MAX_SHORT_BITS && bits <= MAX_SHORT_BITS && number <= MAX_SHORT_NUMBER
                ? SHORT_DESCRIPTOR
                : LONG_DESCRIPTOR;
    }

    static long length(int bits, int number) {
        return ((long) bits * number + 7) / 8;
    }

    static long padded(long length) {
        return (length + 3) & ~3L;
    }

    static void check(int type, int bits, int number) {
        if (type < 0 || type > MAX_FIELD || bits < 0 || bits > MAX_FIELD || number < 0) {
            throw new IllegalArgumentException("an item of type " + type + ", " + number + " elements of " + bits
                    + " bits; allowed: types and bits 0 to " + MAX_FIELD + ", 0 elements or more");
        }
    }
}
