package org.roadstead.core.runloop;

import java.util.ArrayList;
import java.util.List;

/** Items of one kind in a mode. Changed under the lock of {@link Modes}, read by any thread as they are at a moment. */
final class Members<T> {
    private volatile List<T> items = List.of();

    List<T> now() {
        return items;
    }

    boolean contains(T item) {
        return indexOf(item) >= 0;
    }

    /** Adds an item behind those that are not after it; false if it was there. */
    boolean add(T item, java.util.Comparator<? super T> order) {
        if (contains(item)) {
            return false;
        }
        List<T> next = new ArrayList<>(items);
        int at = next.size();
        while (order != null && at > 0 && order.compare(next.get(at - 1), item) > 0) {
            at--;
        }
        next.add(at, item);
        items = next;
        return true;
    }

    boolean remove(T item) {
        int at = indexOf(item);
        if (at < 0) {
            return false;
        }
        List<T> next = new ArrayList<>(items);
        next.remove(at);
        items = next.isEmpty() ? List.of() : next;
        return true;
    }

    private int indexOf(T item) {
        List<T> all = items;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) == item) {
                return i;
            }
        }
        return -1;
    }
}
