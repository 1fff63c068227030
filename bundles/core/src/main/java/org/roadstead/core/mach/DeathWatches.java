package org.roadstead.core.mach;

import java.util.ArrayList;
import java.util.List;

/** The watches of one port in the order in which they came; whoever owns the list guards it with a lock. */
public final class DeathWatches {
    private DeathWatch first;
    private DeathWatch last;

    /** Adds a watch, unless it is in a list already. Returns whether it was added. */
    public boolean add(DeathWatch watch) {
        if (watch.listed) {
            return false;
        }
        watch.listed = true;
        watch.previous = last;
        if (last == null) {
            first = watch;
        } else {
            last.next = watch;
        }
        last = watch;
        return true;
    }

    /** Removes a watch. Returns whether it was in a list. */
    public boolean remove(DeathWatch watch) {
        if (!watch.listed) {
            return false;
        }
        if (watch.previous == null) {
            first = watch.next;
        } else {
            watch.previous.next = watch.next;
        }
        if (watch.next == null) {
            last = watch.previous;
        } else {
            watch.next.previous = watch.previous;
        }
        watch.previous = null;
        watch.next = null;
        watch.listed = false;
        return true;
    }

    /** Tells whether nobody watches. */
    public boolean isEmpty() {
        return first == null;
    }

    /** Removes all and returns them. */
    public List<DeathWatch> drain() {
        List<DeathWatch> all = new ArrayList<>();
        while (first != null) {
            all.add(first);
            remove(first);
        }
        return all;
    }
}
