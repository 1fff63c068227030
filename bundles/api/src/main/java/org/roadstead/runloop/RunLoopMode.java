package org.roadstead.runloop;

/**
 * A mode of run loops: a run serves only what was added to its mode. Two modes are the same if their names are equal;
 * Core Foundation tells the common modes by the pointer.
 *
 * @param name any text that is not blank, such as {@code com.example.waiting}
 */
public record RunLoopMode(String name) {
    /** The mode that a bundle's own run loop runs in ({@code kCFRunLoopDefaultMode}). */
    public static final RunLoopMode DEFAULT = new RunLoopMode("kCFRunLoopDefaultMode");

    /**
     * Stands for all modes of a loop's common set ({@code kCFRunLoopCommonModes}), at first {@link #DEFAULT} alone. What
     * is added to it is in each of them, also in those that {@link RunLoop#addCommonMode} adds later. It is no mode that
     * could be run or waited in.
     */
    public static final RunLoopMode COMMON = new RunLoopMode("kCFRunLoopCommonModes");

    /**
     * Checks the name.
     *
     * @param name any text that is not blank
     * @throws IllegalArgumentException if the name is null or blank
     */
    public RunLoopMode {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("the name of a run loop mode is "
                    + (name == null ? "null" : "'" + name + "'") + "; allowed: any text that is not blank");
        }
    }

    /**
     * Tells whether this stands for the common set.
     *
     * @return true for {@link #COMMON} and whatever has its name
     */
    public boolean isCommon() {
        return name.equals(COMMON.name);
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }
}
